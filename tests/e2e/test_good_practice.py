"""A member proposes a good practice, an editor checks it, a moderator validates it, and it is in the library."""

import re

import pytest
from playwright.sync_api import Page, expect

from resources.services.validation_setup import set_up
from tests.factories.members import UserFactory
from tests.factories.practices import checker, content, validator
from tests.factories.resources import library

pytestmark = pytest.mark.django_db(transaction=True)
ADDRESS = "ana@agency.example"


@pytest.fixture
def author(server):
    library()
    set_up()
    return UserFactory(name="Ana Sample", email=ADDRESS)


@pytest.fixture
def editor(author, settings):
    settings.STAFF_NEEDS_SECOND_FACTOR = False
    return checker(email="edda@secretariat.example")


@pytest.fixture
def moderator(editor):
    return validator(email="mona@secretariat.example")


def decide(page: Page, address: str, button: str) -> None:
    page.goto(address, timeout=60_000)
    page.get_by_role("button", name="More actions").first.click()
    page.get_by_role("button", name=button, exact=True).click()


@pytest.mark.parametrize("javascript", [True, False], ids=["scripts", "no scripts"])
def test_a_member_proposes_two_people_look_at_it_and_it_is_in_the_library(
    new_page, log_in, axe, letters_to, author, editor, moderator, javascript
):
    check = axe if javascript else lambda _page: None
    whole = content()
    mine = new_page(javascript=javascript)
    log_in(mine, author)
    mine.goto("/library/")
    mine.get_by_role("link", name="Propose a good practice").first.click()
    expect(mine.get_by_role("heading", name="Propose a good practice", level=1)).to_be_visible()
    check(mine)
    mine.get_by_label("Title").fill(whole.title)
    mine.get_by_role("button", name="Save draft").click()
    expect(mine.get_by_text("Your draft is saved. Only you see it.")).to_be_visible()
    mine.get_by_role("button", name="Send to the secretariat").click()
    expect(mine.get_by_text("Saved as a draft, not sent yet")).to_be_visible()
    check(mine)
    for label, text in (
        ("Summary", whole.summary),
        ("Organisation", whole.organisation),
        ("The challenge", whole.challenge),
        ("What was done", whole.what_was_done),
        ("Evidence of results", whole.evidence),
        ("Lessons", whole.lessons),
        ("Whom to ask", whole.contact),
    ):
        mine.get_by_label(re.compile(f"^{label}")).fill(text)
    mine.locator("#id_region_1").select_option("ES61")
    mine.locator("#id_files").set_input_files(
        {"name": "report.txt", "mimeType": "text/plain", "buffer": b"Four brokers, 600 firms."}
    )
    mine.get_by_text("I agree that this text and its files are published").click()
    mine.get_by_role("button", name="Send to the secretariat").click()
    expect(mine.get_by_text("Sent: waits for the check").first).to_be_visible()
    check(mine)
    expect(mine.get_by_role("link", name="report")).to_be_visible()
    number = re.search(r"/propose/(\d+)/", mine.url).group(1)

    [letter] = letters_to(editor.email)
    assert letter.subject == f"Check: {whole.title}"
    edit = re.search(r"/admin/pages/\d+/edit/", letter.body).group()
    desk = new_page()
    log_in(desk, editor)
    desk.goto("/admin/", timeout=60_000)
    expect(desk.get_by_role("link", name="1 good practice to review")).to_be_visible()
    decide(desk, edit, "Approve")
    expect(desk.get_by_text("good practice to review")).to_have_count(0)

    mine.reload()
    expect(mine.get_by_text("Checked: waits for validation").first).to_be_visible()
    table = new_page()
    log_in(table, moderator)
    decide(table, edit, "Approve and Publish")
    expect(table.get_by_text("good practice to review")).to_have_count(0)

    mine.goto("/my/")
    expect(mine.get_by_text("Published")).to_be_visible()
    check(mine)
    mine.goto(f"/library/propose/{number}/")
    check(mine)
    mine.get_by_role("link", name="See it in the library").click()
    expect(mine.get_by_text("Validated by two people of the secretariat on")).to_be_visible()
    expect(mine.get_by_text("CANARY-CONTACT@sample.example")).to_be_visible()
    check(mine)
    assert [each.subject for each in letters_to(ADDRESS)] == [
        f"We have your good practice: {whole.title}",
        f"In the library: {whole.title}",
    ]

    visitor = new_page(javascript=javascript)
    visitor.goto("/library/?kind=good-practice")
    visitor.get_by_role("link", name=whole.title).click()
    expect(visitor.get_by_text("Members of the community see who answers questions")).to_be_visible()
    expect(visitor.get_by_text("CANARY-CONTACT")).to_have_count(0)
