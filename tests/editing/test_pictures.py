"""Descriptions of pictures: asked for, kept, reported, and needed before a page is published."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.images.models import Image
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import ReferenceIndex

from cop.core.roles import Role
from cop.editing.services.pictures import note_decorative
from news.models import ArticlePage
from tests.factories.events import EventPageFactory
from tests.factories.members import with_role
from tests.factories.news import ArticlePageFactory, news_index

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


def bulk_publish(client, *pages, below: bool = False):
    query = "&".join(f"id={page.pk}" for page in pages)
    data = {"include_descendants": "on"} if below else {}
    return client.post(f"/admin/bulk/wagtailcore/page/publish/?next=/admin/&{query}", data, follow=True)


def draft_with(picture, alt_text: str, **values):
    image = {"image": picture.pk, "alt_text": alt_text, "decorative": False}
    body = [{"type": "picture", "value": {"image": image, "caption": "", "credit": ""}}]
    article = ArticlePageFactory(live=False, body=body, **values)
    article.save_revision()
    return article


def test_publishing_many_asks_for_words_about_pictures_in_the_text_too(client_for, moderator, picture):
    unready, ready = draft_with(picture, "", title="Bare"), draft_with(picture, "Squares", title="Told")
    client = client_for(moderator)

    refused = bulk_publish(client, ready, unready)
    refused_below = bulk_publish(client, news_index(), below=True)

    for response in (refused, refused_below):
        assert "“Bare” cannot be published: something in its text is missing" in response.text
        assert "“Told”" not in response.text
    assert not ArticlePage.objects.live().exists()
    assert "has been published" in bulk_publish(client, ready).text
    assert [page.title for page in ArticlePage.objects.live()] == ["Told"]


def test_publishing_many_asks_for_words_about_the_picture_of_a_page(client_for, moderator, picture):
    article = ArticlePageFactory(title="Bare", live=False, picture=picture)
    client = client_for(moderator)

    assert "“Bare” cannot be published: its picture has no description" in bulk_publish(client, article).text
    note_decorative(image=picture, decorative=True)
    bulk_publish(client, article)

    assert ArticlePage.objects.get().live


def send_article(client, article, picture, alt_text: str, action: str):
    lists = ("comments", "region_items", "related_items", "documents", "sources")
    empty = {f"{name}-{what}_FORMS": "0" for name in lists for what in ("TOTAL", "INITIAL")}
    body = {
        "body-count": "1",
        "body-0-deleted": "",
        "body-0-order": "0",
        "body-0-type": "picture",
        "body-0-value-image-image": picture.pk,
        "body-0-value-image-alt_text": alt_text,
        "body-0-value-caption": "",
        "body-0-value-credit": "",
    }
    values = {"title": article.title, "slug": article.slug, "kind": "news", "date": "2026-01-01", "topics": ""}
    address = reverse("wagtailadmin_pages:edit", args=[article.pk])
    return client.post(address, {**values, **empty, **body, action: "1"})


@pytest.mark.parametrize("action", ["action-publish", "action-submit"])
def test_article_with_a_picture_without_words_in_its_text_is_saved_but_not_shown(
    client_for, moderator, picture, action
):
    article = ArticlePageFactory(live=False)
    client = client_for(moderator)

    refused = send_article(client, article, picture, "", action)

    # The message stands at the block.
    assert "Please add some alt text for your image or mark it as decorative" in refused.text
    assert send_article(client, article, picture, "", "draft").status_code == 302
    assert not ArticlePage.objects.get().live
    assert send_article(client, article, picture, "Squares", action).status_code == 302
    assert ArticlePage.objects.get().live is (action == "action-publish")


@pytest.mark.parametrize("headers", [{}, {"x-requested-with": "XMLHttpRequest"}])
def test_approving_asks_for_words_about_pictures_of_a_draft_that_was_saved_since(
    client_for, moderator, editor, picture, headers
):
    article = ArticlePage.objects.get(pk=draft_with(picture, "Squares", title="Later").pk)
    article.get_workflow().start(article, editor)
    draft = ArticlePage.objects.get().get_latest_revision_as_object()
    draft.body = draft_with(picture, "", title="Other").body
    draft.save_revision(user=editor)
    article = ArticlePage.objects.get(pk=article.pk)
    state = article.current_workflow_task_state
    address = reverse("wagtailadmin_pages:workflow_action", args=[article.pk, "approve", state.pk])
    client = client_for(moderator)

    client.post(address, {"comment": "Good"}, headers=headers)

    assert "“Later” cannot be approved yet: something in its text is missing" in client.get("/admin/").text
    assert not ArticlePage.objects.live().exists()
    draft.body[0].value["image"].contextual_alt_text = "Squares"
    draft.save_revision(user=editor)
    client.post(address, {"comment": "Good"}, headers=headers)
    assert [page.title for page in ArticlePage.objects.live()] == ["Later"]
