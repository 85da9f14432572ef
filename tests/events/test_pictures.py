"""Pictures of events: their sizes are made by the worker, not by the first visitor."""

import re
import warnings
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from wagtail.images.forms import get_image_form
from wagtail.images.models import Image

from cop.core import page_cache
from cop.core.pictures import SHARE
from events.models import Speaker
from events.selectors.event_page import PICTURE
from events.selectors.portraits import FILTERS as PORTRAIT_FILTERS
from events.services import pictures
from events.tasks import make_pictures, sweep_pictures
from tests.events.pictures import asked, drawing, picture, work
from tests.factories.events import EventPageFactory, SessionFactory, SpeakerFactory

pytestmark = pytest.mark.django_db
SIZES = (*PICTURE.filters, *SHARE.filters)


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
    assert (work(), sizes(hall)) == (len(SIZES), set(SIZES))


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
    assert (sizes(hall), work()) == (set(SIZES), 0)


def test_new_file_is_made_again_and_its_old_sizes_are_gone():
    hall = picture()
    event = EventPageFactory(picture=hall)
    publish(event)
    work()
    before = set(hall.renditions.values_list("pk", flat=True))

    change(hall, file=drawing((1000, 1000), "olive"))

    assert (asked(), sizes(hall)) == ([event.pk], set())
    assert (work(), sizes(hall)) == (len(SIZES), set(SIZES))
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
    assert [record.getMessage() for record in caplog.records] == [f"Picture {hall.pk} cannot be made smaller."]


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


# Portraits ------------------------------------------------------------------------------------------------------


def face(name: str, **more) -> Image:
    return picture(name, size=more.pop("size", (400, 500)), **more)


@pytest.fixture
def talk():
    """A session with a chair who has a portrait and a speaker who has none."""
    session = SessionFactory(
        event=EventPageFactory(),
        speakers=[
            SpeakerFactory(name="Ana Sample", picture=face("Ana")),
            SpeakerFactory(name="Bruno Muster"),
        ],
    )
    publish(session.event)
    return session


def session_url(session) -> str:
    return reverse("event_session", args=[session.event.slug, session.slug])


def portraits_on(response) -> list[str]:
    return re.findall(r"<picture>.*?</picture>", response.content.decode())


@pytest.mark.parametrize("page", ["event", "session"])
def test_portrait_stands_beside_the_name_in_three_sizes_of_two_formats(client, talk, page):
    work()

    found = portraits_on(client.get(talk.event.get_absolute_url() if page == "event" else session_url(talk)))

    assert len(found) == 1
    source, image = re.findall(r"<(?:source|img)[^>]*>", found[0])
    assert [re.findall(r" (\d+)w", tag) for tag in (source, image)] == [["64", "128", "192"]] * 2
    assert 'type="image/avif"' in source
    for attribute in ('alt="The ana"', 'width="64"', 'height="64"', 'sizes="4rem"', 'loading="lazy"'):
        assert attribute in image


def test_portrait_that_nobody_described_is_silent(client, talk):
    Image.objects.update(description="")
    work()

    assert 'alt=""' in portraits_on(client.get(session_url(talk)))[0]


def test_initials_stand_where_the_worker_has_not_been(client, talk):
    response = client.get(session_url(talk))

    assert portraits_on(response) == []
    assert re.findall(r'aria-hidden="true">([A-Z]+)<', response.content.decode()) == ["AS", "BM"]


def test_small_original_gives_one_width_once(client):
    session = SessionFactory(event=EventPageFactory(), speakers=[SpeakerFactory(picture=face("Ana", size=(70, 90)))])
    publish(session.event)
    work()

    image = re.search(r"<img[^>]*>", portraits_on(client.get(session_url(session)))[0]).group()

    assert re.findall(r" (\d+)w", image) == ["64", "70"]


@pytest.mark.parametrize("rows", [1, 3])
def test_portraits_cost_one_statement_whatever_their_number(client, django_assert_num_queries, rows):
    event = EventPageFactory()
    speakers = [SpeakerFactory(picture=face(f"Face {number}")) for number in range(rows)]
    session = SessionFactory(event=event, speakers=speakers)
    publish(event)
    work()

    # Event, sessions with people, portraits, documents, the catalogue of the library (five); no places.
    with django_assert_num_queries(9):
        shown = client.get(event.get_absolute_url())
    with django_assert_num_queries(5):  # event, sessions with their people, portraits, biographies, slides
        page = client.get(session_url(session))

    assert (len(portraits_on(shown)), len(portraits_on(page))) == (rows, rows)


def test_new_focal_point_cuts_the_portrait_again(client, talk):
    work()
    ana = Image.objects.get(title="Ana")
    before = portraits_on(client.get(session_url(talk)))
    corner = {"focal_point_x": 50, "focal_point_y": 50, "focal_point_width": 40, "focal_point_height": 40}

    change(ana, **corner)

    assert asked() == [talk.event_id]
    assert portraits_on(client.get(session_url(talk))) == []
    assert work() == len(PORTRAIT_FILTERS)
    after = portraits_on(client.get(session_url(talk)))
    assert (len(before), len(after), before == after) == (1, 1, False)


def test_portrait_is_asked_for_when_a_session_names_the_speaker(staff):
    from events.services import programme

    session = SessionFactory(event=EventPageFactory())
    ana = SpeakerFactory(picture=face("Ana"))

    programme.save_session(session=session, parts=[(ana, "speaker")], actor=staff)

    assert asked() == [session.event_id]
    assert work() == len(PORTRAIT_FILTERS)


@pytest.fixture
def kept(settings):
    settings.PAGE_CACHE_SECONDS, settings.PAGE_CACHE_IN_MEMORY = 300, True
    cache.clear()
    yield
    cache.clear()


@pytest.mark.usefixtures("kept")
def test_speaker_written_in_the_admin_is_shown_at_once(
    client, client_for, staff, talk, django_capture_on_commit_callbacks
):
    ana = Speaker.objects.get(name="Ana Sample")
    url = talk.event.get_absolute_url()
    data = {"name": "Ana Nova", "role": "Agency", "biography": "", "picture": ana.picture_id}
    DBTaskResult.objects.all().delete()
    client.get(url)

    with django_capture_on_commit_callbacks(execute=True):
        client_for(staff).post(reverse("speakers:edit", args=[ana.pk]), data)

    assert (b"Ana Nova" in client.get(url).content, asked()) == (True, [talk.event_id])


@pytest.mark.usefixtures("kept")
def test_speaker_deleted_in_the_admin_is_gone_at_once(
    client, client_for, staff, talk, django_capture_on_commit_callbacks
):
    ana = Speaker.objects.get(name="Ana Sample")
    url = talk.event.get_absolute_url()
    assert b"Ana Sample" in client.get(url).content

    with django_capture_on_commit_callbacks(execute=True):
        client_for(staff).post(reverse("speakers:delete", args=[ana.pk]))

    assert b"Ana Sample" not in client.get(url).content
