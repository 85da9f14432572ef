"""All files of a collection as a ZIP file: what is in it, that it is made once, when it goes, who may have it."""

import io
import zipfile
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from cop.core.files.serving import private_storage
from cop.core.stored.choices import ArchiveState
from resources import kept_files
from resources.models import CollectionArchive, ResourceMonth
from resources.refusals import Reason, Refused
from resources.selectors import packing as selectors
from resources.services import packing
from resources.services.withdrawing import withdraw
from tests.factories.pages import restrict
from tests.factories.resources import ResourcePageFactory, make_collection, make_file, make_version, publisher

pytestmark = pytest.mark.django_db
PATH = "/library/collections/forum/"
FROM_US = {"headers": {"Sec-Fetch-Site": "same-origin"}}


@pytest.fixture
def resources():
    """Two with files, one of them with two; one in between without."""
    first, empty, last = (ResourcePageFactory(title=title) for title in ('Road/maps: "five" things?', "Empty", "Last"))
    make_file(first, content=b"one", title="Slides")
    make_file(first, content=b"two", title="Notes")
    make_file(last, content=b"three")
    return first, empty, last


@pytest.fixture
def collection(resources):
    return make_collection(*resources)


def ready(collection) -> CollectionArchive:
    """The file of the present state, made."""
    made = packing.ask_for_archive(collection=collection)
    packing.make(made.pk)
    made.refresh_from_db()
    return made


def content(answer) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def code(client, key) -> int:
    """What the address of a file answers."""
    answer = client.get(f"{PATH}zip/{key}/")
    if answer.streaming:
        list(answer.streaming_content)
    return answer.status_code


def refused(**kwargs) -> Reason:
    with pytest.raises(Refused) as caught:
        packing.ask_for_archive(**kwargs)
    return caught.value.reason


def test_visitor_asks_waits_and_fetches(client, collection, resources):
    assert "All 3 files as ZIP" in client.get(PATH).text
    assert "3 files" in client.get(f"{PATH}zip/").text

    asked = client.post(f"{PATH}zip/ask/", **FROM_US)
    waiting = client.get(asked.url)
    made = CollectionArchive.objects.get()
    packing.make(made.pk)
    page = client.get(asked.url)
    answer = client.get(f"{PATH}zip/{made.key}/")

    assert (asked.status_code, asked.url) == (302, f"{PATH}zip/")
    assert (waiting.headers["Refresh"], "0 of 3" in waiting.text) == (f"3; url={PATH}zip/", True)
    assert ("Refresh" in page.headers, f'href="{PATH}zip/{made.key}/"' in page.text) == (False, True)
    assert content(answer) == {
        "01 Road-maps - -five- things- - Slides.txt": b"one",
        "01 Road-maps - -five- things- - Notes.txt": b"two",
        "02 Last.txt": b"three",
    }
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="forum.zip"'
    assert not client.cookies
    counted = dict(ResourceMonth.objects.values_list("resource", "downloads"))
    assert counted == {resources[0].pk: 1, resources[2].pk: 1}


def test_all_who_ask_get_the_same_file_until_a_file_changes(collection, resources):
    first = ready(collection)

    assert packing.ask_for_archive(collection=collection).pk == first.pk
    make_version(resources[2].files.get())
    second = packing.ask_for_archive(collection=collection)
    assert packing.ask_for_archive(collection=collection).pk == second.pk

    first.refresh_from_db()
    assert (first.state, second.state, second.pk != first.pk) == (ArchiveState.REMOVED, ArchiveState.WAITING, True)


@pytest.mark.parametrize("change", ["restrict", "withdraw", "version", "hide"])
def test_file_of_an_earlier_state_goes_out_no_more(client, collection, resources, change):
    made = ready(collection)
    assert code(client, made.key) == 200

    if change == "restrict":
        restrict(resources[0])
    elif change == "withdraw":
        withdraw(resource=resources[0], actor=publisher(), reason="Wrong figures.")
    elif change == "version":
        make_version(resources[2].files.get())
    else:
        restrict(collection)

    assert code(client, made.key) == 404


def test_only_what_everybody_may_read_is_in_it_whoever_asks(collection, resources):
    restrict(resources[0])
    member = Client()
    member.force_login(publisher())

    member.post(f"{PATH}zip/ask/", **FROM_US)
    made = CollectionArchive.objects.get()
    packing.make(made.pk)

    assert content(member.get(f"{PATH}zip/{made.key}/")) == {"01 Last.txt": b"three"}


def test_state_that_is_over_before_the_worker_comes_is_not_made(collection, resources):
    made = packing.ask_for_archive(collection=collection)
    restrict(resources[0])

    assert packing.make(made.pk) is False
    made.refresh_from_db()
    assert made.state == ArchiveState.REMOVED


def test_hidden_collections_and_guessed_keys_are_not_found(client, collection):
    made = ready(collection)
    codes = [code(client, key) for key in ("00000000-0000-4000-8000-000000000000", made.key)]
    restrict(collection)

    assert codes == [404, 200]
    assert client.get(f"{PATH}zip/").status_code == 404
    assert client.post(f"{PATH}zip/ask/", **FROM_US).status_code == 404


def test_nothing_to_pack_and_too_much_are_said(client, collection, monkeypatch):
    bare = make_collection(ResourcePageFactory(), slug="bare")
    assert refused(collection=bare) == Reason.NOTHING_THERE
    assert "as ZIP" not in client.get("/library/collections/bare/").text
    assert "There are no files" in client.get("/library/collections/bare/zip/").text

    monkeypatch.setattr(selectors, "LARGEST", 10)
    assert refused(collection=collection) == Reason.TOO_LARGE
    assert "larger than 500 MB" in client.get(PATH).text
    assert "/zip/ask/" not in client.get(f"{PATH}zip/").text
    answer = client.post(f"{PATH}zip/ask/", **FROM_US)
    assert (answer.status_code, "larger than 500 MB" in answer.text) == (409, True)
    assert not CollectionArchive.objects.exists()


def test_other_sites_cannot_ask_and_nobody_too_often(client, collection, settings):
    settings.ACCOUNT_RATE_LIMITS = {}
    assert client.post(f"{PATH}zip/ask/", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert not CollectionArchive.objects.exists()

    answers = [client.post(f"{PATH}zip/ask/", **FROM_US) for _ in range(11)]

    assert [answer.status_code for answer in answers] == [302] * 10 + [429]
    assert "too often" in answers[-1].text
    assert CollectionArchive.objects.count() == 1


def test_file_stays_a_day_after_its_last_use(collection, django_capture_on_commit_callbacks):
    made = ready(collection)
    later = timezone.now() + timedelta(hours=20)
    packing.note_download(made, selectors.contents_of(collection), now=later)

    with django_capture_on_commit_callbacks(execute=True):
        assert packing.remove_expired(later + timedelta(hours=23, minutes=59)) == 0
    assert private_storage().exists(made.path)
    assert kept_files.named([made.path, "resources/archives/other.zip"]) == {made.path}
    with django_capture_on_commit_callbacks(execute=True):
        assert packing.remove_expired(later + timedelta(days=1)) == 1
    assert not private_storage().exists(made.path)
    assert kept_files.named([made.path]) == set()
    assert packing.ask_for_archive(collection=collection).pk != made.pk


def test_lost_and_failing_work_is_taken_up_thrice(client, collection, monkeypatch):
    made = packing.ask_for_archive(collection=collection)
    now = timezone.now()
    CollectionArchive.objects.update(
        state=ArchiveState.MAKING,
        claimed_until=now - timedelta(minutes=1),
        attempts=1,
        asked_at=now - timedelta(hours=1),
    )
    assert packing.sweep(now=now) == 1

    def broken(*args, **kwargs):
        raise OSError("The disk is full.")

    monkeypatch.setattr(type(private_storage()), "save", broken)
    assert [packing.make(made.pk) for _ in range(3)] == [False] * 3
    made.refresh_from_db()
    assert (made.state, made.attempts) == (ArchiveState.FAILED, 3)
    assert "could not be made" in client.get(f"{PATH}zip/").text
    monkeypatch.undo()
    assert ready(collection).state == ArchiveState.READY


def test_page_of_the_file_costs_the_same_with_one_and_many(client, django_assert_num_queries):
    for number in (1, 5):
        many = [ResourcePageFactory() for _ in range(number)]
        for each in many:
            make_file(each)
        make_collection(*many, slug=f"c{number}")
        client.get(f"/library/collections/c{number}/zip/")
        # The collection, what is in it, its files, the ZIP file of this state.
        with django_assert_num_queries(4):
            client.get(f"/library/collections/c{number}/zip/")
