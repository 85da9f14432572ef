"""One session of one registration at the desk: in, out, and up its waiting list."""

import pytest
from django.urls import reverse

from cop.notifications.models import Letter
from tests.events.test_desk import make, status_of, told
from tests.factories.events import CategoryFactory, SessionFactory
from tests.letters import deliver_all

pytestmark = pytest.mark.django_db


@pytest.fixture
def category(db):
    """One way to take part in an event that is open, with two places."""
    return CategoryFactory(places=2)


@pytest.fixture
def workshop(category):
    """A session with one place."""
    return SessionFactory(event=category.setup.event, title="Workshop A", needs_choice=True, places=1)


@pytest.fixture
def client(client_for, manager):
    """An event manager's browser."""
    return client_for(manager)


def states(*registrations) -> list[list[str]]:
    """The states of the sessions that each of them has."""
    return [
        list(each.session_places.active().order_by("pk").values_list("status", flat=True)) for each in registrations
    ]


def put_in(client, registration, session, **data):
    return client.post(
        reverse("registrations:add_session", args=[registration.pk]),
        {"session": session.pk, "reason": "Asked by telephone", "tell": "on", **data},
    )


def on_place(client, name: str, registration, **data):
    claim = registration.session_places.latest("pk")
    address = reverse(f"registrations:{name}_session", args=[registration.pk, claim.pk])
    return client.post(address, {"reason": "Asked by telephone", "tell": "on", **data})


def detail(client, registration):
    return client.get(reverse("registrations:detail", args=[registration.pk]))


def labels(client, registration) -> list[list[str]]:
    return [[label for label, _url in actions] for _claim, actions in detail(client, registration).context["sessions"]]


def last_line(client, registration) -> tuple[str, str, str]:
    line = detail(client, registration).context["dossier"].history[0]
    return (line.who, line.what, line.reason)


def test_desk_puts_people_into_a_session_until_it_is_full_then_onto_its_waiting_list(client, category, workshop):
    first, second = make(category, 2)

    done = [put_in(client, each, workshop) for each in (first, second)]

    assert [told(each)[-1] for each in done] == [
        "They have a place in “Workshop A”.",
        "“Workshop A” is full or others wait: they are on its waiting list.",
    ]
    assert states(first, second) == [["confirmed"], ["waiting"]]
    changed = Letter.objects.filter(kind="events.changed").order_by("pk")
    assert [letter.member for letter in changed] == [first.member, second.member]
    bodies = [each.body for each in deliver_all() if each.subject.startswith("Your registration has changed")]
    assert ["Workshop A – On the waiting list" in body for body in bodies] == [False, True]
    assert last_line(client, second) == ("Mona Manager", "Answers changed: + Workshop A", "Asked by telephone")
    assert [labels(client, each) for each in (first, second)] == [[["Take out"]], [["Move up", "Take out"]]]


def test_desk_offers_only_sessions_that_one_chooses_and_has_not(client, category, workshop):
    event = category.setup.event
    SessionFactory(event=event, title="Plenary", needs_choice=False)
    SessionFactory(event=event, title="Cancelled", needs_choice=True, is_cancelled=True)
    (registration,) = make(category, session_ids=[workshop.pk])
    foreign = SessionFactory(needs_choice=True)
    late = SessionFactory(event=event, title="Late", needs_choice=True, starts_at=workshop.ends_at)

    form = client.get(reverse("registrations:add_session", args=[registration.pk])).context["form"]
    refused = [put_in(client, registration, each) for each in (foreign, workshop)]

    assert [value for value, _label in form.fields["session"].choices] == [late.pk]
    assert [list(each.context["form"].errors) for each in refused] == [["session"]] * 2
    assert states(registration) == [["confirmed"]]


def test_desk_puts_nobody_into_two_sessions_at_once(client, category, workshop):
    other = SessionFactory(event=category.setup.event, title="Workshop B", needs_choice=True)
    (registration,) = make(category, session_ids=[workshop.pk])

    refused = put_in(client, registration, other)

    assert refused.context["form"].non_field_errors() == ["Two of the chosen sessions take place at the same time."]
    assert states(registration) == [["confirmed"]]


def test_session_of_somebody_without_a_place_yet_waits_for_the_registration(client, category, workshop):
    registrations = make(category, 3)

    response = put_in(client, registrations[2], workshop)

    assert told(response) == [
        "They get “Workshop A”, or a place on its waiting list, once their registration is confirmed."
    ]
    assert states(registrations[2]) == [["pending"]]


def test_desk_takes_somebody_out_and_the_place_is_offered_to_the_next(client, category, workshop):
    first, second = make(category, 2, session_ids=[workshop.pk])

    response = on_place(client, "cancel", first, tell="")
    again = on_place(client, "cancel", first, tell="")

    assert (told(response)[-1], again.status_code) == ("They are no longer in “Workshop A”.", 302)
    assert states(first, second) == [[], ["offered"]]
    assert status_of(first) == "confirmed"
    letters = list(Letter.objects.order_by("pk").values_list("kind", "member"))
    assert letters[2:] == [("events.session_offer", second.member_id)]


def test_desk_moves_somebody_up_in_a_session_past_the_queue_but_never_past_the_places(client, category, workshop):
    category.places = 3
    category.save()
    first, second, third = make(category, 3, session_ids=[workshop.pk])

    full = on_place(client, "promote", third)
    assert full.context["form"].non_field_errors() == ["There is no free place."]
    missing = on_place(client, "promote", third, reason="")
    assert list(missing.context["form"].errors) == ["reason"]
    workshop.places = 2
    workshop.save()
    response = on_place(client, "promote", third)

    assert told(response)[-1] == "They have a place in “Workshop A” and are told by letter."
    assert states(first, second, third) == [["confirmed"], ["waiting"], ["confirmed"]]
    assert [letter.member for letter in Letter.objects.filter(kind="events.session_confirmed")] == [third.member]
    assert last_line(client, third) == (
        "Mona Manager",
        "Moved up in a session by hand: Workshop A",
        "Asked by telephone",
    )
    twice = on_place(client, "promote", third)
    assert twice.context["form"].non_field_errors() == ["This cannot be done with a registration in this state."]


def test_nothing_is_done_with_a_place_in_a_cancelled_session(client, category, workshop):
    first, second = make(category, 2, session_ids=[workshop.pk])
    workshop.is_cancelled, workshop.places = True, 5
    workshop.save()

    assert [labels(client, each) for each in (first, second)] == [[[]], [[]]]
    refused = on_place(client, "promote", second)
    on_place(client, "cancel", first)

    assert refused.context["form"].non_field_errors() == ["There is no free place."]
    assert states(first, second) == [["confirmed"], ["waiting"]]


def test_place_in_a_session_of_another_registration_is_not_found(client, category, workshop):
    first, second = make(category, 2, session_ids=[workshop.pk])

    for name in ("cancel", "promote"):
        address = reverse(f"registrations:{name}_session", args=[second.pk, first.session_places.get().pk])
        assert client.get(address).status_code == 404
        assert client.post(address, {"reason": "x"}).status_code == 404

    assert states(first, second) == [["confirmed"], ["waiting"]]


def test_member_reads_that_the_secretariat_gave_a_place_in_a_session(client, client_for, category, workshop):
    _first, second = make(category, 2, session_ids=[workshop.pk])
    workshop.places = 2
    workshop.save()
    on_place(client, "promote", second, reason="CANARY-4711")

    page = client_for(second.member).get(reverse("my_registration", args=[category.setup.event.slug]))

    assert [what for _when, what in page.context["history"]] == [
        "Registered",
        "A place in a session given by the secretariat",
    ]
    assert "CANARY-4711" not in page.text
