"""Calendars: valid for every reader, stable, not to be injected into, and secret where they are one's own."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar
from wagtail.models import ModelLogEntry, PageViewRestriction

from cop.taxonomy.models import Region, Topic
from events import ical
from events.choices import CategoryKind, EventKind, Mode, RegistrationStatus
from events.models import CalendarFeed, EventPage, Registration, SessionPlace
from events.refusals import Reason, Refused
from events.services.calendar_feeds import renew_feed, revoke_feed
from events.services.cancelling import cancel_registration
from events.services.registering import register
from tests.factories.events import (
    CategoryFactory,
    EventPageFactory,
    RegistrationSetupFactory,
    RoomFactory,
    SessionFactory,
    moment,
)

pytestmark = pytest.mark.django_db


def entries(content: bytes) -> list:
    """The entries of a calendar that keeps the rules: CRLF, at most 75 octets a line, readable."""
    raw = content.split(b"\r\n")
    assert raw[0] == b"BEGIN:VCALENDAR"
    assert raw[-2:] == [b"END:VCALENDAR", b""]
    for line in raw:
        assert len(line) <= 75, line
        assert b"\n" not in line
        assert b"\r" not in line
        assert b"\x00" not in line
        line.decode()  # folding has cut no character in two
    calendar = Calendar.from_ical(content)
    assert calendar["version"] == "2.0"
    assert calendar["prodid"] == ical.PRODUCT
    found = calendar.walk("VEVENT")
    for entry in found:
        assert entry.errors == []
        for name in ("UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "SEQUENCE", "STATUS", "LAST-MODIFIED", "URL"):
            assert name in entry
    return found


# One event ------------------------------------------------------------------------------------------------------


def test_event_as_a_file(client):
    event = EventPageFactory(
        title="S3 Forum",
        slug="forum",
        starts_at=moment("2027-03-28 00:30"),
        ends_at=moment("2027-03-28 16:30"),
        address="Rue Sample 1\n1000",
        country=Region.objects.get(code="BE"),
        last_published_at=moment("2026-11-01 10:00"),
        online_address="https://stream.example/secret",
    )
    event.state.sequence = 3
    event.state.save()

    response = client.get("/events/forum.ics")

    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert response.headers["Content-Disposition"] == 'attachment; filename="forum.ics"'
    assert b"\r\nMETHOD:PUBLISH\r\n" in response.content
    # On the night of the clock change: UTC cannot be wrong.
    assert b"\r\nDTSTART:20270328T003000Z\r\n" in response.content
    assert b"\r\nDTEND:20270328T163000Z\r\n" in response.content
    (entry,) = entries(response.content)
    assert entry["uid"] == f"event-{event.pk}@testserver"
    assert entry["sequence"] == 3
    assert entry["status"] == "CONFIRMED"
    assert entry["url"] == "http://testserver/events/forum/"
    assert entry["location"].startswith("Sample Congress Centre, Rue Sample 1 1000, Brussels")
    assert b"stream.example" not in response.content
    assert "ORGANIZER" not in entry
    assert "ATTENDEE" not in entry


def test_same_facts_give_the_same_bytes_and_304(client):
    EventPageFactory(slug="forum")
    with time_machine.travel("2027-01-01 12:00Z"):
        first = client.get("/events/forum.ics")
    with time_machine.travel("2027-01-02 12:00Z"):
        again = client.get("/events/forum.ics", headers={"If-None-Match": first.headers["ETag"]})
        changed = client.get("/events/forum.ics", headers={"If-None-Match": '"other"'})

    assert (again.status_code, again.content) == (304, b"")
    assert (changed.status_code, changed.content) == (200, first.content)


def test_cancelled_event_is_cancelled_in_calendars(client, staff):
    from events.services.publishing import cancel_event

    event = EventPageFactory(slug="off")
    SessionFactory(event=event, slug="talk")
    before = entries(client.get("/events/off.ics").content)[0]

    cancel_event(event=event, actor=staff, reason="No host.")

    (entry,) = entries(client.get("/events/off.ics").content)
    assert (entry["uid"], entry["status"]) == (before["uid"], "CANCELLED")
    assert entry["sequence"] == before["sequence"] + 1
    (talk,) = entries(client.get("/events/off/programme/talk.ics").content)
    assert (talk["status"], talk["sequence"]) == ("CANCELLED", 1)
    assert [each["status"] for each in entries(client.get("/events/calendar.ics").content)] == ["CANCELLED"]


EVIL = [
    "Forum\r\nATTENDEE:mailto:evil@evil.example",
    "Forum\nBEGIN:VALARM\nEND:VALARM",
    "Forum\x00\x07\x1b; END:VEVENT, x",
    'Semi;colon, comma, back\\slash \\N \\n and "quotes"',
    "\u202eturned around\u202c \u2066x\u2069",
    "Line\u2028separator\u2029and\u0085next",
    "Smörgåsbord " * 20,
    "🧭" * 60,
    "DTSTART:19700101T000000Z",
]


@pytest.mark.parametrize("evil", EVIL)
def test_no_text_of_an_editor_becomes_a_line_of_its_own(evil):
    event = EventPageFactory.build(
        pk=7, title=evil, slug="evil", summary=evil, venue=evil, address=evil, city=evil, online_address=""
    )
    talk = SessionFactory.build(
        pk=8, event=event, title=evil, slug="evil", abstract=evil, room=RoomFactory.build(event=event, name=evil)
    )

    for content in (ical.event_calendar(event), ical.session_calendar(talk), ical.events_calendar([event], name=evil)):
        names = {line.split(b":")[0].split(b";")[0] for line in content.replace(b"\r\n ", b"").split(b"\r\n") if line}
        assert names <= {
            b"BEGIN", b"END", b"VERSION", b"CALSCALE", b"PRODID", b"METHOD", b"X-WR-CALNAME",
            b"REFRESH-INTERVAL", b"X-PUBLISHED-TTL", b"UID", b"SUMMARY", b"DESCRIPTION", b"DTSTART", b"DTEND",
            b"DTSTAMP", b"LAST-MODIFIED", b"LOCATION", b"URL", b"STATUS", b"SEQUENCE", b"TRANSP", b"CATEGORIES",
        }  # fmt: skip
        (entry,) = entries(content)
        assert entry["dtstart"].dt.year > 2000
        assert not re.search("[\x00-\x08\x0b-\x1f\u202a-\u202e\u2066-\u2069]", str(entry["summary"]))


@pytest.mark.parametrize(
    ("title", "read"),
    [
        ("Semi;colon, comma", "Semi;colon, comma"),
        ("Back\\slash", "Back\\slash"),
        ("  two\n lines ", "two lines"),
        ("\u202eabc", "abc"),
        ("Žluťoučký kůň", "Žluťoučký kůň"),
    ],
)
def test_titles_come_back_as_they_were_meant(title, read):
    event = EventPageFactory.build(pk=7, title=title, slug="x")

    (entry,) = entries(ical.event_calendar(event))

    assert str(entry["summary"]) == read


@pytest.mark.parametrize(
    ("slug", "name"), [("forum", "forum.ics"), ('a";x', "a-x.ics"), ("žába", "ba.ics"), ("💣", "event.ics")]
)
def test_names_of_downloads_break_no_header(slug, name):
    assert ical.file_name(slug).removeprefix("-") == name


def test_session_as_a_file(client):
    event = EventPageFactory(slug="forum", title="Forum")
    talk = SessionFactory(event=event, slug="talk", title="Talk", room=RoomFactory(event=event, name="Hall A"),
                          starts_at=moment("2027-03-16 08:30"), ends_at=moment("2027-03-16 09:15"))  # fmt: skip

    (entry,) = entries(client.get("/events/forum/programme/talk.ics").content)

    assert entry["uid"] == f"session-{talk.pk}@testserver"
    assert str(entry["summary"]) == "Talk – Forum"
    assert str(entry["location"]).startswith("Hall A, Sample Congress Centre")
    assert (entry["dtstart"].dt, entry["dtend"].dt) == (
        datetime(2027, 3, 16, 8, 30, tzinfo=UTC),
        datetime(2027, 3, 16, 9, 15, tzinfo=UTC),
    )


# All events -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("rows", [1, 3])
def test_calendar_of_all_events_takes_three_statements(client, django_assert_num_queries, rows):
    for _number in range(rows):
        EventPageFactory()

    with django_assert_num_queries(3):  # two of the events, and open meetings of working groups
        response = client.get("/events/calendar.ics")

    assert len(entries(response.content)) == rows
    assert b"\r\nX-WR-CALNAME:S3 Community of Practice\r\n" in response.content
    assert b"\r\nREFRESH-INTERVAL;VALUE=DURATION:PT1H\r\n" in response.content
    assert b"\r\nX-PUBLISHED-TTL:PT1H\r\n" in response.content


def test_calendar_of_all_events_takes_the_filters_of_the_list(client):
    industry = Topic.objects.create(name="Industry", slug="industry")
    EventPageFactory(title="Forum", kind=EventKind.FORUM, topics=[industry])
    EventPageFactory(title="Webinar", kind=EventKind.WEBINAR)
    EventPageFactory(title="Past", kind=EventKind.FORUM, starts_at=moment("2023-11-28 08:00"))

    def titles(query: str) -> list[str]:
        return [str(entry["summary"]) for entry in entries(client.get(f"/events/calendar.ics{query}").content)]

    assert titles("") == ["Past", "Forum", "Webinar"]
    assert titles("?kind=webinar") == ["Webinar"]
    assert titles("?topic=industry") == ["Forum"]
    assert titles("?year=2023&kind=forum") == ["Past"]
    assert titles("?kind=circus") == []


def test_empty_calendar_is_a_calendar(client):
    assert entries(client.get("/events/calendar.ics").content) == []


# One's own ------------------------------------------------------------------------------------------------------


@pytest.fixture
def feed(member) -> CalendarFeed:
    return renew_feed(member=member, actor=member)


def own(client, feed: CalendarFeed) -> dict[str, tuple[str, int]]:
    """Summary to status and sequence."""
    response = client.get(reverse("personal_calendar", args=[feed.token]))
    assert response.status_code == 200
    return {str(each["summary"]): (each["status"], each["sequence"]) for each in entries(response.content)}


def place(member, **event) -> Registration:
    category = CategoryFactory(setup=RegistrationSetupFactory(event=EventPageFactory(**event)))
    return register(member=member, event_id=category.setup.event_id, category_id=category.pk)


def test_personal_calendar_holds_what_i_am_registered_for(client, member, other_member, feed):
    place(member, title="Mine")
    place(other_member, title="Canary of somebody else")
    EventPageFactory(title="Canary of nobody")

    assert own(client, feed) == {"Mine": ("CONFIRMED", 1)}


@pytest.mark.parametrize(
    ("mode", "kind", "location", "session_location"),
    [
        (Mode.HYBRID, CategoryKind.ONLINE, "Online", "Online"),
        (Mode.HYBRID, CategoryKind.IN_PERSON, "Sample Hall", "Room B, Sample Hall"),
        (Mode.IN_PERSON, CategoryKind.ONLINE, "Sample Hall", "Room B, Sample Hall"),
    ],
)
def test_own_entry_sends_nobody_who_takes_part_online_to_the_room(
    client, member, feed, mode, kind, location, session_location
):
    event = EventPageFactory(title="Forum", mode=mode, venue="Sample Hall", city="", country=None)
    session = SessionFactory(
        event=event, title="Clinic", needs_choice=True, room=RoomFactory(event=event, name="Room B")
    )
    category = CategoryFactory(setup=RegistrationSetupFactory(event=event), kind=kind)
    registration = register(member=member, event_id=event.pk, category_id=category.pk, session_ids=[session.pk])

    mine = entries(client.get(reverse("personal_calendar", args=[feed.token])).content)
    (letter,) = entries(ical.event_calendar(event, registration=registration))
    (public,) = entries(ical.event_calendar(event))

    assert [str(each["location"]) for each in mine] == [location, session_location]
    assert str(letter["location"]) == location
    assert str(public["location"]) == "Sample Hall"


def test_personal_calendar_follows_the_state_and_sequence_never_falls(client, member, feed):
    registration = place(member, title="Forum")
    assert own(client, feed) == {"Forum": ("CONFIRMED", 1)}

    cancel_registration(registration=registration, actor=member)
    assert own(client, feed) == {"Forum": ("CANCELLED", 2)}

    again = register(member=member, event_id=registration.event_id, category_id=registration.category_id)
    assert own(client, feed) == {"Forum": ("CONFIRMED", 3)}
    # The letter's attachment says the same.
    (entry,) = entries(ical.event_calendar(again.event, registration=again))
    assert (entry["status"], entry["sequence"]) == ("CONFIRMED", 3)


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (RegistrationStatus.PENDING, "TENTATIVE"),
        (RegistrationStatus.WAITING, "TENTATIVE"),
        (RegistrationStatus.OFFERED, "TENTATIVE"),
        (RegistrationStatus.CONFIRMED, "CONFIRMED"),
        (RegistrationStatus.ATTENDED, "CONFIRMED"),
        (RegistrationStatus.NO_SHOW, "CONFIRMED"),
        (RegistrationStatus.REJECTED, "CANCELLED"),
        (RegistrationStatus.CANCELLED, "CANCELLED"),
        (RegistrationStatus.EXPIRED, "CANCELLED"),
    ],
)
def test_every_state_of_a_registration_has_one_of_the_calendar(status, expected):
    assert ical.STATUS_OF[status] == expected


def test_personal_calendar_holds_chosen_sessions(client, member, feed):
    category = CategoryFactory(setup__event__title="Forum")
    talk = SessionFactory(event=category.setup.event, title="Talk", needs_choice=True)
    SessionFactory(event=category.setup.event, title="Canary", needs_choice=True)
    register(member=member, event_id=category.setup.event_id, category_id=category.pk, session_ids=[talk.pk])

    assert own(client, feed) == {"Forum": ("CONFIRMED", 1), "Talk – Forum": ("CONFIRMED", 1)}


@pytest.mark.parametrize("rows", [1, 3])
def test_personal_calendar_takes_five_statements(client, django_assert_num_queries, member, feed, rows):
    for number in range(rows):
        registration = place(member)
        talk = SessionFactory(event=registration.event, needs_choice=True, room=RoomFactory(event=registration.event))
        SessionPlace.objects.create(
            registration=registration, session=talk, status=RegistrationStatus.CONFIRMED, number=number + 1
        )

    with django_assert_num_queries(5):  # four of the events, and the meetings of the member's groups
        response = client.get(reverse("personal_calendar", args=[feed.token]))

    assert len(entries(response.content)) == 2 * rows


def test_event_that_became_private_leaves_the_calendar_at_once(client, member, feed):
    from django.contrib.auth.models import Group

    registration = place(member, title="Canary")
    restriction = PageViewRestriction.objects.create(
        page=registration.event, restriction_type=PageViewRestriction.GROUPS
    )
    group = Group.objects.create(name="Steering")
    restriction.groups.add(group)
    assert own(client, feed) == {}

    member.groups.add(group)
    assert own(client, feed) == {"Canary": ("CONFIRMED", 1)}
    member.groups.remove(group)
    assert own(client, feed) == {}


def test_old_events_leave_after_a_year(client, member, feed):
    registration = place(member, title="Forum")
    ends = registration.event.ends_at

    with time_machine.travel(ends + timedelta(days=364), tick=False):
        assert set(own(client, feed)) == {"Forum"}
    with time_machine.travel(ends + timedelta(days=366), tick=False):
        assert own(client, feed) == {}


def test_unknown_renewed_revoked_and_disabled_addresses_answer_alike(client, member, feed):
    place(member, title="Canary")
    old = feed.token
    assert own(client, feed)
    new = renew_feed(member=member, actor=member).token

    def answer(token: str):
        return client.get(reverse("personal_calendar", args=[token]))

    assert answer(new).status_code == 200
    bodies = {re.sub(re.escape(token).encode(), b"", answer(token).content) for token in (old, "unknown-" * 5, "short")}
    assert len(bodies) == 1
    assert [answer(token).status_code for token in (old, "unknown-" * 5, "short")] == [404, 404, 404]
    member.is_active = False
    member.save()
    assert answer(new).status_code == 404
    member.is_active = True
    member.save()
    assert revoke_feed(member=member, actor=member) is True
    assert revoke_feed(member=member, actor=member) is False
    assert answer(new).status_code == 404


def test_secret_address_is_long_and_kept_out_of_log_and_caches(client, member, feed, settings):
    settings.PAGE_CACHE_SECONDS, settings.PAGE_CACHE_IN_MEMORY = 300, True

    response = client.get(reverse("personal_calendar", args=[feed.token]))

    assert len(feed.token) == 43
    assert response.headers["Cache-Control"] == "private, no-cache"
    assert response.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert "X-Page-Cache" not in response.headers
    again = client.get(
        reverse("personal_calendar", args=[feed.token]), headers={"If-None-Match": response.headers["ETag"]}
    )
    assert again.status_code == 304
    (entry,) = ModelLogEntry.objects.filter(action="events.calendar.renew")
    assert feed.token not in str(entry.data)


def test_feed_is_made_by_its_member_only(member, other_member):
    for call in (renew_feed, revoke_feed):
        with pytest.raises(Refused) as caught:
            call(member=member, actor=other_member)
        assert caught.value.reason == Reason.NOT_YOURS
    assert not CalendarFeed.objects.exists()


def test_page_of_the_calendar_asks_for_log_in_and_changes_nothing_on_get(client, client_for, member):
    assert client.get("/my/calendar/").status_code == 302
    mine = client_for(member)

    page = mine.get("/my/calendar/")
    assert '<li><a href="/my/">My page</a></li>' in page.text
    assert not CalendarFeed.objects.exists()
    mine.post("/my/calendar/", {"act": "renew"})
    token = CalendarFeed.objects.get().token
    assert f"http://testserver/calendar/{token}.ics" in mine.get("/my/calendar/").content.decode()
    mine.post("/my/calendar/", {"act": "renew"})
    assert CalendarFeed.objects.get().token != token
    mine.post("/my/calendar/", {"act": "revoke"})
    assert not CalendarFeed.objects.exists()


def test_letter_that_takes_an_entry_back_says_cancel():
    event = EventPageFactory.build(pk=7, title="Forum", slug="forum", ends_at=timezone.now())

    content = ical.event_calendar(event, method="CANCEL")

    assert b"\r\nMETHOD:CANCEL\r\n" in content
    assert entries(content)[0]["status"] == "CANCELLED"


def test_draft_without_state_has_a_calendar(client):
    event = EventPageFactory(slug="forum")
    event.state.delete()

    (entry,) = entries(client.get("/events/forum.ics").content)

    assert entry["sequence"] == 0
    assert EventPage.objects.count() == 1
