"""Old material in the admin: a sheet is sent, looked at, taken in; the report, the template, who may."""

import csv

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from resources.models import ImportRun, ResourcePage
from resources.services.import_sheets import read_sheet
from tests.factories.resources import editor, library, publisher
from tests.resources.sheets import as_csv, begun, packed, row

pytestmark = pytest.mark.django_db
INDEX = "imports:index"


@pytest.fixture
def desk(client):
    library()
    client.force_login(publisher())
    return client


def sent(client, content, files=None):
    data = {"sheet": SimpleUploadedFile("old.csv", content)}
    if files is not None:
        data["packed"] = SimpleUploadedFile("old.zip", files)
    return client.post(reverse(INDEX), data)


def test_sheet_is_sent_looked_at_and_taken_in(desk, run_tasks):
    content = as_csv(row(file="talk.txt", odd="x"), row(key="b", title="=cmd()", doi="x"))
    answer = sent(desk, content, packed({"talk.txt": b"Which indicators?"}))
    address = reverse("imports:run", args=[ImportRun.objects.get().pk])
    assert answer.url == address
    waiting = desk.get(address).text
    assert ("Being looked at" in waiting, "0 of 2 rows" in waiting, "Refresh" in waiting) == (True, True, True)

    run_tasks()
    looked = desk.get(address).text
    assert "Would be: 1 made, 1 refused." in " ".join(looked.split())
    assert "<strong>DOI</strong>: This is no DOI." in looked
    assert ("left out: odd" in looked, ResourcePage.objects.count()) == (True, 0)

    assert desk.post(address, {"import": ""}).url == address
    run_tasks()
    done = desk.get(address).text
    assert "So far: 1 made, 1 refused." in " ".join(done.split())
    assert (reverse("wagtailadmin_pages:edit", args=[ResourcePage.objects.get().pk]) in done) is True
    assert 'name="import"' not in done

    report = b"".join(desk.get(reverse("imports:report", args=[ImportRun.objects.get().pk]))).decode("utf-8-sig")
    lines = list(csv.reader(report.splitlines()))
    assert [line[:4] for line in lines[1:]] == [
        ["2", "old-1", "Steel towns", "made"], ["3", "b", "'=cmd()", "refused"],
    ]  # fmt: skip

    assert desk.post(address, {"forget": ""}).url == reverse(INDEX)
    assert (desk.get(address).status_code, ResourcePage.objects.count()) == (404, 1)


def test_what_is_wrong_as_a_whole_stands_beside_its_field(desk):
    assert "missing: Key, Kind, Title, Date." in sent(desk, b"a,b\n1,2\n").text
    assert "no ZIP file" in sent(desk, as_csv(row()), b"nonsense").text
    assert "Choose a sheet." in desk.post(reverse(INDEX)).text
    assert not ImportRun.objects.exists()


def test_second_press_of_import_is_said(desk, run_tasks):
    run = begun(row())
    assert "This sheet is not waiting" in desk.post(reverse("imports:run", args=[run.pk]), follow=True).text


def test_sheet_with_nothing_to_take_in_offers_no_import(desk, run_tasks):
    run = begun(row(doi="x"))
    run_tasks()
    assert 'name="import"' not in desk.get(reverse("imports:run", args=[run.pk])).text


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_template_is_a_sheet_that_is_read(desk, kind):
    content = b"".join(desk.get(reverse("imports:template", args=[kind])))
    sheet = read_sheet(content)
    assert (sheet.unknown, sheet.rows[0].text("kind")) == ([], "Presentation")


def test_editor_without_the_right_to_publish_does_not_see_it(client):
    library()
    client.force_login(editor())
    run = begun(row())
    assert reverse(INDEX) not in client.get(reverse("wagtailadmin_home")).text
    for address in (reverse(INDEX), reverse("imports:run", args=[run.pk])):
        assert client.get(address).url == reverse("wagtailadmin_home")
        assert client.post(address).url == reverse("wagtailadmin_home")


def test_statements_of_the_report_do_not_grow_with_its_rows(desk, run_tasks):
    counts = []
    for number in (1, 3):
        run = begun(*(row(key=f"{number} {each}", title=f"Title {each}") for each in range(number)))
        run_tasks()
        with CaptureQueriesContext(connection) as queries:
            desk.get(reverse("imports:run", args=[run.pk]))
        counts.append(len(queries))
    assert counts[0] == counts[1]
