"""What other rooms hand over to the library: one page each, its file with all its states, copied and judged again."""

import uuid
import zipfile
from datetime import date
from io import BytesIO

import pytest
from django.db import connection
from django.utils import timezone

from cop.core.extraction import cleaning
from cop.core.files.checking import FileProblem, FileRefused
from cop.core.files.serving import private_storage
from resources.models import FileVersion, ResourcePage
from resources.refusals import Reason, Refused
from resources.services.taking_in import FOLDER, Description, Offered, made_ready, take_in
from resources.services.withdrawing import withdraw
from tests.factories.documents import deck
from tests.factories.events import EventPageFactory
from tests.factories.resources import library, publisher

pytestmark = pytest.mark.django_db


def offered(content=b"Steel towns and skills.", name="steel.txt", **facts):
    """A state of a file as another room keeps it."""
    path = private_storage().save(f"offered/{uuid.uuid4()}.txt", BytesIO(content))
    facts = {"key": uuid.uuid4(), "created_at": timezone.now(), **facts}
    return Offered(path=path, name=name, size=len(content), **facts)


def description(**facts):
    facts = {
        "title": "Steel towns and skills",
        "summary": "What a pact holds.",
        "kind": "presentation",
        "date": date(2025, 6, 19),
        **facts,
    }
    return Description(**{"authors": [("Sample, Ana", "Sample Agency")], "licence": "cc-by-4.0", **facts})


def taken_in(*, offered, **facts):
    """As rooms call it: the bytes first, then the rows."""
    with made_ready(offered) as ready:
        return take_in(ready=ready, **facts)


@pytest.fixture
def new_files():
    """What has come to lie in the library's store since the test began."""

    def there():
        return set(private_storage().listdir(FOLDER)[1]) if private_storage().exists(FOLDER) else set()

    before = there()
    return lambda: there() - before


def refused(**facts):
    with pytest.raises(Refused) as caught:
        taken_in(**facts)
    return caught.value


def test_what_is_taken_in_is_a_published_resource_with_its_file(client):
    library()
    event = EventPageFactory()

    page = taken_in(description=description(origins=[event]), offered=[offered()], actor=None)

    found = ResourcePage.objects.get()
    assert (found.pk, found.live, found.slug, found.licence) == (page.pk, True, "steel-towns-and-skills", "cc-by-4.0")
    assert [(author.name, author.organisation) for author in found.authors.all()] == [("Sample, Ana", "Sample Agency")]
    assert [item.page_id for item in found.context_items.all()] == [event.pk]
    file = found.files.get()
    assert (file.title, file.current.number) == ("steel", 1)
    answer = client.get(f"/library/{found.slug}/files/{file.pk}/")
    assert b"".join(answer.streaming_content) == b"Steel towns and skills."


def test_file_stays_when_the_other_room_removes_its_own():
    library()
    source = offered()

    page = taken_in(description=description(), offered=[source], actor=None)
    private_storage().delete(source.path)

    with private_storage().open(page.files.get().current.path) as kept:
        assert kept.read() == b"Steel towns and skills."


def test_same_state_twice_is_one_version_and_a_new_one_follows_it():
    library()
    first, second = offered(), offered(b"Corrected.", what_changed="A figure.")

    page = taken_in(description=description(), offered=[first], actor=None)
    ResourcePage.objects.filter(pk=page.pk).update(title="As the editor calls it")
    for _twice in range(2):
        taken_in(description=description(), offered=[second], known=[first.key], resource=page, actor=None)

    file = page.files.get()
    assert [version.number for version in file.versions.order_by("number")] == [1, 2]
    assert (file.current.key, file.current.what_changed) == (second.key, "A figure.")
    assert ResourcePage.objects.get().title == "As the editor calls it"


def test_history_comes_along_without_what_is_lost_but_the_last_state_must_be_there():
    library()
    lost, good, last = offered(), offered(), offered(b"Last.")
    private_storage().delete(lost.path)

    page = taken_in(description=description(), offered=[lost, good, last], actor=None)

    assert {version.key for version in FileVersion.objects.all()} == {good.key, last.key}
    private_storage().delete(last.path)
    gone = offered()
    private_storage().delete(gone.path)
    assert refused(description=description(), offered=[gone], actor=None).reason == Reason.LOST
    assert list(ResourcePage.objects.all()) == [page]


def test_notes_and_comments_stay_behind_and_what_cannot_be_looked_through_does_too(monkeypatch):
    library()
    content = deck("Steel towns", notes="Say nothing of the budget")
    earlier = offered(content, "steel.pptx")

    page = taken_in(description=description(), offered=[earlier], actor=None)

    version = page.files.get().current
    with private_storage().open(version.path) as kept:
        copy = kept.read()
    assert (len(copy), version.name) == (version.size, "steel.pptx")
    with zipfile.ZipFile(BytesIO(copy)) as archive:
        assert not any(b"budget" in archive.read(name) for name in archive.namelist())

    monkeypatch.setattr("cop.core.extraction.cleaning._code", lambda *_anything: -9)
    assert refused(description=description(), offered=[offered(content, "b.pptx")], actor=None).reason == Reason.NOTES
    assert ResourcePage.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_files_are_looked_at_and_stored_before_anything_is_locked(monkeypatch):
    library()
    source, seen = offered(deck("Steel towns", notes="Say nothing of the budget"), "steel.pptx"), []
    run = cleaning._code

    def watched(*anything):
        seen.append(connection.in_atomic_block)
        return run(*anything)

    monkeypatch.setattr(cleaning, "_code", watched)
    taken_in(description=description(), offered=[source], actor=None)

    assert seen == [False]


def test_who_comes_second_leaves_neither_a_double_version_nor_its_file_behind(new_files):
    library()
    source = offered()

    with made_ready([source]) as slow:
        page = taken_in(description=description(), offered=[source], actor=None)
        again = take_in(description=description(), ready=slow, resource=page, actor=None)
        assert [stored.offered for stored in slow.stored] == [source]

    assert (again.pk, page.files.get().last_number) == (page.pk, 1)
    assert len(new_files()) == FileVersion.objects.count() == 1


def test_files_of_what_is_refused_in_the_end_are_removed(new_files):
    source = offered()

    assert refused(description=description(), offered=[source], actor=None).reason == Reason.NO_LIBRARY

    assert new_files() == set()


def test_infected_last_state_is_refused_in_words_and_nothing_is_made(monkeypatch):
    library()

    def scan(source):
        raise FileRefused(FileProblem.VIRUS)

    monkeypatch.setattr("cop.core.files.scanning.scan", scan)

    refusal = refused(description=description(), offered=[offered()], actor=None)

    assert (refusal.reason, str(refusal)) == (Reason.FILE, str(FileProblem.VIRUS.label))
    assert not ResourcePage.objects.exists()
    assert not FileVersion.objects.exists()


def test_two_works_with_one_title_have_two_addresses():
    library()

    pages = [
        taken_in(description=description(title=title), offered=[offered()], actor=None)
        for title in ("Pictures", "Pictures", "…")
    ]

    assert [page.slug for page in pages] == ["pictures-2", "pictures-3", "resource"]


def test_what_was_withdrawn_or_taken_off_is_not_brought_back():
    library()
    page = taken_in(description=description(), offered=[offered()], actor=None)
    withdraw(resource=page, actor=publisher(), reason="A figure was wrong.")

    assert refused(description=description(), offered=[offered()], resource=page, actor=None).reason == Reason.TAKEN_OFF


def test_without_a_library_there_is_a_word():
    assert refused(description=description(), offered=[offered()], actor=None).reason == Reason.NO_LIBRARY
