"""Putting a programme in order: sessions change places, people and rooms are sorted, clashes are seen, copies made."""

import re

import pytest
import time_machine
from django.urls import reverse
from wagtail.models import PageLogEntry

from events.choices import SessionType, SpeakerRole
from events.models import Session, SessionSpeaker
from events.selectors.clashes import clashes_of
from events.selectors.programme import sessions_that_may_move
from events.services import programme
from events.services.registering import register
from tests.factories.events import (
    CategoryFactory,
    EventPageFactory,
    RoomFactory,
    SessionFactory,
    SpeakerFactory,
    moment,
)
from tests.letters import deliver_all, kinds

pytestmark = pytest.mark.django_db

DAY = "2027-03-25"


@pytest.fixture
def event(member):
    """One at 09:00 in A and Two at 11:00 in B, chosen by a member, Three at 13:00 in A, and a break."""
    with time_machine.travel("2027-01-04 12:00Z"):
        event = EventPageFactory(
            starts_at=moment(f"{DAY} 08:00"), ends_at=moment(f"{DAY} 16:00"), time_zone="UTC", slug="spring"
        )
        category = CategoryFactory(setup__event=event)
        a, b = RoomFactory(event=event, name="A"), RoomFactory(event=event, name="B")
        talks = [
            session(event, hours, room, title=title, needs_choice=True, places=5)
            for title, hours, room in (
                ("One", "09:00-10:00", a),
                ("Two", "11:00-12:30", b),
                ("Three", "13:00-14:00", a),
            )
        ]
        session(event, "12:30-13:00", None, title="Lunch", type=SessionType.BREAK)
        register(member=member, event_id=event.pk, category_id=category.pk, session_ids=[each.pk for each in talks[:2]])
        deliver_all()
        yield event


@pytest.fixture
def editor(client_for, staff):
    return client_for(staff)


def session(event, hours: str, room=None, **more) -> Session:
    start, end = hours.split("-")
    return SessionFactory(
        event=event, starts_at=moment(f"{DAY} {start}"), ends_at=moment(f"{DAY} {end}"), room=room, **more
    )


def ids(event, *titles: str) -> list[int]:
    known = dict(event.sessions.values_list("title", "pk"))
    return [known[title] for title in titles]


def stand(event) -> list[tuple[str, str, str, int]]:
    return [
        (each.title, f"{each.starts_at:%H:%M}-{each.ends_at:%H:%M}", each.room.name if each.room else "", each.sequence)
        for each in event.sessions.select_related("room").order_by("starts_at")
    ]


AS_IT_WAS = [
    ("One", "09:00-10:00", "A", 0),
    ("Two", "11:00-12:30", "B", 0),
    ("Lunch", "12:30-13:00", "", 0),
    ("Three", "13:00-14:00", "A", 0),
]


# Changing places ------------------------------------------------------------------------------------------------


def test_rearranged_sessions_take_each_others_time_and_room_and_the_break_stays(event, staff):
    order, seen = ids(event, "Two", "One", "Three"), ids(event, "One", "Two", "Three")

    assert programme.rearrange_sessions(event=event, order=order, seen=seen, actor=staff) == 2

    assert stand(event) == [
        ("Two", "09:00-10:00", "A", 1),
        ("One", "11:00-12:30", "B", 1),
        ("Lunch", "12:30-13:00", "", 0),
        ("Three", "13:00-14:00", "A", 0),
    ]
    assert PageLogEntry.objects.filter(action="events.session.rearrange").get().data == {"what": "2 sessions"}


def test_rearranged_sessions_are_told_in_one_letter_a_person(event, staff):
    order, seen = ids(event, "Two", "One", "Three"), ids(event, "One", "Two", "Three")

    programme.rearrange_sessions(event=event, order=order, seen=seen, actor=staff)

    (message,) = deliver_all()
    text = " ".join(message.body.split())
    assert [text.count(words) for words in ("09:00–10:00", "11:00–12:30")] == [2, 2]  # of each: before, and now
    assert len(message.attachments) == 2


def test_rearranging_the_same_order_moves_nothing_and_tells_nobody(event, staff):
    same = ids(event, "One", "Two", "Three")

    assert programme.rearrange_sessions(event=event, order=same, seen=same, actor=staff) == 0

    assert stand(event) == AS_IT_WAS
    assert kinds(kind="events.session_changed") == []
    assert not PageLogEntry.objects.filter(action="events.session.rearrange").exists()


def test_rearranging_twice_from_the_same_page_moves_once(event, staff):
    order, seen = ids(event, "Two", "One", "Three"), ids(event, "One", "Two", "Three")

    done = [programme.rearrange_sessions(event=event, order=order, seen=seen, actor=staff) for _time in range(2)]

    assert done == [2, 0]
    assert kinds(kind="events.session_changed") == ["events.session_changed"]


@pytest.mark.parametrize("wrong", ["fewer", "twice", "break", "foreign"])
def test_rearranging_other_sessions_than_may_move_moves_nothing(event, staff, wrong):
    seen = ids(event, "One", "Two", "Three")
    foreign = SessionFactory(event=EventPageFactory()).pk
    order = {
        "fewer": seen[:2],
        "twice": [seen[0], *seen[:2]],
        "break": [*seen[:2], *ids(event, "Lunch")],
        "foreign": [*seen[:2], foreign],
    }[wrong]

    assert programme.rearrange_sessions(event=event, order=order, seen=seen, actor=staff) == 0
    assert stand(event) == AS_IT_WAS


def test_cancelled_session_keeps_its_place(event, staff):
    programme.cancel_session(session=event.sessions.get(title="Two"), actor=staff)

    assert [each.title for each in sessions_that_may_move(event)] == ["One", "Three"]


def test_editor_rearranges_by_numbers(event, editor):
    address = reverse("programmes:rearrange", args=[event.pk])
    assert address in editor.get(reverse("programmes:event", args=[event.pk])).content.decode()
    form = editor.get(address).context["form"]
    assert [(line[0].title, line[1]) for line in form.lines] == [
        ("One", "Thu 25 March · 09:00–10:00 · A"),
        ("Two", "Thu 25 March · 11:00–12:30 · B"),
        ("Three", "Thu 25 March · 13:00–14:00 · A"),
    ]
    one, two, three = ids(event, "One", "Two", "Three")
    data = {"seen": form.initial.get("seen") or form["seen"].value(), f"order-{one}": 3, f"order-{two}": 1}

    assert editor.post(address, {**data, f"order-{three}": ""}).context["form"].errors == {
        f"order-{three}": ["This field is required."]
    }
    done, again = (editor.post(address, {**data, f"order-{three}": 2}, follow=True) for _time in range(2))

    assert "3 sessions have been moved." in done.content.decode()
    assert "Nothing was moved." in again.content.decode()
    assert [line[0] for line in stand(event)] == ["Two", "Three", "Lunch", "One"]


def test_editor_who_changes_nothing_is_told_so(event, editor):
    address = reverse("programmes:rearrange", args=[event.pk])
    form = editor.get(address).context["form"]
    data = {field.html_name: field.value() for field in form}

    assert "Every session is where it was." in editor.post(address, data, follow=True).content.decode()
    assert stand(event) == AS_IT_WAS


# Clashes --------------------------------------------------------------------------------------------------------


def test_room_and_person_in_two_sessions_at_once_are_named_on_both(event):
    ana, bruno = SpeakerFactory(name="Ana"), SpeakerFactory(name="Bruno")
    one = event.sessions.get(title="One")
    SessionSpeaker.objects.create(session=one, speaker=ana)
    other = session(event, "09:30-10:30", one.room, title="Other", speakers=[ana, bruno])
    session(event, "10:30-11:00", one.room, title="Later", speakers=[ana])

    assert clashes_of(event) == {
        one.pk: ["A is also taken by “Other”.", "Ana is also in “Other”."],
        other.pk: ["A is also taken by “One”.", "Ana is also in “One”."],
    }


def test_cancelled_session_clashes_with_nothing(event):
    one = event.sessions.get(title="One")
    session(event, "09:30-10:30", one.room, title="Off", is_cancelled=True)

    assert clashes_of(event) == {}


@pytest.mark.parametrize("rows", [1, 3])
def test_clashes_take_one_statement(event, django_assert_num_queries, rows):
    for number in range(rows):
        session(event, "09:30-10:30", event.rooms.first(), title=f"Row {number}", speakers=[SpeakerFactory()])

    with django_assert_num_queries(1):
        assert len(clashes_of(event)) == rows + 1


def test_editor_sees_clashes_in_the_list_on_the_session_and_after_saving(event, editor):
    one = event.sessions.get(title="One")
    other = session(event, "09:30-10:30", one.room, title="Other")
    data = {
        "title": "Other", "type": "parallel", "abstract": "", "places": "", "room": one.room_id,
        "starts_at": f"{DAY} 09:15", "ends_at": f"{DAY} 10:30", "people-TOTAL_FORMS": 0, "people-INITIAL_FORMS": 0,
    }  # fmt: skip
    address = reverse("programmes:edit", args=[event.pk, other.pk])

    listed = editor.get(reverse("programmes:event", args=[event.pk])).content.decode()
    shown = editor.get(address).content.decode()
    saved = editor.post(address, data, follow=True)

    assert (listed.count("A is also taken by “One”."), shown.count("A is also taken by “One”.")) == (1, 1)
    assert [str(each) for each in saved.context["messages"]] == ["“Other” has been saved.", "A is also taken by “One”."]
    assert Session.objects.get(pk=other.pk).starts_at == moment(f"{DAY} 09:15")


# Order of people and rooms --------------------------------------------------------------------------------------


def test_people_stand_in_the_order_of_their_numbers(event, editor):
    one = event.sessions.get(title="One")
    people = [SpeakerFactory(name=name) for name in ("Ana", "Bruno", "Chiara", "Dag")]
    data = {
        "title": "One", "type": "parallel", "abstract": "", "places": "5", "needs_choice": "on", "room": one.room_id,
        "starts_at": f"{DAY} 09:00", "ends_at": f"{DAY} 10:00", "people-TOTAL_FORMS": 4, "people-INITIAL_FORMS": 0,
    }  # fmt: skip
    # Chiara without a number comes last, before nobody.
    for number, (person, order) in enumerate(zip(people, ("2", "3", "", "1"), strict=True)):
        data |= {f"people-{number}-speaker": person.pk, f"people-{number}-role": SpeakerRole.SPEAKER,
                 f"people-{number}-ORDER": order}  # fmt: skip

    response = editor.post(reverse("programmes:edit", args=[event.pk, one.pk]), data)

    assert response.status_code == 302
    assert [str(each) for each in one.session_speakers.all()] == ["Dag", "Ana", "Bruno", "Chiara"]


def test_new_room_comes_last_unless_its_number_says_otherwise(event, editor):
    address = reverse("programmes:rooms", args=[event.pk])
    highest = max(event.rooms.values_list("sort_order", flat=True))
    html = editor.get(address).content.decode()
    fresh = re.findall(r'name="rooms-[234]-sort_order" value="(\d+)"', html)
    data = {"rooms-TOTAL_FORMS": 5, "rooms-INITIAL_FORMS": 2, "tracks-TOTAL_FORMS": 0, "tracks-INITIAL_FORMS": 0}
    for number, room in enumerate(event.rooms.all()):
        data |= {f"rooms-{number}-id": room.pk, f"rooms-{number}-event": event.pk, f"rooms-{number}-name": room.name,
                 f"rooms-{number}-sort_order": room.sort_order}  # fmt: skip
    for number, (name, order) in enumerate(zip(("Last", "", ""), fresh, strict=True), start=2):
        data |= {f"rooms-{number}-event": event.pk, f"rooms-{number}-name": name, f"rooms-{number}-sort_order": order}

    assert [int(number) for number in fresh] == [highest + 1, highest + 2, highest + 3]
    assert editor.post(address, data).status_code == 302
    assert list(event.rooms.values_list("name", flat=True)) == ["A", "B", "Last"]


def test_editor_copies_a_session_and_lands_on_the_copy(event, editor):
    one = event.sessions.get(title="One")
    address = reverse("programmes:duplicate", args=[event.pk, one.pk])
    assert address in editor.get(reverse("programmes:edit", args=[event.pk, one.pk])).content.decode()

    response = editor.post(address)

    copy = event.sessions.get(title="One (copy)")
    assert response.url == reverse("programmes:edit", args=[event.pk, copy.pk])
    assert (copy.starts_at, copy.room) == (one.starts_at, one.room)
