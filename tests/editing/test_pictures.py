"""Descriptions of pictures: asked for, kept, reported, and needed before a page is published."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.images.models import Image
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import ReferenceIndex

from cop.core.roles import Role
from cop.editing.services.pictures import note_decorative
from tests.factories.events import EventPageFactory
from tests.factories.members import with_role

# Wagtail leaves the temporary file of a new rendition to the collector.
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings(
        "ignore:Exception ignored in. .function SpooledTemporaryFile:pytest.PytestUnraisableExceptionWarning"
    ),
    pytest.mark.filterwarnings("ignore:Unclosed file .tempfile.SpooledTemporaryFile:ResourceWarning"),
]


@pytest.fixture
def picture(db) -> Image:
    return Image.objects.create(title="CANARY.jpg", file=get_test_image_file())


def save(client, picture, **values):
    sent = {"title": picture.title, "tags": "", "collection": picture.collection_id, **values}
    return client.post(reverse("wagtailimages:edit", args=[picture.pk]), sent)


def kept(picture) -> tuple[str, bool]:
    image = Image.objects.get(pk=picture.pk)
    return image.description, hasattr(image, "decorative_note")


def test_picture_needs_a_description_or_the_word_that_it_is_an_ornament(client_for, editor, picture):
    client = client_for(editor)
    refused = save(client, picture, description="  ")
    assert (refused.status_code, kept(picture)) == (200, ("", False))
    assert "Describe the picture, or tick" in refused.text
    assert save(client, picture, description="A room full of people").status_code == 302
    assert kept(picture) == ("A room full of people", False)
    assert save(client, picture, description="A room", decorative="on").status_code == 302
    assert kept(picture) == ("", True)
    assert save(client, picture, description="A room").status_code == 302
    assert kept(picture) == ("A room", False)


def test_files_dropped_together_are_taken_and_then_asked_for_descriptions(client_for, editor):
    client = client_for(editor)
    file = SimpleUploadedFile("a.png", get_test_image_file().file.getvalue(), "image/png")
    answer = client.post(reverse("wagtailimages:add_multiple"), {"title": "A", "files[]": file, "collection": 1}).json()
    assert answer["success"] is True
    prefix = f"image-{answer['image_id']}"
    address = reverse("wagtailimages:edit_multiple", args=[answer["image_id"]])
    sent = {f"{prefix}-title": "A", f"{prefix}-tags": "", f"{prefix}-collection": 1, f"{prefix}-description": ""}
    assert client.post(address, sent).json()["success"] is False
    assert client.post(address, {**sent, f"{prefix}-description": "A square"}).json()["success"] is True


def test_noting_an_ornament_twice_changes_nothing(picture):
    for _time in range(2):
        note_decorative(image=picture, decorative=True)
        assert kept(picture) == ("", True)
    for _time in range(2):
        note_decorative(image=Image.objects.get(pk=picture.pk), decorative=False)
        assert kept(picture) == ("", False)


def send_event(client, event, action: str, picture):
    from django.utils import timezone

    empty = {f"{name}-{what}_FORMS": "0" for name in ("comments", "documents") for what in ("TOTAL", "INITIAL")}
    when = {
        "starts_at": timezone.localtime(event.starts_at, event.tz).strftime("%Y-%m-%d %H:%M"),
        "ends_at": timezone.localtime(event.ends_at, event.tz).strftime("%Y-%m-%d %H:%M"),
    }
    values = {"title": event.title, "slug": event.slug, "kind": event.kind, "mode": event.mode, "body": "null"}
    sent = {**values, **when, **empty, "time_zone": event.time_zone, "picture": picture.pk, "topics": "", action: "1"}
    return client.post(reverse("wagtailadmin_pages:edit", args=[event.pk]), sent)


@pytest.mark.parametrize("action", ["action-publish", "action-submit"])
def test_page_with_an_undescribed_picture_is_saved_but_not_shown(client_for, moderator, picture, action):
    event = EventPageFactory(live=False)
    client = client_for(moderator)
    refused = send_event(client, event, action, picture)
    assert "has no description for people who cannot see it" in refused.text
    assert send_event(client, event, "draft", picture).status_code == 302
    note_decorative(image=picture, decorative=True)
    assert send_event(client, event, action, picture).status_code == 302
    event.refresh_from_db()
    assert event.live is (action == "action-publish")


def test_report_names_undescribed_pictures_the_most_used_first(client_for, editor, picture):
    used = Image.objects.create(title="Used", file=get_test_image_file())
    described = Image.objects.create(title="Described", file=get_test_image_file(), description="A square")
    ornament = Image.objects.create(title="Ornament", file=get_test_image_file())
    note_decorative(image=ornament, decorative=True)
    ReferenceIndex.create_or_update_for_object(EventPageFactory(picture=used))
    response = client_for(editor).get(reverse("undescribed_pictures:index"), {"export": "csv"})
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    assert [line.split(",")[:2] for line in text.splitlines()[1:]] == [["Used", "1"], ["CANARY.jpg", "0"]]
    shown = client_for(editor).get(reverse("undescribed_pictures:index")).text
    assert (described.title in shown, "Used" in shown) == (False, True)


def test_report_holds_only_pictures_that_one_may_change(client_for, one_factor, picture):
    manager = with_role(Role.EVENT_MANAGER)
    address = reverse("undescribed_pictures:index")
    assert "CANARY" not in client_for(manager).get(address).text
    Image.objects.filter(pk=picture.pk).update(uploaded_by_user=manager)
    assert "CANARY" in client_for(manager).get(address).text
