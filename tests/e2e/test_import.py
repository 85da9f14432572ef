"""An editor imports 200 old presentations from a sheet: looks first, then takes them in, mends what was refused."""

import pytest
from playwright.sync_api import expect

from cop.core.roles import Role
from cop.members.services import role_table
from resources.models import FileVersion, ImportRun, ResourcePage
from resources.services import importing
from tests.factories.documents import pdf
from tests.factories.members import with_role
from tests.factories.resources import library
from tests.resources.sheets import as_csv, packed, row

pytestmark = pytest.mark.django_db(transaction=True)
NUMBER = 200


def sheet(last_doi: str) -> bytes:
    rows = [
        row(
            key=f"talk-{n}", title=f"Old talk {n}", authors="Sample, Ana (Agency)", regions="ES21",
            file=f"talk-{n}.pdf", doi=last_doi if n == NUMBER else "",
        )
        for n in range(1, NUMBER + 1)
    ]  # fmt: skip
    return as_csv(*rows, delimiter=";", encoding="utf-8-sig")


@pytest.fixture
def files() -> bytes:
    """Small decks, each with its own words: the same PDF with another remark at its end."""
    deck = pdf("Old talk")
    return packed({f"Forum/talk-{n}.pdf": deck + b"\n%% talk %d\n%%%%EOF\n" % n for n in range(1, NUMBER + 1)})


def work() -> None:
    """What the worker does with the sheet; reading two hundred decks afterwards is another journey."""
    importing.work(ImportRun.objects.latest("pk").pk, turn=600)


@pytest.mark.parametrize("width", ["wide"], indirect=True)
def test_editor_imports_200_old_presentations_from_a_sheet(new_page, log_in, axe, settings, files, width):
    settings.STAFF_NEEDS_SECOND_FACTOR = False
    library()
    role_table.write_roles()
    page = new_page()
    log_in(page, with_role(Role.MODERATOR, name="Mona Moderator"))

    def send(doi: str) -> None:
        page.get_by_label("Sheet").set_input_files({"name": "old.csv", "mimeType": "text/csv", "buffer": sheet(doi)})
        zipped = {"name": "old.zip", "mimeType": "application/zip", "buffer": files}
        page.get_by_label("Files").set_input_files(zipped)
        page.get_by_role("button", name="Look at it").click()
        expect(page.get_by_text(f"0 of {NUMBER} rows")).to_be_visible()

    page.goto("/admin/", timeout=60_000)
    page.get_by_role("link", name="Import old material").click()
    expect(page.get_by_role("link", name="Template as XLSX")).to_be_visible()
    axe(page)
    send("nonsense")
    axe(page)
    work()
    # The bar has followed by itself.
    expect(page.get_by_text(f"Would be: {NUMBER - 1} made, 1 refused.")).to_be_visible(timeout=30_000)
    expect(page.get_by_role("row", name="This is no DOI")).to_contain_text(f"Old talk {NUMBER}")
    axe(page)

    page.get_by_role("button", name="Import", exact=True).click()
    work()
    expect(page.get_by_text(f"So far: {NUMBER - 1} made, 1 refused.")).to_be_visible(timeout=30_000)
    axe(page)
    with page.expect_download() as download:
        page.get_by_role("link", name="Download the report").click()
    assert download.value.suggested_filename.startswith("import-")

    page.get_by_role("link", name="Send another sheet").click()
    send("10.2791/53569")
    work()
    expect(page.get_by_text(f"Would be: 1 made, {NUMBER - 1} as it was.")).to_be_visible(timeout=30_000)
    page.get_by_role("button", name="Import", exact=True).click()
    work()
    expect(page.get_by_text(f"So far: 1 made, {NUMBER - 1} as it was.")).to_be_visible(timeout=30_000)
    assert (ResourcePage.objects.filter(live=True).count(), FileVersion.objects.count()) == (NUMBER, NUMBER)

    visitor = new_page()
    visitor.goto(f"/library/old-talk-{NUMBER}/")
    expect(visitor.get_by_role("heading", level=1)).to_have_text(f"Old talk {NUMBER}")
    axe(visitor)
