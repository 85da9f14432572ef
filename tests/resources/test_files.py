"""Files of resources: what editors do with them, who gets them, and what bad ones come to."""

import uuid
import zipfile
from contextlib import contextmanager
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cop.core.files.orphans import sweep as sweep_orphans
from cop.core.files.serving import private_storage
from cop.core.stored.choices import ReadingState
from resources.models import FileText, FileVersion, ResourceFile
from resources.refusals import Reason, Refused
from resources.services import reading
from resources.services.files import (
    MOST_FILES,
    add_file,
    add_version,
    change_file,
    checked,
    move_file,
    paths_of,
    remove_file,
)
from tests.factories.documents import deck, pdf, picture
from tests.factories.members import UserFactory
from tests.factories.pages import restrict
from tests.factories.resources import ResourcePageFactory, editor, good_file, make_file, make_version, publisher

pytestmark = pytest.mark.django_db


@contextmanager
def refused(reason):
    with pytest.raises(Refused) as caught:
        yield
    assert caught.value.reason == reason


@pytest.fixture
def resource():
    return ResourcePageFactory(slug="it", title="Roadmaps")


@pytest.fixture(scope="session")
def slides():
    """Made once: drawing and reading take a second."""
    return pdf("Alpha", "Basalt on two", "Gamma")


def whole(answer) -> bytes:
    """What was served, and the file closed."""
    content = b"".join(answer.streaming_content)
    for close in answer._resource_closers:
        close()
    return content


def fetched(client, address):
    """The answer, with its file closed."""
    answer = client.get(address)
    for close in answer._resource_closers:
        close()
    return answer


def stored(resource) -> set[str]:
    """What lies in its folder; the number of a page comes again in another test."""
    place = Path(settings.PRIVATE_ROOT, "resources", str(resource.pk))
    return {path.name for path in place.glob("*")}


# What editors do


def test_add_file_keeps_it_in_order_and_says_so_on_the_page(resource, client):
    make_file(resource, name="Slides.txt", title="The slides", language="en")
    make_file(resource, name="../Hand\u202eout.txt", content=b"x")

    assert [(file.title, file.position, file.last_number) for file in resource.files.all()] == [
        ("The slides", 0, 1),
        ("Handout", 1, 1),
    ]
    text = client.get("/library/it/").text
    assert ("The slides" in text, "English · 17" in text, "This file is being read" in text) == (True, True, True)


def test_same_key_is_the_same_file_and_leaves_nothing_behind(resource):
    key, before = uuid.uuid4(), stored(resource)
    first, second = (add_file(resource=resource, actor=publisher(), file=good_file(), key=key) for _ in range(2))

    assert first == second
    assert len(stored(resource) - before) == 1


def test_new_version_takes_the_place_of_the_present_one(resource, client):
    file = make_file(resource, content=b"first")
    make_version(file, content=b"second", what_changed="Figures corrected")

    assert whole(client.get(f"/library/it/files/{file.pk}/")) == b"second"
    assert [version.number for version in file.versions.order_by("number")] == [1, 2]
    assert ": Figures corrected" in client.get("/library/it/").text


def test_files_change_places_and_names(resource):
    a, b, c = (make_file(resource, title=title) for title in "ABC")
    move_file(file=c, actor=publisher(), up=True)
    move_file(file=a, actor=publisher(), up=True)
    change_file(file=b, actor=publisher(), title="Bee", language="fr")

    assert [file.title for file in resource.files.all()] == ["A", "C", "Bee"]


def test_removed_file_is_gone_with_its_versions_and_pictures(
    resource, slides, client, django_capture_on_commit_callbacks
):
    file = make_file(resource, content=slides, name="a.pdf", reads=True)
    paths = [path for version in file.versions.all() for path in paths_of(version)]
    assert [private_storage().exists(path) for path in paths] == [True] * 7

    with django_capture_on_commit_callbacks(execute=True):
        remove_file(file=file, actor=publisher())

    assert [private_storage().exists(path) for path in paths] == [False] * 7
    assert client.get(f"/library/it/files/{file.pk}/").status_code == 404
    with refused(Reason.GONE):
        add_version(file=file, actor=publisher(), content=good_file())


def test_what_an_editor_may_do_ends_where_the_page_is_published(resource):
    actor = editor()
    with refused(Reason.PUBLISHED):
        add_file(resource=resource, actor=actor, file=good_file())
    with refused(Reason.NOT_YOURS):
        add_file(resource=resource, actor=UserFactory(), file=good_file())

    draft = ResourcePageFactory(live=False, owner=actor)
    assert add_file(resource=draft, actor=actor, file=good_file()).number == 1
    draft.locked, draft.locked_by = True, publisher()
    draft.save()
    with refused(Reason.LOCKED):
        add_file(resource=draft, actor=actor, file=good_file())


def test_a_resource_has_room_for_so_many_files(resource):
    ResourceFile.objects.bulk_create(
        [ResourceFile(resource=resource, title=str(n), changed_at=timezone.now()) for n in range(MOST_FILES)]
    )
    before = stored(resource)
    with refused(Reason.TOO_MANY):
        add_file(resource=resource, actor=publisher(), file=good_file())
    assert stored(resource) == before


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("page.pdf", b"<html><script>alert(1)</script></html>", "Files of this kind are not accepted"),
        ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "Files of this kind are not accepted"),
        ("a.pptx", b"PK\x03\x04 nothing", "This file cannot be read"),
        ("a.txt", b"", "This file is empty"),
        ("a.txt", b"a\0b", "Files of this kind are not accepted"),
    ],
    ids=["html", "svg", "zip", "empty", "nul"],
)
def test_hostile_files_are_refused_in_words(name, content, words):
    with pytest.raises(Refused, match=words):
        checked(BytesIO(content), name=name, size=len(content))


# In the admin


def test_editor_adds_files_beside_the_edit_form(resource):
    client = Client()
    client.force_login(publisher())
    add = reverse("resource_files:add", args=[resource.pk])

    client.post(add, {"file": SimpleUploadedFile("Deck.pptx", deck("One")), "title": "", "language": "en"})
    answer = client.post(add, {"file": SimpleUploadedFile("bad.exe", b"MZ"), "title": "", "language": ""})

    assert "Files of this kind are not accepted" in answer.text
    file = resource.files.get()
    assert (file.title, file.current.extension) == ("Deck", "pptx")
    for name, words in (("version", "What changed"), ("change", "Deck"), ("remove", "with all its versions")):
        assert words in client.get(reverse(f"resource_files:{name}", args=[file.pk])).text
    client.post(reverse("resource_files:version", args=[file.pk]),
                {"file": SimpleUploadedFile("b.txt", b"two"), "what_changed": "Shorter"})  # fmt: skip
    text = client.get(reverse("resource_files:index", args=[resource.pk])).text
    assert ("Shorter" in text, "Version 1" in text) == (True, True)
    first = file.versions.get(number=1)
    assert whole(client.get(reverse("resource_files:file", args=[first.pk])))[:2] == b"PK"
    assert "Add and change files" in client.get(reverse("wagtailadmin_pages:edit", args=[resource.pk])).text
    client.post(reverse("resource_files:remove", args=[file.pk]))
    assert not resource.files.exists()


@pytest.mark.parametrize(("ticked", "is_there"), [("on", False), ("", True)])
def test_editor_decides_whether_notes_of_the_speaker_are_in_the_file(resource, client, ticked, is_there):
    editors = Client()
    editors.force_login(publisher())
    add = reverse("resource_files:add", args=[resource.pk])
    assert editors.get(add).context["form"].initial["without_notes"] is True

    content = deck("One", notes="Say nothing of the budget")
    data = {"title": "", "language": "", "without_notes": ticked}
    editors.post(add, {"file": SimpleUploadedFile("Deck.pptx", content), **data})

    answer = client.get(f"/library/it/files/{resource.files.get().pk}/")
    with zipfile.ZipFile(BytesIO(whole(answer))) as archive:
        assert any(b"budget" in archive.read(name) for name in archive.namelist()) is is_there


def test_files_in_the_admin_are_for_those_who_may_edit(resource):
    file = make_file(resource)
    manager = UserFactory(is_staff=True)
    manager.groups.add(Group.objects.get(name="Event managers"))
    client = Client()
    client.force_login(manager)

    for name, pk in (("index", resource.pk), ("add", resource.pk), ("change", file.pk), ("file", file.current_id)):
        assert client.get(reverse(f"resource_files:{name}", args=[pk])).status_code in (302, 404)
    client.post(reverse("resource_files:remove", args=[file.pk]))
    assert resource.files.count() == 1


def test_editor_of_a_published_page_is_told_who_changes_its_files(resource):
    make_file(resource)
    client = Client()
    client.force_login(editor())

    text = client.get(reverse("resource_files:index", args=[resource.pk])).text

    assert ("changed by those who may publish it" in text, "Add a file" in text) == (True, False)


# Who gets them


def test_file_goes_out_as_an_attachment_in_ranges(resource, client):
    file = make_file(resource, content=b"0123456789", name="digits.txt")
    answer = client.get(f"/library/it/files/{file.pk}/", headers={"Range": "bytes=2-4"})

    assert (answer.status_code, whole(answer)) == (206, b"234")
    assert answer["Content-Disposition"] == 'attachment; filename="digits.txt"'
    assert (answer["X-Content-Type-Options"], answer["Content-Security-Policy"]) == (
        "nosniff",
        "default-src 'none'; sandbox",
    )


def test_pictures_of_what_everybody_may_see_may_be_kept_by_caches(resource, slides, client):
    version = make_file(resource, content=slides, name="a.pdf", reads=True).current
    version.refresh_from_db()
    answers = [client.get(f"/library/pictures/{version.key}/{name}.webp") for name in ("3", "3s", "4", "0")]

    assert [answer.status_code for answer in answers] == [200, 200, 404, 404]
    assert [answer["Cache-Control"] for answer in answers[:2]] == ["public, max-age=86400, immutable"] * 2
    assert whole(answers[0])[8:12] == b"WEBP"
    assert len(whole(answers[1])) < private_storage().size(version.picture_path(3))
    assert version.picture_width == 1600


@pytest.mark.parametrize("how", ["private", "unpublished"])
def test_file_of_a_page_that_is_not_public_is_for_its_readers_and_writers(resource, slides, how):
    file = make_file(resource, content=slides, name="a.pdf", reads=True)
    if how == "private":
        restrict(resource)
    else:
        resource.unpublish()
    addresses = [f"/library/it/files/{file.pk}/", f"/library/pictures/{file.current.key}/1.webp"]
    visitor, member, writer = Client(), Client(), Client()
    member.force_login(UserFactory())
    writer.force_login(editor())

    assert [fetched(visitor, address).status_code for address in addresses] == [404, 404]
    seen = 200 if how == "private" else 404
    assert [fetched(member, address).status_code for address in addresses] == [seen, seen]
    answers = [fetched(writer, address) for address in addresses]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert {answer["Cache-Control"] for answer in answers} == {"no-store, private"}


def test_earlier_versions_and_files_of_other_pages_are_not_served(resource, slides, client):
    file = make_file(resource, content=slides, name="a.pdf", reads=True)
    key = file.current.key
    make_version(file)
    ResourcePageFactory(slug="other")

    paths = (f"pictures/{key}/1.webp", f"other/files/{file.pk}/", "it/files/99999999999999999999/", "%00/files/1/")
    assert [client.get(f"/library/{path}").status_code for path in paths] == [404] * 4


# Reading


def test_reading_finds_text_by_page_and_never_the_notes(resource):
    file = make_file(resource, content=deck("One", "Quartz", notes="secret"), name="a.pptx", reads=True)

    assert list(FileText.objects.values_list("number", "text").order_by("number")) == [(1, "One"), (2, "Quartz")]
    file.current.refresh_from_db()
    assert (file.current.reading, file.current.unit) == (ReadingState.DONE, "slide")


def test_damaged_file_ends_in_a_sentence(resource, client):
    make_file(resource, content=b"%PDF-1.7\nnothing\n%%EOF", name="a.pdf", reads=True)
    make_file(resource, content=picture(), name="a.png", reads=True)

    text = client.get("/library/it/").text
    assert text.count("seems to be damaged") == 1


def test_reading_that_was_lost_is_taken_up_again_three_times(resource):
    make_file(resource)
    now = timezone.now()
    lost = {"reading": ReadingState.READING, "claimed_until": now - timedelta(minutes=1)}
    FileVersion.objects.update(created_at=now - timedelta(hours=1), attempts=1, **lost)

    assert reading.sweep(now=now) == 1
    FileVersion.objects.update(attempts=3, **lost)
    assert reading.sweep(now=now) == 0
    assert FileVersion.objects.get().problem == "huge"


def test_files_that_rows_name_are_not_swept(resource, slides):
    file = make_file(resource, content=slides, name="a.pdf", reads=True)
    left = f"resources/{resource.pk}/left.pdf"
    private_storage().save(left, ContentFile(b"x"))

    assert left in sweep_orphans(now=timezone.now() + timedelta(days=2))
    assert private_storage().exists(file.current.path)
