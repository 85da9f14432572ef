"""Rows of a sheet become resources: once, checked as the form checks them, and never over an editor's work."""

import unicodedata
import zipfile
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path

import pytest
import time_machine
from django.contrib.auth.models import Group, Permission
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import Workbook
from wagtail.models import GroupPagePermission

from cop.taxonomy.models import Region, Topic
from resources.models import FileVersion, GoodPracticePage, ImportedResource, ResourceFile, ResourcePage
from resources.refusals import Reason, Refused
from resources.services.files import add_version, remove_file
from resources.services.import_desk import desk_for
from resources.services.import_files import Files, Folder, Packed
from resources.services.import_rows import take
from resources.services.import_sheets import COLUMNS, PRACTICE_COLUMNS, read_sheet
from resources.services.import_values import COUNTRY_ALIASES
from resources.services.withdrawing import withdraw
from tests.factories.events import EventPageFactory
from tests.factories.groups import WorkingGroupFactory
from tests.factories.resources import editor, good_file, library, publisher
from tests.resources.sheets import as_csv, as_xlsx, packed, row, taken
from working_groups.choices import Visibility

pytestmark = pytest.mark.django_db

TEXT = b"Which indicators?"


def outcome(*rows, **facts):
    """Of the last row: what became of it, and the words with their columns."""
    result = taken(*rows, **facts)[-1]
    return result.outcome.value, result.words


def test_row_becomes_a_resource_with_all_its_parts():
    topic = Topic.objects.create(name="Steel", slug="steel")
    event = EventPageFactory(slug="forum-2023")
    group = WorkingGroupFactory(page__slug="steel-group")
    full = row(
        abstract="First words.\n\nMore.", authors="Sample, Ana (Agency); (Body of Samples); Muster, B.",
        languages="en; German", topics="STEEL", criteria="2, 4", regions="es21; Poland; GR",
        event="https://site.example/events/forum-2023/", group="steel-group", licence="CC BY 4.0",
        doi="https://doi.org/10.2791/53569", isbn="978-3-16-148410-0", link="https://a.example/x https://b.example/",
        file="Talk.PDF.txt", file_title="Slides", publisher="Samples",
    )  # fmt: skip

    result = taken(full, files={"talks/Talk.PDF.txt": TEXT})[0]

    assert (result.words, result.outcome) == ([], "made")
    page = ResourcePage.objects.get()
    assert (page.live, page.slug) == (True, "steel-towns")
    assert (page.kind, page.date, page.date_precision) == ("presentation", date(2023, 6, 1), "month")
    assert (page.summary, page.abstract, page.licence) == ("First words.", "First words.\n\nMore.", "cc-by-4.0")
    assert (page.languages, page.criteria, page.doi, page.isbn) == (
        ["de", "en"],
        [2, 4],
        "10.2791/53569",
        "9783161484100",
    )
    assert [(each.name, each.organisation) for each in page.authors.all()] == [
        ("Sample, Ana", "Agency"), ("", "Body of Samples"), ("Muster, B.", ""),
    ]  # fmt: skip
    assert list(page.topics.all()) == [topic]
    assert [each.region_id for each in page.region_items.all()] == ["ES21", "PL", "EL"]
    assert [each.page_id for each in page.context_items.all()] == [event.pk, group.page.pk]
    assert [each.url for each in page.links.all()] == ["https://a.example/x", "https://b.example/"]
    assert [(each.title, each.current.name) for each in page.files.all()] == [("Slides", "Talk-PDF.txt")]
    assert page.owner == publisher()


def test_draft_is_made_where_nothing_says_publish_and_a_practice_where_the_kind_says_so():
    taken(row(publish=""), row(key="old-2", kind="good practice", publish="No"))

    assert list(ResourcePage.objects.order_by("pk").values_list("live", "slug")) == [
        (False, "steel-towns"), (False, "steel-towns-2"),
    ]  # fmt: skip
    assert GoodPracticePage.objects.get().kind == "good-practice"


@pytest.mark.parametrize(
    ("cells", "column", "words"),
    [
        ({"key": ""}, "key", "Give every row a key of its own."),
        ({"key": "x" * 101}, "key", "A key is one line of at most 100 characters."),
        ({"kind": "poem"}, "kind", "Write one of these: Presentation, Publication"),
        ({"title": ""}, "title", "This field is required."),
        ({"title": "x" * 256}, "title", "at most 255 characters"),
        ({"abstract": "x" * 5001}, "abstract", "at most 5000 characters"),
        ({"date": "15 Foo 2023"}, "date", "Write it as 2023, 2023-06, 06/2023"),
        ({"date": "31/31/2023"}, "date", "Write it as 2023, 2023-06, 06/2023"),
        ({"date": "03/04/2023"}, "date", "can be read in two ways. Write 2023-04-03 or 2023-03-04."),
        ({"date": "2023-02-30"}, "date", "Write it as 2023, 2023-06, 06/2023"),
        ({"date": "2023-13"}, "date", "Write it as 2023, 2023-06, 06/2023"),
        ({"date": ""}, "date", "Write it as 2023, 2023-06, 06/2023"),
        ({"languages": "en; Klingon"}, "languages", "“Klingon” is no language of the list."),
        ({"topics": "Nothing such"}, "topics", "“Nothing such” is no topic of this site."),
        ({"criteria": "8"}, "criteria", "“8” is no criterion: 1 to 7."),
        ({"regions": "XX99"}, "regions", "“XX99” is neither a NUTS code nor a country."),
        ({"event": "none"}, "event", "There is no one event with the address or title “none”."),
        ({"group": "none"}, "group", "There is no one working group with the address or title “none”."),
        ({"licence": "mine"}, "licence", "Write CC BY 4.0"),
        ({"doi": "nonsense"}, "doi", "This is no DOI."),
        ({"isbn": "12"}, "isbn", "This is no ISBN"),
        ({"link": "javascript:alert(1)"}, "link", "Enter a valid URL"),
        ({"authors": "x" * 151}, "authors", "at most 150"),
        ({"authors": "Sample, Ana, Muster, Bruno"}, "authors", "looks like several. Write semicolons"),
        ({"lessons": "Start early."}, "lessons", "Only a good practice has this. Empty the cell, or write “Good"),
        ({"kind": "Good practice", "cost": "x" * 2001}, "cost", "at most 2000 characters"),
        ({"bring_back": "perhaps"}, "bring_back", "Write yes or no."),
        ({"file": "talk.pdf"}, "file", "No files came with the sheet"),
        ({"file_title": "x" * 151}, "file_title", "at most 150 characters"),
        ({"publish": "perhaps"}, "publish", "Write yes or no."),
    ],
)
def test_bad_cell_is_named_and_the_other_rows_are_taken(cells, column, words):
    good, bad = taken(row(key="good"), row(key="bad", **cells) if "key" not in cells else row(**cells))

    assert (good.outcome, bad.outcome, bad.row.number) == ("made", "refused", 3)
    assert [name for name, text in bad.words] == [column]
    assert words in bad.words[0][1]
    assert ResourcePage.objects.count() == 1


def test_all_that_is_wrong_with_a_row_is_said_at_once():
    assert [name for name, _text in outcome(row(kind="x", date="x", doi="x", file="x"), files={})[1]] == [
        "kind", "date", "file",
    ]  # fmt: skip


def test_key_twice_in_a_sheet_is_taken_once():
    assert outcome(row(), row(key="OLD-1")) == ("refused", [("key", "Row 2 has the same key.")])


def librarian():
    """An editor who may publish in the library, and nowhere else."""
    user = editor()
    group = Group.objects.create(name="Librarians")
    for action in ("add_page", "change_page", "publish_page"):
        permission = Permission.objects.get(content_type__app_label="wagtailcore", codename=action)
        GroupPagePermission.objects.create(group=group, page=library(), permission=permission)
    user.groups.add(group)
    return user


def test_hidden_group_that_the_editor_may_not_know_is_not_there():
    WorkingGroupFactory(page__slug="secret", visibility=Visibility.HIDDEN)
    person = librarian()

    assert outcome(row(group="secret"), actor=person)[0] == "refused"
    assert outcome(row(), actor=person)[0] == "made"
    assert outcome(row(group="secret"))[0] == "changed"


def test_english_names_of_countries_are_countries():
    assert set(COUNTRY_ALIASES.values()) <= set(Region.objects.countries().values_list("code", flat=True))


def test_only_who_may_publish_in_the_library_imports():
    library()
    with pytest.raises(Refused) as caught:
        taken(row(), actor=editor())
    assert caught.value.reason == Reason.NO_IMPORT


# Again


def test_second_run_changes_nothing_and_makes_nothing():
    files = {"talk.txt": TEXT}
    taken(row(file="talk.txt"), files=files)
    before = (ResourcePage.objects.get().latest_revision_id, FileVersion.objects.count())

    # Other order of columns, one more that is empty.
    again = dict(reversed([*row(file="talk.txt").items(), ("isbn", "")]))
    assert outcome(again, files=files) == ("same", [])
    assert outcome(row(file="talk.txt")) == ("same", [])
    assert (ResourcePage.objects.get().latest_revision_id, FileVersion.objects.count()) == before


def test_changed_row_is_a_new_revision_of_the_same_page_and_the_same_file_no_new_version():
    taken(row(file="talk.txt", publisher="Ours"), files={"talk.txt": TEXT})
    before = ResourcePage.objects.get().revisions.count()

    assert outcome(row(file="talk.txt", title="Steel towns II"), files={"talk.txt": TEXT}) == ("changed", [])

    page = ResourcePage.objects.get()
    # What the sheet does not name stays.
    assert (page.title, page.slug, page.publisher) == ("Steel towns II", "steel-towns", "Ours")
    assert page.revisions.count() == before + 1
    assert FileVersion.objects.count() == 1


def test_changed_file_is_a_new_version():
    taken(row(file="talk.txt", file_title="Slides"), files={"talk.txt": TEXT})

    assert outcome(row(file="talk.txt", file_title="Deck"), files={"talk.txt": b"New."}) == ("changed", [])
    assert list(ResourceFile.objects.values_list("title", "last_number")) == [("Deck", 2)]


def test_change_that_is_not_to_be_published_waits_in_the_draft():
    taken(row())

    assert outcome(row(title="New", publish="no")) == (
        "changed", [("publish", "The page stays published; the change waits in its draft.")],
    )  # fmt: skip
    page = ResourcePage.objects.get()
    assert (page.live, page.title, page.get_latest_revision_as_object().title) == (True, "Steel towns", "New")


def edit(page):
    page.title = "An editor's"
    page.save_revision(user=publisher()).publish()


def lock(page):
    page.locked, page.locked_by = True, editor()
    page.save()


@pytest.mark.parametrize(
    ("act", "words"),
    [
        (edit, "An editor has changed this page since; it is left as it is."),
        (lambda page: page.unpublish(), "An editor has changed this page since; it is left as it is."),
        (lambda page: withdraw(resource=page, actor=publisher(), reason="Wrong."), "An editor has changed this page"),
        (lock, "This page is locked"),
    ],
)
def test_what_an_editor_has_changed_since_is_left_alone_and_that_is_said(act, words):
    taken(row())
    act(ResourcePage.objects.get())
    before = ResourcePage.objects.values().get()

    result, said = outcome(row(title="From the sheet"))

    assert (result, ResourcePage.objects.values().get()) == ("left", before)
    assert words in said[0][1]


@pytest.mark.parametrize("act", ["version", "remove"])
def test_file_that_an_editor_has_changed_since_is_left_alone(act):
    taken(row(file="talk.txt"), files={"talk.txt": TEXT})
    file = ResourceFile.objects.get()
    if act == "version":
        add_version(file=file, actor=publisher(), content=good_file(b"Editor's."))
    else:
        remove_file(file=file, actor=publisher())

    assert outcome(row(file="talk.txt"), files={"talk.txt": b"Third."})[0] == "left"
    assert outcome(row(title="Other words", file="talk.txt"), files={"talk.txt": TEXT})[0] == "changed"


def test_what_an_editor_has_deleted_stays_so_until_the_sheet_wants_it_back():
    taken(row(file="talk.txt"), files={"talk.txt": TEXT})
    with time_machine.travel(datetime(2026, 11, 3, 12, tzinfo=UTC), tick=False):
        ResourcePage.objects.get().delete(user=publisher())

    words = "Deleted on 3 November 2026, and left so. To have it made again, write “yes” under “Bring back”."
    # Whatever else the row says now, with its file or without.
    for again in (row(file="talk.txt"), row(title="New", doi="x"), row(bring_back="no")):
        assert outcome(again, files={"talk.txt": TEXT}) == ("left", [("", words)])
        assert outcome(again, rehearsal=True) == ("left", [("", words)])
    assert not ResourcePage.objects.exists()

    back = row(file="talk.txt", bring_back="Yes")
    assert outcome(back, files={"talk.txt": TEXT}, rehearsal=True)[0] == "made"
    assert outcome(back, files={"talk.txt": TEXT}) == ("made", [])
    page = ResourcePage.objects.get()
    assert (page.live, page.slug, page.files.get().current.name) == (True, "steel-towns", "talk.txt")
    assert ImportedResource.objects.get().resource_id == page.pk
    # The word is no part of what the row says.
    assert outcome(back, files={"talk.txt": TEXT})[0] == "same"
    assert outcome(row(file="talk.txt"), files={"talk.txt": TEXT})[0] == "same"


def test_brought_back_resource_needs_its_file_again():
    taken(row(file="talk.txt"), files={"talk.txt": TEXT})
    ResourcePage.objects.get().delete()

    refused = outcome(row(file="talk.txt", bring_back="yes"))

    assert (refused[0], refused[1][0][0]) == ("refused", "file")


def test_practice_is_told_with_all_its_parts_and_changed_by_them():
    told = {name: f"{name}, told." for name in PRACTICE_COLUMNS}
    taken(row(kind="Good practice", **told))

    page = GoodPracticePage.objects.get()
    assert {name: getattr(page, name) for name in PRACTICE_COLUMNS} == told
    # A column that is not there leaves what there is; an empty cell empties.
    assert outcome({**row(kind="Good practice"), "cost": "", "lessons": "Later."})[0] == "changed"
    page.refresh_from_db()
    assert (page.cost, page.lessons, page.challenge) == ("", "Later.", "challenge, told.")


def test_empty_cells_of_practices_are_no_mistake_in_rows_of_another_kind():
    assert outcome(row(**dict.fromkeys(PRACTICE_COLUMNS, ""))) == ("made", [])


@pytest.mark.parametrize(
    ("text", "day", "precision"),
    [
        ("2019", date(2019, 1, 1), "year"),
        ("06/2019", date(2019, 6, 1), "month"),
        ("6.2019", date(2019, 6, 1), "month"),
        ("2019/06", date(2019, 6, 1), "month"),
        ("June 2019", date(2019, 6, 1), "month"),
        ("Sept. 2019", date(2019, 9, 1), "month"),
        ("15.06.2019", date(2019, 6, 15), "day"),
        ("1. 2. 2019", date(2019, 2, 1), "day"),
        ("15/06/2019", date(2019, 6, 15), "day"),
        ("06/15/2019", date(2019, 6, 15), "day"),
        ("05/05/2019", date(2019, 5, 5), "day"),
        ("28 NOVEMBER 2019", date(2019, 11, 28), "day"),
    ],
)
def test_dates_are_read_as_people_write_them(text, day, precision):
    assert outcome(row(date=text)) == ("made", [])
    assert ResourcePage.objects.values_list("date", "date_precision").get() == (day, precision)


def test_month_that_a_spreadsheet_made_a_day_of_is_a_month():
    book = Workbook()
    book.active.append(["Key", "Kind", "Title", "Date"])
    forms = ("mmm\\-yy", "mm/yyyy", '[$-409]"dated" yyyy', "yyyy-mm-dd", "dd/mm/yyyy")
    for number, form in enumerate(forms):
        book.active.append([str(number), "Study", "T", datetime(2019, 6, 1)])
        book.active.cell(number + 2, 4).number_format = form
    out = BytesIO()
    book.save(out)

    found = [each.text("date") for each in read_sheet(out.getvalue()).rows]

    assert found == ["2019-06", "2019-06", "2019-06", "2019-06-01", "2019-06-01"]


def test_same_doi_is_the_same_work():
    taken(row(doi="10.2791/ABC"))
    rows = [
        row(key="b", doi="https://doi.org/10.2791/abc"),
        row(key="c", doi="10.2791/new"),
        row(key="d", doi="10.2791/NEW"),
    ]

    for rehearsal in (True, False):
        second, third, fourth = taken(*rows, rehearsal=rehearsal)
        assert (second.outcome, third.outcome, fourth.outcome) == ("refused", "made", "refused")
        assert second.words == [("doi", "The library has this DOI already: “Steel towns”.")]
        assert fourth.words == [("doi", "Row 3 has the same DOI.")]
    # Its own is not somebody else's.
    assert outcome(row(doi="10.2791/abc", title="New"))[0] == "changed"


def test_same_title_is_said_and_does_not_hold_up():
    taken(row())

    first, second, third = taken(row(key="b"), row(key="c", title="Other"), row(key="d", title="OTHER"))

    assert [each.outcome for each in (first, second, third)] == ["made", "made", "made"]
    assert first.words == [("title", "The library has a resource of this title. Is it the same work?")]
    assert (second.words, third.words) == ([], [("title", "Row 3 has the same title. Is it the same work?")])


def test_events_and_groups_are_found_by_title():
    event = EventPageFactory(slug="forum-2023", title="S3 Forum 2023")
    group = WorkingGroupFactory(page__slug="steel-group", page__title="Steel regions")
    for number in range(2):
        EventPageFactory(slug=f"twice-{number}", title="Twice")

    assert outcome(row(event="s3  forum 2023", group="Steel Regions")) == ("made", [])
    assert [each.page_id for each in ResourcePage.objects.get().context_items.all()] == [event.pk, group.page.pk]
    assert outcome(row(key="b", event="Twice"))[0] == "refused"


def test_practice_cannot_become_another_kind():
    taken(row())
    assert outcome(row(kind="Good practice"))[0] == "refused"
    assert outcome(row(kind="Study"))[0] == "changed"


def test_rehearsal_says_the_same_and_writes_nothing():
    taken(row(key="a"), row(key="b"))
    rows = [row(key="a"), row(key="b", title="New"), row(key="c"), row(key="d", doi="x")]

    results = taken(*rows, rehearsal=True)
    assert [each.outcome.value for each in results] == ["same", "changed", "made", "refused"]
    assert (ResourcePage.objects.count(), ResourcePage.objects.filter(title="New").count()) == (2, 0)
    assert [each.outcome.value for each in taken(*rows)] == ["same", "changed", "made", "refused"]


def test_statements_of_a_row_do_not_grow_with_the_rows_before_it():
    def statements(first: int, number: int) -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            taken(*(row(key=f"k{n}", title=f"Title {n}") for n in range(first, first + number)))
        return len(queries)

    statements(0, 1)
    one, three, five = statements(10, 1), statements(20, 3), statements(30, 5)
    assert five - three == three - one


# Sheets


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "latin-1"])
def test_sheets_of_every_spreadsheet_are_read(delimiter, encoding):
    content = as_csv(row(title="Zürich; Málaga, both"), delimiter=delimiter, encoding=encoding)
    [found] = read_sheet(content).rows
    assert (found.number, found.text("title"), found.text("key")) == (2, "Zürich; Málaga, both", "old-1")


def test_headings_in_any_order_and_capitals_and_cells_that_are_no_text():
    sheet = read_sheet(
        as_xlsx([], ["DATE", " File  Title", "kind", "Odd", "IDENTIFIER", "title"],
                [date(2023, 6, 15), None, "Study", "x", 7.0, "=1+1"], [], [2023, None, "Study", None, 8, True])
    )  # fmt: skip
    assert [(each.number, each.text("date"), each.text("key")) for each in sheet.rows] == [
        (3, "2023-06-15", "7"), (5, "2023", "8"),
    ]  # fmt: skip
    assert sheet.unknown == ["Odd"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "The sheet is empty."),
        (b"key,kind,title,date\n", "no row below"),
        (b"Ana,Bruno\n1,2\n", "missing: Key, Kind, Title, Date."),
        (b"key,kind,title,date,ID\n1,2,3,4,5\n", "The column “Key” is there twice."),
        (b"PK\x03\x04 nonsense", "cannot be read"),
        (b"\x89PNG\0\0", "neither a sheet"),
        (b"key,kind,title,date\n" + b'"' + b"x" * 200_000, "cannot be read"),
        (b"key,kind,title,date\n" + b"1,2,3,4\n" * 2001, "more than"),
        (b"x" * 5_000_001, "larger than 5 MB"),
    ],
)
def test_what_is_no_sheet_is_said(content, words):
    with pytest.raises(Refused, match=words) as caught:
        read_sheet(content)
    assert caught.value.reason == Reason.SHEET


def test_sheet_that_unpacks_to_very_much_is_refused():
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/sharedStrings.xml", b"0" * 21_000_000)
    with pytest.raises(Refused, match="too large"):
        read_sheet(out.getvalue())


def test_template_names_every_column_once():
    names = [each for column in COLUMNS for each in (column.heading.casefold(), *column.others)]
    assert len(names) == len(set(names))


# Files


def found(files, name):
    return Files(Packed(BytesIO(packed(files)))).find(name)


def test_files_are_found_by_path_by_name_and_in_other_capitals():
    files = {"a/talk.pdf": b"1", "b/Other.pdf": b"2", "__MACOSX/a/._talk.pdf": b"3"}
    assert found(files, "a\\talk.pdf").path == found(files, "talk.pdf").path == "a/talk.pdf"
    assert found(files, "other.PDF").note == "Taken: b/Other.pdf, which is written differently."
    assert found(files, "talk").path == "a/talk.pdf"


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("says_so", [True, False])
def test_files_with_umlauts_are_found_whoever_packed_them(form, says_so):
    name = unicodedata.normalize(form, "Größe der Städte.pdf")
    if says_so:
        content = packed({f"Vorträge/{name}": TEXT})
    else:
        # As Macs do: UTF-8 without the mark that says so.
        raw = f"Vorträge/{name}".encode()
        content = packed({"x" * len(raw): TEXT}).replace(b"x" * len(raw), raw)
    files = Files(Packed(BytesIO(content)))

    for wanted in ("Größe der Städte.pdf", unicodedata.normalize("NFD", "vorträge/größe_der_städte.PDF")):
        path = files.find(wanted).path
        with files.opened(path) as (copy, _size, _digest):
            assert copy.read() == TEXT
    assert files.find("Größe der Städte.pdf").note == ""


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ({"b.pdf": b""}, "“talk.pdf” is not among the files."),
        ({"a/talk.pdf": b"1", "b/talk.pdf": b"2"}, "There are several: a/talk.pdf, b/talk.pdf."),
        ({"TALK.pdf": b"1", "Talk.pdf": b"2"}, "There are several: TALK.pdf, Talk.pdf."),
    ],
)
def test_file_that_is_not_there_or_twice_is_said(files, words):
    assert outcome(row(file="talk.pdf"), files=files)[1][0][0] == "file"
    with pytest.raises(Refused, match=words.replace("(", r"\(")):
        found(files, "talk.pdf")


@pytest.mark.parametrize("name", ["../talk.pdf", "/etc/passwd", "C:\\talk.pdf", "a/../../talk.pdf"])
def test_zip_that_leads_outside_is_refused(name):
    with pytest.raises(Refused, match="leads out of it"):
        Packed(BytesIO(packed({name: b"x"})))


def test_bomb_locked_and_damaged_zips_are_refused():
    with pytest.raises(Refused, match="far more than it should"):
        Packed(BytesIO(packed({"big.txt": b"0" * 30_000_000})))
    with pytest.raises(Refused, match="no ZIP file"):
        Packed(BytesIO(b"nonsense"))
    locked = packed({"talk.txt": b"x"}).replace(
        b"PK\x01\x02\x14\x03\x14\x00\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01\x00"
    )
    with pytest.raises(Refused, match="password"):
        Packed(BytesIO(locked))


def test_damaged_entry_is_said_with_its_row():
    whole = packed({"talk.txt": TEXT * 50})
    broken = bytearray(whole)
    broken[40:50] = b"\xff" * 10
    library()
    desk = desk_for(actor=publisher(), content=as_csv(row(file="talk.txt")), source=Packed(BytesIO(bytes(broken))))
    result = take(desk.sheet.rows[0], desk)
    assert (result.outcome, result.words[0][1]) == ("refused", "The file cannot be unpacked: it is damaged.")


def test_file_that_the_door_refuses_is_said_and_no_page_is_made():
    result, words = outcome(row(file="talk.pdf"), files={"talk.pdf": b"<html>no</html>"})
    assert (result, words[0][0], ResourcePage.objects.count()) == ("refused", "file", 0)


def test_links_out_of_a_folder_are_not_followed(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_bytes(b"x")
    inside = tmp_path / "files"
    (inside / "sub").mkdir(parents=True)
    (inside / "link.txt").symlink_to(secret)
    (inside / "sub" / "talk.txt").write_bytes(TEXT)
    assert Folder(inside).paths == ["sub/talk.txt"]


# The command


@pytest.fixture
def folder(tmp_path) -> Path:
    library()
    publisher()
    (tmp_path / "talk.txt").write_bytes(TEXT)
    (tmp_path / "old.csv").write_bytes(as_csv(row(file="talk.txt"), row(key="b", odd="x", doi="nonsense")))
    return tmp_path


def test_command_tells_each_refused_row_and_how_many_there_are(folder, capsys):
    def run(*more):
        with pytest.raises(CommandError, match="Some rows were refused"):
            call_command("import_resources", str(folder / "old.csv"), "--files", str(folder), *more)
        return capsys.readouterr()

    assert "Would be: 1 made, 0 changed, 0 as it was, 0 left alone, 1 refused." in run("--dry-run").out
    assert not ResourcePage.objects.exists()
    said = run()
    assert "Row 3, refused: DOI: This is no DOI." in said.out
    assert "“odd” is not known" in said.err
    assert "0 made, 0 changed, 1 as it was, 0 left alone, 1 refused." in run("--by", publisher().email).out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["missing.csv"], "No such file"),
        (["old.csv", "--files", "old.csv"], "no ZIP file"),
        (["old.csv", "--by", "nobody@x.example"], "no such account"),
    ],
)
def test_command_says_what_it_cannot_do(folder, monkeypatch, arguments, words):
    monkeypatch.chdir(folder)
    with pytest.raises(CommandError, match=words):
        call_command("import_resources", *arguments)
