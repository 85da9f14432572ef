"""Pictures of events: their sizes are made by the worker, not by the first visitor."""

import warnings
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone
from wagtail.images.forms import get_image_form
from wagtail.images.models import Image

from cop.core import page_cache
from events.selectors.event_page import PICTURE_FILTERS
from events.services import pictures
from events.tasks import make_pictures, sweep_pictures
from tests.events.pictures import asked, drawing, picture, work
from tests.factories.events import EventPageFactory

pytestmark = pytest.mark.django_db


def sizes(image: Image) -> set[str]:
    return set(image.renditions.values_list("filter_spec", flat=True))


def publish(event) -> None:
    event.refresh_from_db()
    event.save_revision().publish()


def change(image: Image, **values) -> None:
    """As the form of Wagtail's library does it."""
    form = get_image_form(Image)(
        {"title": image.title, "collection": image.collection_id, "tags": "", **values},
        {"file": values["file"]} if "file" in values else {},
        instance=image,
    )
    assert form.is_valid(), form.errors
    form.save()


def test_publishing_asks_the_worker_for_the_sizes_of_the_picture():
    hall = picture()
    event = EventPageFactory(picture=hall)

    publish(event)

    assert (asked(), sizes(hall)) == ([event.pk], set())
    assert (work(), sizes(hall)) == (len(PICTURE_FILTERS), set(PICTURE_FILTERS))


def test_event_without_picture_asks_for_nothing():
    publish(EventPageFactory())

    assert asked() == []


def test_second_run_makes_nothing_and_drops_no_page(monkeypatch):
    event = EventPageFactory(picture=picture())
    publish(event)
    work()
    touched = []
    monkeypatch.setattr(page_cache, "touch", lambda *tags: touched.append(tags))

    assert pictures.make_pictures(event_id=event.pk) == 0
    assert touched == []


def test_kept_page_is_dropped_when_a_size_is_new(monkeypatch):
    event = EventPageFactory(picture=picture())
    publish(event)
    touched = []
    monkeypatch.setattr(page_cache, "touch", lambda *tags: touched.append(tags))

    work()

    assert touched == [(f"event:{event.pk}", "events")]


def test_visitor_of_a_prepared_page_makes_no_size(client, monkeypatch):
    event = EventPageFactory(picture=picture())
    publish(event)
    work()
    cache.clear()
    monkeypatch.setattr(Image, "create_renditions", lambda self, *specs: pytest.fail("made") if specs else {})

    assert b'type="image/avif"' in client.get(event.get_absolute_url()).content


def test_visitor_before_the_worker_gets_the_picture_all_the_same(client):
    hall = picture()
    event = EventPageFactory(picture=hall)
    publish(event)

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        response = client.get(event.get_absolute_url())

    assert b'type="image/avif"' in response.content
    assert (sizes(hall), work()) == (set(PICTURE_FILTERS), 0)


def test_new_file_is_made_again_and_its_old_sizes_are_gone():
    hall = picture()
    event = EventPageFactory(picture=hall)
    publish(event)
    work()
    before = set(hall.renditions.values_list("pk", flat=True))

    change(hall, file=drawing((1000, 1000), "olive"))

    assert (asked(), sizes(hall)) == ([event.pk], set())
    assert (work(), sizes(hall)) == (len(PICTURE_FILTERS), set(PICTURE_FILTERS))
    assert before.isdisjoint(hall.renditions.values_list("pk", flat=True))
    assert {made.width for made in hall.renditions.all()} == {480, 800, 1000}


def test_new_title_of_a_picture_makes_nothing():
    hall = picture()
    publish(EventPageFactory(picture=hall))
    work()

    change(hall, title="The same hall")

    assert work() == 0


def test_picture_that_no_published_event_shows_asks_for_nothing():
    unused, draft = picture("Unused"), picture("Draft")
    EventPageFactory(picture=draft, live=False)

    change(unused, title="Still unused")
    change(draft, title="Still a draft")

    assert asked() == []


def test_lost_file_is_noted_and_harms_nobody(caplog):
    hall = picture()
    event = EventPageFactory(picture=hall)
    hall.file.storage.delete(hall.file.name)

    assert pictures.make_pictures(event_id=event.pk) == 0
    assert [record.getMessage() for record in caplog.records] == [f"picture {hall.pk} cannot be made smaller"]


def test_sweep_finds_what_a_lost_task_left_out_of_coming_events_only():
    coming, over, draft = picture("Coming"), picture("Over"), picture("Draft")
    EventPageFactory(picture=coming)
    past = timezone.now() - timedelta(days=2)
    EventPageFactory(picture=over, starts_at=past, ends_at=past + timedelta(hours=1))
    EventPageFactory(picture=draft, live=False)

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        sweep_pictures.func()

    assert [bool(sizes(each)) for each in (coming, over, draft)] == [True, False, False]


def test_task_of_an_event_that_is_gone_does_nothing():
    make_pictures.func(987654)

    assert asked() == []
