"""The event page and the list of events: doors, statement budgets, what they say at which minute, filters."""

import json
import re
import warnings
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape
from wagtail.models import PageViewRestriction

from cop.taxonomy.models import Region, Topic
from events.choices import EventKind, Mode, RegistrationStatus
from events.models import EventDocument, EventPage
from events.selectors import dates
from events.selectors import events as selectors
from events.selectors.listing import PER_PAGE
from tests.caching import settle
from tests.factories.events import (
    CategoryFactory,
    EventPageFactory,
    RegistrationSetupFactory,
    RoomFactory,
    SessionFactory,
    SpeakerFactory,
    TrackFactory,
    event_index,
    moment,
)

pytestmark = pytest.mark.django_db


def titles(response) -> list[str]:
    return [row["title"] for row in response.context["rows"]]


def heading(response) -> str:
    (found,) = re.findall(r"<h1[^>]*>(.*?)</h1>", response.content.decode(), re.DOTALL)
    return found


def document(name: str):
    from django.core.files.base import ContentFile
    from wagtail.documents.models import Document

    return Document.objects.create(title=name, file=ContentFile(b"%PDF-1.4", name=f"{name}.pdf"), file_size=8)


def full_event(rows: int) -> EventPage:
    """An event with `rows` of everything that a page lists."""
    topics = [Topic.objects.create(name=f"Topic {n}", slug=f"topic-{n}") for n in range(rows)]
    event = EventPageFactory(slug="full", topics=topics, country=Region.objects.get(code="BE"))
    setup = RegistrationSetupFactory(event=event, total_places=20)
    for _number in range(rows):
        CategoryFactory(setup=setup, places=5)
        EventDocument.objects.create(page=event, document=document(f"paper-{_number}"))
        SessionFactory(
            event=event,
            room=RoomFactory(event=event),
            track=TrackFactory(event=event),
            speakers=[SpeakerFactory() for _each in range(rows)],
            needs_choice=True,
            places=3,
        )
    return event


# Statement budgets ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("rows", [1, 3])
def test_event_page_of_a_visitor_takes_as_many_statements_whatever_it_lists(client, django_assert_num_queries, rows):
    event = full_event(rows)

    # Event, sessions, documents, places; the catalogue of the library (five), which a process keeps where a shared
    # cache tells of changes, and which has nothing to be read beside it.
    with django_assert_num_queries(9):
        response = client.get(event.get_absolute_url())

    assert response.status_code == 200
    assert len(response.context["documents"]) == rows
    assert len(response.context["speakers"]) == rows * rows
    assert len(response.context["topics"]) == rows
    assert len(response.context["box"].facts) == rows


def test_picture_costs_one_statement_once_its_sizes_are_made(client, django_assert_num_queries, event_with_picture):
    with warnings.catch_warnings():
        # Wagtail leaves the file in which it makes a size to the garbage collector.
        warnings.simplefilter("ignore", ResourceWarning)
        client.get(event_with_picture.get_absolute_url())
    settle()

    # Event, sessions, documents, catalogue of the library (five), picture, its size for shared links; no set-up, so no
    # places.
    with django_assert_num_queries(10):
        response = client.get(event_with_picture.get_absolute_url())

    html = response.content.decode()
    assert html.count('type="image/avif"') == 1
    image = re.search(r"<img [^>]*>", html).group()
    for attribute in ('width="1200"', 'height="600"', 'alt="The hall"', " 1200w", "sizes="):
        assert attribute in image


@pytest.mark.parametrize("rows", [1, 3])
def test_index_takes_four_statements_whatever_it_lists(client, django_assert_num_queries, rows):
    for number in range(rows):
        topic = Topic.objects.create(name=f"Topic {number}", slug=f"topic-{number}")
        event = EventPageFactory(topics=[topic], country=Region.objects.get(code=("BE", "ES", "PT")[number]))
        RegistrationSetupFactory(event=event)

    with django_assert_num_queries(4):
        response = client.get("/events/")

    assert len(titles(response)) == rows


# Doors ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["event_page", "event_programme", "event_ics"])
def test_private_and_unpublished_events_answer_like_absent_ones(client, member, client_for, name):
    secret = EventPageFactory(title="Canary private", slug="canary-private")
    PageViewRestriction.objects.create(page=secret, restriction_type=PageViewRestriction.LOGIN)
    EventPageFactory(title="Canary draft", slug="canary-draft", live=False)

    answers = [client.get(reverse(name, args=[slug])) for slug in ("canary-private", "canary-draft", "absent")]

    assert [answer.status_code for answer in answers] == [404, 404, 404]
    bodies = [re.sub(rb"canary-\w+|absent", b"x", answer.content) for answer in answers]
    assert bodies[0] == bodies[1] == bodies[2]
    # The same page is there for those who may see it.
    assert client_for(member).get(reverse(name, args=["canary-private"])).status_code == 200


def test_session_of_a_private_event_is_not_found(client):
    session = SessionFactory(title="Canary session", slug="canary")
    address = reverse("event_session", args=[session.event.slug, session.slug])
    assert client.get(address).status_code == 200

    PageViewRestriction.objects.create(page=session.event, restriction_type=PageViewRestriction.LOGIN)

    assert client.get(address).status_code == 404
    assert client.get(reverse("session_ics", args=[session.event.slug, session.slug])).status_code == 404


def test_private_events_stand_in_no_list_and_no_calendar_of_a_visitor(client, member, client_for):
    EventPageFactory(title="Open day")
    secret = EventPageFactory(title="Canary closed day")
    PageViewRestriction.objects.create(page=secret, restriction_type=PageViewRestriction.LOGIN)

    assert titles(client.get("/events/")) == ["Open day"]
    assert client.get("/events/").context["listing"].upcoming_count == 1
    assert b"Canary" not in client.get("/events/calendar.ics").content
    # The member sees it in the list; the calendar is passed on, so it never holds it.
    assert titles(client_for(member).get("/events/")) == ["Open day", "Canary closed day"]
    assert b"Canary" not in client_for(member).get("/events/calendar.ics").content


def test_events_visible_to_agrees_with_the_door_for_every_role(member, staff):
    from django.contrib.auth.models import AnonymousUser, Group
    from django.http import Http404

    group = Group.objects.create(name="Steering")
    by_restriction = {
        "open": None,
        "login": PageViewRestriction.LOGIN,
        "groups": PageViewRestriction.GROUPS,
    }
    for slug, kind in by_restriction.items():
        event = EventPageFactory(slug=slug)
        if kind:
            restriction = PageViewRestriction.objects.create(page=event, restriction_type=kind)
            restriction.groups.set([group] if kind == PageViewRestriction.GROUPS else [])
    EventPageFactory(slug="draft", live=False)

    def through_the_door(user, slug: str) -> bool:
        try:
            return selectors.get_event_for(user, slug).slug == slug
        except Http404:
            return False

    seen = {}
    for name, user in {"visitor": AnonymousUser(), "member": member, "staff": staff}.items():
        listed = set(selectors.events_visible_to(user).values_list("slug", flat=True))
        assert listed == {slug for slug in (*by_restriction, "draft") if through_the_door(user, slug)}
        seen[name] = listed
    assert seen == {"visitor": {"open"}, "member": {"open", "login"}, "staff": {"open", "login", "groups"}}


def test_address_of_wagtail_is_the_address_of_the_site(client):
    event = EventPageFactory(slug="forum")

    assert event.get_url() == event.get_absolute_url() == "/events/forum/"
    assert event_index().get_url() == event_index().get_absolute_url() == "/events/"


def test_preview_of_a_draft_shows_the_template_of_the_page(client_for, staff, settings):
    settings.STAFF_NEEDS_SECOND_FACTOR = False
    event = EventPageFactory(title="As published", live=False)
    event.title = "As drafted"
    event.save_revision()

    response = client_for(staff).get(reverse("wagtailadmin_pages:view_draft", args=[event.pk]))

    assert response.status_code == 200
    assert heading(response) == "As drafted"


# What the page says ---------------------------------------------------------------------------------------------


def test_page_says_when_on_the_clock_at_the_event(client):
    event = EventPageFactory(
        starts_at=moment("2027-03-16 08:30"), ends_at=moment("2027-03-16 16:30"), time_zone="Europe/Brussels"
    )
    with time_machine.travel("2027-01-01 12:00Z"):
        html = client.get(event.get_absolute_url()).content.decode()

    assert "Tuesday 16 March 2027" in html
    assert "Brussels time (UTC+1)" in html
    assert '<time datetime="2027-03-16T08:30Z">09:30</time>–<time datetime="2027-03-16T16:30Z">17:30</time>' in html


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        ("2027-03-16 08:30", "2027-03-16 16:30", "Tuesday 16 March 2027"),
        ("2027-03-16 08:30", "2027-03-17 12:00", "Tuesday 16 and Wednesday 17 March 2027"),
        ("2027-03-30 08:30", "2027-04-02 12:00", "Tuesday 30 March to Friday 2 April 2027"),
        ("2026-12-31 08:30", "2027-01-01 12:00", "Thursday 31 December 2026 to Friday 1 January 2027"),
        # Until midnight in Brussels: not the day after.
        ("2027-03-16 08:30", "2027-03-16 23:00", "Tuesday 16 March 2027"),
    ],
)
def test_days_in_words(start, end, words):
    event = EventPageFactory.build(starts_at=moment(start), ends_at=moment(end), title="x", slug="x")

    assert dates.days(event.local_start, event.local_end) == words


@pytest.mark.parametrize(
    ("zone", "start", "words"),
    [
        ("Europe/Brussels", "2027-03-16 08:30", "Brussels time (UTC+1)"),
        ("Europe/Brussels", "2027-07-16 08:30", "Brussels time (UTC+2)"),
        ("America/St_Johns", "2027-01-16 08:30", "St Johns time (UTC−3:30)"),
        ("UTC", "2027-01-16 08:30", "UTC"),
        # The night in which the clock goes forward.
        ("Europe/Brussels", "2027-03-27 20:00", "Brussels time (UTC+1, UTC+2)"),
    ],
)
def test_zone_in_words(zone, start, words):
    event = EventPageFactory.build(time_zone=zone, starts_at=moment(start), title="x", slug="x")

    assert dates.zone(event) == words


def test_two_days_of_a_programme_give_their_hours_to_the_page(client):
    event = EventPageFactory(
        starts_at=moment("2027-03-16 08:30"), ends_at=moment("2027-03-17 12:00"), time_zone="Europe/Brussels"
    )
    assert "From 09:30 to 13:00 on the last day" in client.get(event.get_absolute_url()).content.decode()
    SessionFactory(event=event, starts_at=moment("2027-03-16 09:00"), ends_at=moment("2027-03-16 16:30"))
    SessionFactory(event=event, starts_at=moment("2027-03-17 08:00"), ends_at=moment("2027-03-17 11:30"))

    html = client.get(event.get_absolute_url()).content.decode()

    assert re.sub("<[^>]+>", "", html).count("10:00–17:30 and 09:00–12:30") == 1


def test_structured_data_says_what_the_page_says_and_ends_no_script(client):
    event = EventPageFactory(
        title="Forum </script><b>x & y",
        mode=Mode.HYBRID,
        online_address="https://stream.example/secret",
        starts_at=moment("2027-03-16 08:30"),
        country=Region.objects.get(code="BE"),
    )

    with time_machine.travel("2027-01-01 12:00Z"):
        html = client.get(event.get_absolute_url()).content.decode()

    blocks = [
        json.loads(each) for each in re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    ]
    assert [each["@type"] for each in blocks] == ["Event", "BreadcrumbList"]
    data = blocks[0]
    assert data["name"] == "Forum </script><b>x & y"
    assert data["startDate"] == "2027-03-16T09:30:00+01:00"
    assert data["eventStatus"] == "https://schema.org/EventScheduled"
    assert [place["@type"] for place in data["location"]] == ["Place", "VirtualLocation"]
    # The stream is for people with a place.
    assert "stream.example" not in html


def test_cancelled_event_says_so_everywhere(client):
    event = EventPageFactory(slug="off")
    SessionFactory(event=event, slug="talk")
    RegistrationSetupFactory(event=event)
    event.state.cancelled_at = timezone.now()
    event.state.cancel_reason = "The host <had> to withdraw."
    event.state.save()

    html = client.get("/events/off/").content.decode()

    assert "This event has been cancelled" in html
    assert "The host &lt;had&gt; to withdraw." in html
    assert "EventCancelled" in html
    assert reverse("event_register", args=["off"]) not in html
    assert "This event has been cancelled" in client.get("/events/off/programme/").content.decode()
    assert "This session does not take place" in client.get("/events/off/programme/talk/").content.decode()
    assert [badge["label"] for badge in client.get("/events/").context["rows"][0]["badges"]] == ["Cancelled"]


@pytest.mark.parametrize("with_set_up", [True, False])
def test_box_of_a_cancelled_event_says_so(client, with_set_up):
    event = EventPageFactory()
    if with_set_up:
        RegistrationSetupFactory(event=event)
    event.state.cancelled_at = timezone.now()
    event.state.save()

    assert client.get(event.get_absolute_url()).context["box"].state == "cancelled"


def test_page_thanks_from_the_minute_the_event_ends(client):
    event = EventPageFactory(starts_at=moment("2027-03-16 08:30"), ends_at=moment("2027-03-16 16:30"))

    with time_machine.travel("2027-03-16 16:29:59Z", tick=False):
        assert "Thank you to everybody" not in client.get(event.get_absolute_url()).content.decode()
    with time_machine.travel("2027-03-16 16:30Z", tick=False):
        assert "Thank you to everybody" in client.get(event.get_absolute_url()).content.decode()


@pytest.mark.parametrize(("sessions", "actions"), [(0, []), (1, ["See the programme"])])
def test_box_of_a_past_event_leads_to_the_programme_if_there_is_one(client, sessions, actions):
    event = EventPageFactory(starts_at=moment("2026-03-16 08:30"), ends_at=moment("2026-03-16 16:30"))
    SessionFactory.create_batch(sessions, event=event)

    with time_machine.travel("2026-03-17 12:00Z", tick=False):
        box = client.get(event.get_absolute_url()).context["box"]

    assert (box.state, [action.label for action in box.actions]) == ("over", actions)


def test_member_sees_their_own_state_and_no_answer_is_kept(client_for, member):
    from events.services.registering import register

    category = CategoryFactory()
    event = category.setup.event
    register(member=member, event_id=event.pk, category_id=category.pk)

    own = client_for(member).get(event.get_absolute_url())
    visitor = client_for(None).get(event.get_absolute_url())

    assert own.context["box"].state == "confirmed"
    assert "no-store" in own.headers["Cache-Control"]
    assert visitor.context["box"].state == "open"
    assert "You are registered" not in visitor.content.decode()
    assert not visitor.cookies


def test_event_without_state_or_set_up_is_shown(client):
    event = EventPageFactory()
    event.state.delete()

    response = client.get(event.get_absolute_url())

    assert response.status_code == 200
    assert response.context["box"].state == "none"


def test_lost_file_of_a_picture_does_not_take_the_page_along(client, event_with_picture):
    event_with_picture.picture.file.storage.delete(event_with_picture.picture.file.name)

    assert client.get(event_with_picture.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("title", ["\u202eevil\u202c <b>", "é" * 255, "“Quotes” & <i>"])
def test_odd_titles_are_shown_as_text(client, title):
    event = EventPageFactory(title=title, slug="odd")

    assert heading(client.get(event.get_absolute_url())) == escape(title)


@pytest.mark.parametrize("address", ["/events/", "/events/forum/", "/events/forum/programme/", "/events/calendar.ics"])
def test_public_pages_refuse_to_be_written_to(client, address):
    EventPageFactory(slug="forum")

    assert client.post(address).status_code == 405


# Kept pages -----------------------------------------------------------------------------------------------------


@pytest.fixture
def kept(settings):
    settings.PAGE_CACHE_SECONDS = 300
    settings.PAGE_CACHE_IN_MEMORY = True


@pytest.mark.parametrize("address", ["/events/", "/events/forum/", "/events/forum/programme/", "/events/forum.ics"])
def test_public_pages_are_kept_until_the_event_is_touched(
    client, kept, django_assert_num_queries, django_capture_on_commit_callbacks, address
):
    from cop.core import page_cache

    event = EventPageFactory(slug="forum")
    first = client.get(address)
    assert first.headers["X-Page-Cache"] == "stored"
    with django_assert_num_queries(0):
        again = Client().get(address)
    assert again.content == first.content

    with django_capture_on_commit_callbacks(execute=True):
        page_cache.touch(f"event:{event.pk}", "events")

    assert Client().get(address).headers["X-Page-Cache"] == "stored"


def test_kept_page_ends_at_the_next_boundary(client, kept):
    event = EventPageFactory(starts_at=moment("2027-03-16 08:30"), ends_at=moment("2027-03-16 16:30"))
    with time_machine.travel("2027-03-16 16:29:50Z", tick=False):
        assert "Happening now" in client.get(event.get_absolute_url()).content.decode()

    with time_machine.travel("2027-03-16 16:30:01Z", tick=False):
        assert "Happening now" not in client.get(event.get_absolute_url()).content.decode()


# The list -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("now", "upcoming"),
    [
        ("2027-03-15 23:00Z", True),
        ("2027-03-16 08:29:59Z", True),
        ("2027-03-16 12:00Z", True),
        ("2027-03-16 16:29:59Z", True),
        ("2027-03-16 16:30Z", False),
        ("2027-03-16 22:59Z", False),
    ],
)
def test_event_of_today_is_upcoming_until_it_ends(client, now, upcoming):
    EventPageFactory(title="Today", starts_at=moment("2027-03-16 08:30"), ends_at=moment("2027-03-16 16:30"))

    with time_machine.travel(now, tick=False):
        lists = titles(client.get("/events/")), titles(client.get("/events/?past=1"))

    assert lists == ((["Today"], []) if upcoming else ([], ["Today"]))


@pytest.mark.parametrize(
    ("starts", "ends", "before", "after"),
    [
        # 28 March 2027, 02:00 to 03:00 does not exist in Brussels: an event from 01:30 to 03:30 lasts one hour.
        ("2027-03-28 00:30", "2027-03-28 01:30", "2027-03-28 01:29:59Z", "2027-03-28 01:30Z"),
        # 31 October 2027, 02:00 to 03:00 comes twice: from 01:30 to the second 02:30.
        ("2027-10-30 23:30", "2027-10-31 01:30", "2027-10-31 01:29:59Z", "2027-10-31 01:30Z"),
    ],
)
def test_event_in_the_night_of_a_clock_change_ends_when_it_ends(client, starts, ends, before, after):
    EventPageFactory(title="Night", starts_at=moment(starts), ends_at=moment(ends))

    with time_machine.travel(before, tick=False):
        assert titles(client.get("/events/")) == ["Night"]
    with time_machine.travel(after, tick=False):
        assert titles(client.get("/events/")) == []


@pytest.fixture
def three_events():
    industry = Topic.objects.create(name="Industry", slug="industry")
    EventPageFactory(title="Forum in Brussels", kind=EventKind.FORUM, country=Region.objects.get(code="BE"),
                     topics=[industry], starts_at=moment("2027-03-16 08:00"))  # fmt: skip
    EventPageFactory(title="Webinar", kind=EventKind.WEBINAR, mode=Mode.ONLINE, starts_at=moment("2027-05-16 08:00"))
    # On 31 December in UTC, but in the new year on its own clock.
    EventPageFactory(title="New year", kind=EventKind.WORKSHOP, country=Region.objects.get(code="ES"),
                     time_zone="Europe/Madrid", topics=[industry], starts_at=moment("2027-12-31 23:30"))  # fmt: skip


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["Forum in Brussels", "Webinar", "New year"]),
        ("kind=webinar", ["Webinar"]),
        ("kind=webinar&kind=forum", ["Forum in Brussels", "Webinar"]),
        ("topic=industry", ["Forum in Brussels", "New year"]),
        ("topic=industry&country=ES", ["New year"]),
        ("year=2028", ["New year"]),
        ("year=2027", ["Forum in Brussels", "Webinar"]),
        ("kind=webinar&country=BE", []),
        ("past=1", []),
        # What no event has fits nothing, and is not refused; beside what some event has it is left out.
        ("kind=circus", []),
        ("kind=circus&kind=webinar", ["Webinar"]),
        ("year=0x7e3&country=%00&topic=%F0%9F%92%A3", []),
        ("kind=&topic=", ["Forum in Brussels", "Webinar", "New year"]),
        ("page=999", ["Forum in Brussels", "Webinar", "New year"]),
        ("page=-1", ["Forum in Brussels", "Webinar", "New year"]),
        ("page=x&past=x", ["Forum in Brussels", "Webinar", "New year"]),
    ],
)
def test_filters_of_the_list(client, three_events, query, expected):
    with time_machine.travel("2027-01-02 12:00Z", tick=False):
        response = client.get(f"/events/?{query}")

    assert response.status_code == 200
    assert titles(response) == expected


def test_counts_say_what_choosing_would_show(client, three_events):
    with time_machine.travel("2027-01-02 12:00Z", tick=False):
        context = client.get("/events/?kind=webinar").context

    counts = {
        group["name"]: {option["value"]: option["count"] for option in group["options"]}
        for group in context["listing"].groups
    }
    # The own group counts without itself, the others with it.
    assert counts == {"kind": {"forum": 1, "webinar": 1, "workshop": 1}, "year": {"2027": 1}}
    assert (context["listing"].upcoming_count, context["listing"].past_count) == (1, 0)
    assert [item["url"] for item in context["listing"].chosen] == ["/events/"]
    assert context["calendar_url"] == "/events/calendar.ics?kind=webinar"


def test_empty_lists_offer_a_way_on(client):
    event_index()
    assert 'href="/events/?past=1"' in client.get("/events/").content.decode().partition('class="empty"')[2]
    EventPageFactory(kind=EventKind.FORUM)
    EventPageFactory(
        kind=EventKind.WEBINAR,
        starts_at=timezone.now() - timedelta(days=9),
        ends_at=timezone.now() - timedelta(days=8),
    )

    html = client.get("/events/?kind=webinar").content.decode()

    assert "No event fits these filters" in html


def test_list_has_pages_that_keep_the_filters(client):
    for _number in range(PER_PAGE + 1):
        EventPageFactory(kind=EventKind.WEBINAR)

    first = client.get("/events/?kind=webinar")
    second = client.get("/events/?kind=webinar&page=2")

    assert (len(titles(first)), len(titles(second))) == (PER_PAGE, 1)
    assert "?kind=webinar&amp;page=2" in first.content.decode()


def test_list_without_its_page_is_not_found(client):
    assert client.get("/events/").status_code == 404


def test_own_state_of_waiting_member_counts_from_their_registration(client_for, member, other_member):
    from events.services.registering import register

    category = CategoryFactory(setup__total_places=1)
    event_id = category.setup.event_id
    register(member=other_member, event_id=event_id, category_id=category.pk)
    mine = register(member=member, event_id=event_id, category_id=category.pk)

    assert mine.status == RegistrationStatus.WAITING
    assert client_for(member).get(category.setup.event.get_absolute_url()).context["box"].state == "waiting"


@pytest.fixture
def event_with_picture():
    import io

    from django.core.files.images import ImageFile
    from PIL import Image as Drawing
    from wagtail.images.models import Image

    file = io.BytesIO()
    Drawing.new("RGB", (1600, 800), "navy").save(file, "png")
    file.seek(0)
    picture = Image.objects.create(title="Hall", description="The hall", file=ImageFile(file, "hall.png"))
    return EventPageFactory(picture=picture)
