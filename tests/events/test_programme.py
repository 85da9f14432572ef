"""The programme: its grid, its pages, its statements; and the services that change it."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from wagtail.models import PageLogEntry

from events.choices import RegistrationStatus as S
from events.choices import SessionType, SpeakerRole
from events.models import Room, Session, SessionPlace
from events.refusals import Reason, Refused
from events.selectors import grid
from events.services import programme
from events.services.registering import register
from tests.events.test_publishing import page_data
from tests.factories.events import (
    CategoryFactory,
    EventPageFactory,
    RoomFactory,
    SessionFactory,
    SpeakerFactory,
    TrackFactory,
    moment,
)
from tests.letters import deliver_all, kinds, letters

pytestmark = pytest.mark.django_db

DAY = "2027-03-16"


@pytest.fixture
def event():
    return EventPageFactory(
        slug="forum", starts_at=moment(f"{DAY} 08:00"), ends_at=moment(f"{DAY} 16:00"), time_zone="UTC"
    )


@pytest.fixture
def rooms(event):
    return [RoomFactory(event=event, name=name) for name in "ABC"]


def session(event, hours: str, room=None, kind=SessionType.PARALLEL, **more) -> Session:
    """A session from “09:00-10:30”."""
    start, end = hours.split("-")
    return SessionFactory(
        event=event,
        title=more.pop("title", hours),
        starts_at=moment(f"{DAY} {start}"),
        ends_at=moment(f"{DAY} {end}"),
        room=room,
        type=kind,
        **more,
    )


def text_of(content: str | bytes) -> str:
    return content if isinstance(content, str) else content.decode()


def drawn(sessions) -> list[list[str]]:
    """The grid as a browser draws it: one word a cell, the same word over the whole rectangle."""
    table = grid.build(sessions)
    width, height = len(table.columns), len(table.rows)
    picture = [["?"] * width for _row in range(height)]
    for row, (_start, cells) in enumerate(table.rows):
        column = 0
        for cell in cells:
            while picture[row][column] != "?":
                column += 1
            word = cell.sessions[0].title if cell.sessions else "."
            for down in range(cell.down):
                for across in range(cell.span):
                    assert picture[row + down][column + across] == "?", "one cell covers another"
                    picture[row + down][column + across] = word
    assert "?" not in {word for row in picture for word in row}
    return picture


# The grid -------------------------------------------------------------------------------------------------------


def test_grid_of_parallel_sessions_has_a_column_a_room(event, rooms):
    a, b, _c = rooms
    shown = [session(event, "09:00-10:00", a, title="1"), session(event, "09:00-10:00", b, title="2"),
             session(event, "10:00-11:00", b, title="3")]  # fmt: skip

    assert grid.build(shown).columns == ["A", "B"]
    assert drawn(shown) == [["1", "2"], [".", "3"]]


def test_grid_lets_breaks_and_plenaries_lie_across_what_is_free(event, rooms):
    a, b, c = rooms
    shown = [
        session(event, "09:00-10:00", a, SessionType.PLENARY, title="open"),
        session(event, "10:00-10:30", None, SessionType.BREAK, title="tea"),
        session(event, "10:30-11:30", a, title="1"),
        session(event, "10:30-12:30", c, title="long"),
        session(event, "11:30-12:00", RoomFactory(event=event, name="Foyer"), SessionType.BREAK, title="rest"),
        session(event, "12:00-12:30", b, SessionType.PLENARY, title="end"),
    ]

    assert drawn(shown) == [
        ["open"] * 3,
        ["tea"] * 3,
        ["1", ".", "long"],
        ["rest", "rest", "long"],
        ["end", "end", "long"],
    ]
    assert grid.build(shown).columns == ["A", "B", "C"]


def test_grid_of_odd_overlapping_times_loses_nothing(event, rooms):
    a, b, _c = rooms
    shown = [
        session(event, "09:00-09:50", a, title="1"),
        session(event, "09:05-09:20", b, title="2"),
        session(event, "09:20-10:10", b, title="3"),
        session(event, "10:00-10:05", a, title="4"),
    ]

    assert drawn(shown) == [["1", "."], ["1", "2"], ["1", "3"], ["4", "3"]]


def test_grid_gives_a_room_a_second_lane_where_sessions_in_it_overlap(event, rooms):
    a, b, _c = rooms
    shown = [
        session(event, "09:00-10:00", a, title="1"),
        session(event, "09:30-10:30", a, title="2"),
        session(event, "09:00-09:30", b, title="3"),
    ]

    assert grid.build(shown).columns == ["A", "", "B"]
    assert drawn(shown) == [["1", ".", "3"], ["1", "2", "."]]


def test_grid_puts_what_finds_no_free_column_elsewhere(event, rooms):
    a, b, _c = rooms
    shown = [
        session(event, "09:00-10:00", a, title="1"),
        session(event, "09:00-10:00", b, title="2"),
        session(event, "09:00-10:00", None, SessionType.NETWORKING, title="fair"),
        session(event, "09:30-10:00", None, title="walk"),
    ]

    assert grid.build(shown).columns == ["A", "B", "Elsewhere", ""]
    assert drawn(shown) == [["1", "2", "fair", "."], ["1", "2", "fair", "walk"]]


def test_grid_without_rooms_is_one_column(event):
    shown = [session(event, "09:00-10:00", title="1"), session(event, "10:00-11:00", title="2")]

    assert drawn(shown) == [["1"], ["2"]]
    assert grid.build(shown).columns == ["Sessions"]


def test_grid_keeps_two_breaks_at_the_same_time_apart(event, rooms):
    a, b, _c = rooms
    shown = [
        session(event, "09:00-10:00", a, title="1"),
        session(event, "09:00-10:00", b, title="2"),
        session(event, "10:00-10:30", None, SessionType.BREAK, title="tea"),
        session(event, "10:00-10:30", None, SessionType.BREAK, title="press"),
    ]

    assert set(drawn(shown)[1]) == {"tea", "press"}


@pytest.mark.parametrize("seed", range(12))
def test_grid_of_anything_shows_each_session_once_and_covers_nothing(event, rooms, seed):
    import random

    chance = random.Random(seed)
    shown = []
    for number in range(25):
        start = moment(f"{DAY} 08:00") + timedelta(minutes=5 * chance.randrange(80))
        shown.append(
            SessionFactory.build(
                event=event,
                pk=number + 1,
                title=str(number),
                starts_at=start,
                ends_at=start + timedelta(minutes=5 * chance.randrange(1, 40)),
                room=chance.choice([*rooms, None]),
                type=chance.choice(list(SessionType)),
            )
        )

    words = [word for row in drawn(shown) for word in row]

    assert {word for word in words if word != "."} == {str(number) for number in range(25)}


# The page -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [1, 60])
def test_programme_takes_three_statements_whatever_its_length(client, django_assert_num_queries, event, rooms, number):
    track = TrackFactory(event=event)
    speakers = [SpeakerFactory(), SpeakerFactory()]
    for each in range(number):
        start = moment(f"{DAY} 08:00") + timedelta(minutes=30 * (each // 3))
        SessionFactory(event=event, room=rooms[each % 3], track=track, speakers=speakers, needs_choice=True, places=9,
                       starts_at=start, ends_at=start + timedelta(minutes=30))  # fmt: skip

    with django_assert_num_queries(3):  # event, sessions with their people, slides in the library
        response = client.get("/events/forum/programme/")

    assert response.content.decode().count("<article") == number


def test_session_page_takes_four_statements(client, django_assert_num_queries, event):
    SessionFactory(event=event, slug="talk", speakers=[SpeakerFactory(biography="Words"), SpeakerFactory()])

    with django_assert_num_queries(4):  # event, sessions with their people, biographies, slides in the library
        html = client.get("/events/forum/programme/talk/").content.decode()

    assert "Words" in html


def test_programme_has_its_days_in_the_zone_of_the_event(client):
    # In Auckland the 16th begins when it is the 15th, 11:00, in UTC.
    event = EventPageFactory(slug="far", time_zone="Pacific/Auckland",
                             starts_at=moment("2027-03-15 20:00"), ends_at=moment("2027-03-16 20:00"))  # fmt: skip
    for start in ("2027-03-15 20:00", "2027-03-15 23:30", "2027-03-16 19:00"):
        SessionFactory(event=event, starts_at=moment(start))

    days = client.get("/events/far/programme/").context["days"]

    assert [(day.anchor, len(day.rows)) for day in days] == [("day-2027-03-16", 2), ("day-2027-03-17", 1)]


@pytest.mark.parametrize(
    ("query", "checked"),
    [("", 0), ("track=policy", 1), ("track=tools", 2), ("track=nothing", 0), ("track=%00&track=%3Cscript%3E", 0)],
)
def test_track_in_the_address_is_chosen_without_script(client, event, query, checked):
    for name in ("Policy", "Tools"):
        SessionFactory(event=event, track=TrackFactory(event=event, name=name))

    html = client.get(f"/events/forum/programme/?{query}").content.decode()

    (chosen,) = re.findall(r'id="track-(\d)" checked', html)
    assert int(chosen) == checked
    assert sorted(re.findall(r'data-track="(\d)"', html)) == ["1", "2"]
    assert "<script>" not in html


def test_programme_marks_ones_own_choice_for_the_member_only(client_for, member, event):
    chosen = SessionFactory(event=event, needs_choice=True, title="Mine")
    category = CategoryFactory(setup__event=event)
    with time_machine.travel("2027-03-01 12:00Z"):
        category.setup.opens_at = moment("2027-02-01 12:00")
        category.setup.save()
        register(member=member, event_id=event.pk, category_id=category.pk, session_ids=[chosen.pk])

    assert client_for(member).get("/events/forum/programme/").content.decode().count("Your choice") == 1
    assert "Your choice" not in client_for(None).get("/events/forum/programme/").content.decode()


def test_session_page_shows_places_people_and_neighbours(client, event, rooms):
    first = session(event, "08:00-09:00", rooms[0], title="First", slug="first")
    session(event, "09:00-09:30", None, SessionType.BREAK, title="Coffee", slug="coffee")
    talk = session(event, "09:30-10:30", rooms[1], title="Talk", slug="talk", needs_choice=True, places=12,
                   speakers=[SpeakerFactory(name="Ana Sample")])  # fmt: skip
    talk.session_speakers.update(role=SpeakerRole.CHAIR)
    last = session(event, "10:30-11:00", rooms[0], title="Last", slug="last", is_cancelled=True)

    response = client.get("/events/forum/programme/talk/")
    html = response.content.decode()

    assert response.context["before"] == (first, "/events/forum/programme/first/")
    assert response.context["after"] == (last, "/events/forum/programme/last/")
    assert ("Places", "12 of 12 left") in response.context["facts"]
    assert "Chair" in html
    assert "This session does not take place" in client.get("/events/forum/programme/last/").content.decode()


def test_unknown_session_and_session_of_another_event_are_not_found(client, event):
    other = SessionFactory(slug="elsewhere")

    assert client.get("/events/forum/programme/elsewhere/").status_code == 404
    assert client.get(f"/events/{other.event.slug}/programme/elsewhere/").status_code == 200
    assert client.get("/events/forum/programme/nothing/").status_code == 404


def test_event_without_programme_says_what_to_do(client, event):
    html = client.get("/events/forum/programme/").content.decode()

    assert "The programme is being made" in html
    assert 'href="/events/forum/"' in html.partition('class="empty"')[2]


def test_event_of_the_past_without_programme_promises_none(client, event):
    with time_machine.travel(event.ends_at):
        html = client.get("/events/forum/programme/").content.decode()

    assert "The programme is being made" not in html
    assert "No programme was kept" in html


def test_text_of_editors_is_shown_as_text(client, event):
    speaker = SpeakerFactory(name="<b>Ana</b>", biography="<script>alert(1)</script>", role="<i>x</i>")
    SessionFactory(event=event, slug="x", title="<img src=x onerror=y>", abstract="<script>z</script>",
                   track=TrackFactory(event=event, name="<u>T</u>"), room=RoomFactory(event=event, name="<em>R</em>"),
                   speakers=[speaker])  # fmt: skip

    for address in ("/events/forum/programme/", "/events/forum/programme/x/", "/events/forum/"):
        html = client.get(address).content.decode()
        for tag in ("<b>Ana", "<script>alert", "<script>z", "<i>x", "<img src=x", "<u>T", "<em>R"):
            assert tag not in html


# Changing it ----------------------------------------------------------------------------------------------------


@pytest.fixture
def claim(member):
    """A session in thirty days that a member has chosen and has a place in."""
    category = CategoryFactory()
    event = category.setup.event
    talk = SessionFactory(event=event, title="Talk", slug="talk", needs_choice=True, places=1,
                          room=RoomFactory(event=event, name="Hall"))  # fmt: skip
    register(member=member, event_id=event.pk, category_id=category.pk, session_ids=[talk.pk])
    deliver_all()
    return SessionPlace.objects.select_related("session__event", "session__room", "registration").get()


def test_moved_session_raises_sequence_and_tells_who_chose_it(claim, staff, member):
    talk = claim.session
    talk.starts_at += timedelta(minutes=30)

    programme.save_session(session=talk, parts=None, actor=staff)

    talk.refresh_from_db()
    assert talk.sequence == 1
    (letter,) = letters(kind="events.session_changed")
    assert letter.to == member.email
    (message,) = deliver_all()
    assert message.subject == "Session changed: Talk"
    assert "until now" in message.body
    (attachment,) = message.attachments
    assert (attachment.filename, attachment.mimetype) == ("talk.ics", "text/calendar")
    assert "SEQUENCE:1\r\n" in text_of(attachment.content)


@pytest.mark.parametrize(
    ("field", "value", "raised"),
    [("title", "New", 1), ("room", None, 1), ("abstract", "More", 0), ("places", 5, 0), ("is_streamed", True, 0)],
)
def test_sequence_rises_with_title_time_and_room_only(claim, staff, field, value, raised):
    setattr(claim.session, field, value)

    programme.save_session(session=claim.session, parts=None, actor=staff)

    claim.session.refresh_from_db()
    assert claim.session.sequence == raised
    assert kinds(kind="events.session_changed") == ["events.session_changed"] * raised


def test_saving_the_same_facts_twice_tells_once(claim, staff):
    claim.session.title = "New"
    programme.save_session(session=claim.session, parts=None, actor=staff)
    programme.save_session(session=claim.session, parts=None, actor=staff)

    assert kinds(kind="events.session_changed") == ["events.session_changed"]


def test_cancelled_session_is_told_once(claim, staff):
    assert programme.cancel_session(session=claim.session, actor=staff) is True
    assert programme.cancel_session(session=claim.session, actor=staff) is False

    (message,) = deliver_all()
    assert message.subject == "Session cancelled: Talk"
    claim.session.refresh_from_db()
    assert (claim.session.is_cancelled, claim.session.sequence) == (True, 1)


def test_session_that_somebody_chose_cannot_be_deleted(claim, staff):
    with pytest.raises(Refused) as caught:
        programme.delete_session(session=claim.session, actor=staff)

    assert caught.value.reason == Reason.SESSION_CHOSEN
    assert Session.objects.filter(pk=claim.session_id).exists()


def test_session_that_nobody_chose_is_deleted(staff):
    talk = SessionFactory()

    programme.delete_session(session=talk, actor=staff)

    assert not Session.objects.exists()


def test_more_places_are_offered_to_those_who_wait(claim, staff, other_member):
    waiting = register(member=other_member, event_id=claim.session.event_id, category_id=claim.registration.category_id,
                       session_ids=[claim.session_id]).session_places.get()  # fmt: skip
    assert waiting.status == S.WAITING

    claim.session.places = 2
    programme.save_session(session=claim.session, parts=None, actor=staff)

    waiting.refresh_from_db()
    assert waiting.status == S.OFFERED


def test_renamed_room_is_a_change_of_place(claim, staff):
    room = claim.session.room
    room.name = "Great hall"

    programme.save_room(room=room, actor=staff)

    claim.session.refresh_from_db()
    assert claim.session.sequence == 1
    (letter,) = letters(kind="events.session_changed")
    assert (letter.params["old"]["where"], letter.params["new"]["where"]) == ("Hall", "Great hall")


def test_room_with_sessions_cannot_be_deleted(claim, staff):
    with pytest.raises(Refused) as caught:
        programme.delete_room(room=claim.session.room, actor=staff)

    assert caught.value.reason == Reason.ROOM_IN_USE
    assert Room.objects.exists()


def test_duplicate_has_its_own_address_and_no_claims(claim, staff):
    claim.session.session_speakers.create(speaker=SpeakerFactory(name="Ana Sample"), role=SpeakerRole.CHAIR)

    copy = programme.duplicate_session(session=claim.session, actor=staff)

    assert (copy.title, copy.slug, copy.sequence) == ("Talk (copy)", "talk-copy", 0)
    assert [(each.speaker.name, each.role) for each in copy.session_speakers.all()] == [("Ana Sample", "chair")]
    assert not copy.session_places.exists()
    assert programme.duplicate_session(session=claim.session, actor=staff).slug == "talk-copy-2"


def test_address_of_a_new_session_comes_from_its_title_and_stays(event, staff):
    talk = Session(event=event, title="Déjà vu: " + "x" * 150, starts_at=event.starts_at, ends_at=event.ends_at)
    programme.save_session(session=talk, parts=[(SpeakerFactory(), "chair")], actor=staff)
    slug = talk.slug
    assert slug.startswith("deja-vu-xxx")
    assert len(slug) <= 80

    talk.title = "Another"
    programme.save_session(session=talk, parts=[], actor=staff)

    talk.refresh_from_db()
    assert talk.slug == slug
    assert not talk.session_speakers.exists()


# In the admin ---------------------------------------------------------------------------------------------------


@pytest.fixture
def editor_client(client_for, staff, settings):
    settings.STAFF_NEEDS_SECOND_FACTOR = False
    return client_for(staff)


def form_data(**values) -> dict:
    people = {f"people-{name}": value for name, value in (("TOTAL_FORMS", 0), ("INITIAL_FORMS", 0))}
    return {"title": "Talk", "type": "parallel", "abstract": "", "places": "", **people, **values}


@pytest.mark.parametrize("zone", ["Europe/Lisbon", "America/New_York"])
def test_editor_writes_times_on_the_clock_at_the_event(editor_client, staff, zone):
    staff.time_zone = "Asia/Tokyo"
    staff.save()
    event = EventPageFactory(time_zone=zone, starts_at=moment("2027-07-16 08:00"))

    response = editor_client.post(
        reverse("programmes:add", args=[event.pk]),
        form_data(starts_at="2027-07-16 09:00", ends_at="2027-07-16 10:00"),
    )

    assert response.status_code == 302
    talk = Session.objects.get()
    assert f"{talk.local_start:%H:%M}" == "09:00"
    html = editor_client.get(reverse("programmes:edit", args=[event.pk, talk.pk])).content.decode()
    assert 'value="2027-07-16 09:00"' in html


@pytest.mark.parametrize("hour", ["2027-03-28 02:30", "2027-10-31 02:30"])
def test_times_that_come_twice_or_not_at_all_are_refused(editor_client, hour):
    event = EventPageFactory(time_zone="Europe/Brussels", starts_at=moment("2027-06-16 08:00"))

    response = editor_client.post(
        reverse("programmes:add", args=[event.pk]), form_data(starts_at=hour, ends_at="2027-10-31 09:00")
    )

    assert response.status_code == 200
    assert response.context["form"].errors["starts_at"] == [
        "On this day the clock in Brussels is changed, and this time comes twice or not at all. Choose another."
    ]
    assert not Session.objects.exists()


def test_impossible_start_of_a_session_is_the_only_thing_said_about_its_times(editor_client):
    event = EventPageFactory(time_zone="Europe/Brussels", starts_at=moment("2027-06-16 08:00"))
    talk = SessionFactory(event=event)

    response = editor_client.post(
        reverse("programmes:edit", args=[event.pk, talk.pk]),
        form_data(starts_at="2027-03-28 02:30", ends_at="2027-03-28 09:00"),
    )

    assert set(response.context["form"].errors) == {"starts_at"}


def test_room_of_another_event_is_refused(editor_client, event):
    foreign = RoomFactory()

    response = editor_client.post(
        reverse("programmes:add", args=[event.pk]),
        form_data(starts_at=f"{DAY} 09:00", ends_at=f"{DAY} 10:00", room=foreign.pk),
    )

    assert set(response.context["form"].errors) == {"room"}


def test_session_of_another_event_cannot_be_reached_through_this_one(editor_client, event):
    foreign = SessionFactory()

    assert editor_client.get(reverse("programmes:edit", args=[event.pk, foreign.pk])).status_code == 404


def test_programmes_are_for_those_who_may_edit_the_page(client_for, member, event, settings):
    from django.contrib.auth.models import Group, Permission
    from wagtail.models import GroupPagePermission

    settings.STAFF_NEEDS_SECOND_FACTOR = False
    talk = SessionFactory(event=event)
    addresses = [
        reverse("programmes:event", args=[event.pk]),
        reverse("programmes:add", args=[event.pk]),
        reverse("programmes:rooms", args=[event.pk]),
        reverse("programmes:shift", args=[event.pk]),
        reverse("programmes:cancel_event", args=[event.pk]),
        *(
            reverse(f"programmes:{name}", args=[event.pk, talk.pk])
            for name in ("edit", "cancel", "delete", "duplicate", "restore")
        ),
    ]
    group = Group.objects.create(name="Sample editors of other pages")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    member.is_staff = True
    member.save()
    member.groups.add(group)
    client = client_for(member)

    refused = [client.get(address) for address in addresses]
    GroupPagePermission.objects.create(
        group=group, page=event, permission=Permission.objects.get(codename="change_page")
    )
    allowed = [client.get(address).status_code for address in addresses]

    # Wagtail sends those who lack a right to its front page with a message.
    assert {(answer.status_code, answer.headers["Location"]) for answer in refused} == {(302, "/admin/")}
    # Whoever edits the page edits its programme; calling the event off takes the right to publish.
    assert allowed == [200, 200, 200, 200, 302, 200, 200, 200, 200, 200]


def test_get_changes_nothing(editor_client, event):
    talk = SessionFactory(event=event)
    for name in ("cancel", "delete", "duplicate"):
        assert editor_client.get(reverse(f"programmes:{name}", args=[event.pk, talk.pk])).status_code == 200

    talk.refresh_from_db()
    assert (Session.objects.count(), talk.is_cancelled) == (1, False)


def test_editor_cancels_instead_of_deleting_a_chosen_session(editor_client, claim):
    here = [claim.session.event_id, claim.session_id]

    response = editor_client.post(reverse("programmes:delete", args=here), follow=True)

    assert "Cancel it instead" in response.content.decode()
    editor_client.post(reverse("programmes:cancel", args=here))
    claim.session.refresh_from_db()
    assert claim.session.is_cancelled


def test_rooms_and_tracks_are_saved_and_deleted(editor_client, event):
    old = RoomFactory(event=event, name="Old")
    data = {
        "rooms-TOTAL_FORMS": 2, "rooms-INITIAL_FORMS": 1,
        "rooms-0-id": old.pk, "rooms-0-event": event.pk, "rooms-0-name": "Old", "rooms-0-sort_order": 0,
        "rooms-0-DELETE": "on",
        "rooms-1-event": event.pk, "rooms-1-name": "New", "rooms-1-sort_order": 1,
        "tracks-TOTAL_FORMS": 1, "tracks-INITIAL_FORMS": 0,
        "tracks-0-event": event.pk, "tracks-0-name": "Policy", "tracks-0-colour": "green", "tracks-0-sort_order": 0,
    }  # fmt: skip

    response = editor_client.post(reverse("programmes:rooms", args=[event.pk]), data)

    assert response.status_code == 302
    assert list(event.rooms.values_list("name", flat=True)) == ["New"]
    assert list(event.tracks.values_list("name", "colour")) == [("Policy", "green")]


# Moving all of it -----------------------------------------------------------------------------------------------


@pytest.fixture
def spring(member):
    """An event on 25 March 2027 in Brussels, three days before its clocks change, with two sessions that a member has
    chosen and one that nobody has."""
    with time_machine.travel("2027-01-04 12:00Z"):
        event = EventPageFactory(starts_at=moment("2027-03-25 08:00"), ends_at=moment("2027-03-25 16:00"))
        category = CategoryFactory(setup__event=event)
        talks = [
            SessionFactory(event=event, title=name, slug=name.lower(), needs_choice=True, places=5,
                           starts_at=moment(f"2027-03-25 {hour}:00"))
            for name, hour in (("One", "09"), ("Two", "11"), ("Three", "13"))
        ]  # fmt: skip
        register(member=member, event_id=event.pk, category_id=category.pk, session_ids=[each.pk for each in talks[:2]])
        deliver_all()
        yield event


def times(event) -> list[tuple[str, str, int]]:
    return [(f"{each.local_start:%d %B %H:%M}", f"{each.local_end:%H:%M}", each.sequence)
            for each in event.sessions.select_related("event").order_by("pk")]  # fmt: skip


def test_programme_moves_on_the_clock_on_the_wall_and_tells_each_person_once(spring, staff, member):
    assert programme.shift_programme(event=spring, days=7, actor=staff) == 3

    assert times(spring) == [
        ("01 April 10:00", "11:00", 1),
        ("01 April 12:00", "13:00", 1),
        ("01 April 14:00", "15:00", 1),
    ]
    assert spring.sessions.get(slug="one").starts_at == moment("2027-04-01 08:00")
    (letter,) = letters(kind="events.session_changed")
    assert letter.to == member.email
    (message,) = deliver_all()
    assert message.subject == f"Sessions changed: {spring.title}"
    for words in ("One", "Two", "Thursday 1 April 2027, 10:00–11:00", "Thursday 25 March 2027, 12:00–13:00"):
        assert words in message.body
    assert "Three" not in message.body
    assert [each.filename for each in message.attachments] == ["one.ics", "two.ics"]
    assert "DTSTART:20270401T080000Z" in text_of(message.attachments[0].content)
    entry = PageLogEntry.objects.get(action="events.session.shift")
    assert (entry.user, entry.page_id, entry.data["what"]) == (staff, spring.pk, "7 days")


def test_programme_moves_back_with_sequence_rising_and_a_second_letter(spring, staff):
    programme.shift_programme(event=spring, days=7, actor=staff)
    programme.shift_programme(event=spring, days=-7, actor=staff)

    assert times(spring)[0] == ("25 March 10:00", "11:00", 2)
    assert kinds(kind="events.session_changed") == ["events.session_changed"] * 2


def test_session_moved_into_the_hour_that_the_clock_leaves_out_still_ends_after_it_starts(staff):
    event = EventPageFactory(starts_at=moment("2027-03-26 20:00"), ends_at=moment("2027-03-27 04:00"))
    night = SessionFactory(event=event, starts_at=moment("2027-03-27 01:30"), ends_at=moment("2027-03-27 02:15"))

    programme.shift_programme(event=event, days=1, actor=staff)

    night.refresh_from_db()
    assert night.ends_at - night.starts_at == timedelta(minutes=45)


def test_letter_about_moved_sessions_leaves_out_what_was_given_up(spring, staff):
    programme.shift_programme(event=spring, days=7, actor=staff)
    SessionPlace.objects.filter(session__slug="one").delete()

    (message,) = deliver_all()

    assert message.subject == "Session changed: Two"
    assert [each.filename for each in message.attachments] == ["two.ics"]


def test_cancelled_session_moves_along_and_nobody_is_told_of_it_again(spring, staff):
    programme.cancel_session(session=spring.sessions.get(slug="one"), actor=staff)
    deliver_all()

    programme.shift_programme(event=spring, days=7, actor=staff)

    assert times(spring)[0] == ("01 April 10:00", "11:00", 2)
    (message,) = deliver_all()
    assert message.subject == "Session changed: Two"


def test_editor_moves_the_programme_once_however_often_the_button_is_pressed(spring, editor_client):
    address = reverse("programmes:shift", args=[spring.pk])
    assert address in editor_client.get(reverse("programmes:event", args=[spring.pk])).content.decode()
    shown = editor_client.get(address).context["form"]
    assert times(spring)[0] == ("25 March 10:00", "11:00", 0)
    data = {"days": "7", "first": shown.initial["first"]}

    done, again = (editor_client.post(address, data, follow=True).content.decode() for _time in range(2))

    assert "3 sessions have been moved." in done
    assert "Nothing was moved." in again
    assert times(spring)[0] == ("01 April 10:00", "11:00", 1)
    for days in ("0", "", "99999"):
        assert editor_client.post(address, {**data, "days": days}).context["form"].errors
    assert kinds(kind="events.session_changed") == ["events.session_changed"]


def test_publishing_a_moved_event_says_what_stays_behind(spring, editor_client):
    setup = spring.registration_setup
    setup.closes_at = setup.edit_until = moment("2027-03-11 17:00")
    setup.save()
    edit = reverse("wagtailadmin_pages:edit", args=[spring.pk])

    def publish(start: str, end: str) -> str:
        data = page_data(spring, starts_at=start, ends_at=end)
        return editor_client.post(edit, data, follow=True).content.decode()

    same = publish("2027-03-25 09:00", "2027-03-25 17:00")
    moved = publish("2027-04-01 09:00", "2027-04-01 17:00")

    for words in ("its programme has not", "have not moved with the event"):
        assert words not in same
    assert "The event has moved, its programme has not: 3 sessions lie outside the event now." in moved
    assert reverse("programmes:shift", args=[spring.pk]) in moved
    assert "Registration still closes on 11 March 2027 at 18:00." in moved
    assert "Answers can still be changed until 11 March 2027 at 18:00." in moved
    assert {each[2] for each in times(spring)} == {0}
    form = editor_client.get(reverse("programmes:shift", args=[spring.pk])).context["form"]
    assert form.initial["days"] == 7
