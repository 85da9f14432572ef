"""One's own registration: what it says in each state, changing it, cancelling it, answering offers."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.contenttypes.models import ContentType
from django.test.client import Client
from django.utils import timezone

from events.choices import ListConsent, QuestionKind
from events.choices import RegistrationStatus as S
from events.models import OptionPlace, Registration, SessionPlace
from events.services.cancelling import cancel_registration
from events.services.changing import change_registration
from events.services.deciding import record_attendance, reject
from events.services.registering import register
from events.services.waiting_list import offer_free_places
from events.views import typed
from tests.events.forum import answers, ask, open_forum, options, statements
from tests.factories.events import SessionFactory, moment
from tests.factories.members import UserFactory
from tests.letters import kinds

pytestmark = pytest.mark.django_db

CHANGE = "/events/forum/registration/change/"
CANCEL = "/events/forum/registration/cancel/"


@pytest.fixture
def forum():
    return open_forum()


@pytest.fixture
def window(client_for, member):
    return client_for(member)


def enrol(forum, member, **more) -> Registration:
    more.setdefault("category_id", forum.room.pk)
    return register(member=member, event_id=forum.event.pk, **more)


def told(window) -> list[str]:
    """The messages above the page of the registration."""
    return [str(message) for message in window.get("/events/forum/registration/").context["messages"]]


# Who sees what ----------------------------------------------------------------------------------------------------


def test_visitors_sign_in_first_and_others_see_nothing_of_it(client, client_for, forum, member, other_member):
    enrol(forum, member, badge_name="CANARY-4711")

    assert client.get(forum.mine_url)["Location"] == f"/accounts/login/?next={forum.mine_url.replace('/', '%2F')}"
    other = client_for(other_member)
    assert other.get(forum.mine_url)["Location"] == forum.register_url
    for path in (CHANGE, CANCEL, "/events/forum/registration/ticket/", "/events/forum/registration/calendar.ics"):
        assert other.get(path).status_code == 404, path
    assert other.post(CANCEL).status_code == 404
    assert other.post("/events/forum/registration/accept/").status_code == 404
    assert "CANARY-4711" not in other.get(forum.register_url).text


def test_confirmed_says_what_it_is_and_what_to_do_next(window, forum, member):
    ask(forum, "first", QuestionKind.YES_NO, label="First time?")
    ask(forum, "tour", QuestionKind.MANY, label="Tours?", options=options(boat=None, walk=None))
    ask(forum, "from", QuestionKind.COUNTRY, label="From?")
    ask(forum, "why", label="Why?", depends_on="first", depends_values=["no"])
    enrol(forum, member, answers={"first": True, "tour": ["boat", "walk"], "from": "EL"}, session_ids=[forum.one.pk])

    page = window.get(forum.mine_url)

    assert page.context["badge_label"] == "Confirmed"
    assert "You are registered" in page.text
    assert "/events/forum/registration/ticket/" in page.text
    assert "/events/forum/registration/calendar.ics" in page.text
    assert page.context["answers"] == [("First time?", "Yes"), ("Tours?", "Boat, Walk"), ("From?", "Greece")]
    assert [(each.place.session.title, each.badge_label) for each in page.context["sessions"]] == [
        ("Diffusion surveys", "Confirmed")
    ]
    assert [what for _when, what in page.context["history"]] == ["Registered"]


def test_waiting_says_where_one_stands(window, forum, member, other_member):
    forum.room.places = 0
    forum.room.save()
    enrol(forum, other_member)
    enrol(forum, member)

    page = window.get(forum.mine_url)

    assert (page.context["badge_label"], page.context["nth"]) == ("On the waiting list", "2nd")
    assert "You are 2nd in line" in page.text
    assert "/registration/ticket/" not in page.text


@pytest.mark.parametrize(
    ("status", "words", "again"),
    [
        (S.PENDING, "We have your registration", False),
        (S.REJECTED, "Your registration was not accepted", False),
        (S.CANCELLED, "Your registration is cancelled", True),
        (S.EXPIRED, "The offer has ended", True),
        (S.ATTENDED, "Thank you for coming", False),
        (S.NO_SHOW, "We missed you", False),
    ],
)
def test_each_state_has_its_words(window, forum, member, status, words, again):
    registration = enrol(forum, member)
    holds = status in (S.ATTENDED, S.NO_SHOW)
    Registration.objects.filter(pk=registration.pk).update(
        status=status, category_number=1 if holds else None, place_number=1 if holds else None
    )

    page = window.get(forum.mine_url)

    assert words in page.text
    assert page.context["can_register_again"] is again
    assert (f'href="{forum.register_url}"' in page.text) is again


def test_history_is_in_plain_words_and_keeps_the_organisers_notes(window, forum, member, manager, other_member):
    forum.setup.needs_approval = True
    forum.setup.save()
    registration = enrol(forum, member)
    reject(registration=registration, actor=manager, reason="Only for regions")

    assert [what for _when, what in window.get(forum.mine_url).context["history"]] == [
        "Asked for approval",
        "Not accepted by the secretariat: Only for regions",
    ]


def test_attendance_is_shown_afterwards(window, forum, member, manager):
    record_attendance(registration=enrol(forum, member), actor=manager, came=True)

    assert "Thank you for coming" in window.get(forum.mine_url).text


@pytest.mark.parametrize(
    ("now", "shown"),
    [
        ("2027-03-16 07:29", False),
        ("2027-03-16 07:30", True),
        ("2027-03-17 11:59", True),
        ("2027-03-17 12:00", False),
    ],
)
def test_stream_is_shown_from_an_hour_before_to_the_end_to_people_with_a_place(client_for, forum, member, now, shown):
    waiting = UserFactory()
    enrol(forum, member)
    enrol(forum, waiting)
    Registration.objects.filter(member=waiting).update(
        status=S.WAITING, queued_at=timezone.now(), category_number=None, place_number=None
    )

    with time_machine.travel(moment(now), tick=False):
        # A session begun then: one of today would have run out by March.
        with_place, without = client_for(member).get(forum.mine_url), client_for(waiting).get(forum.mine_url)

    assert ("https://stream.example/forum" in with_place.text) is shown
    assert "https://stream.example/forum" not in without.text


def test_cancelled_event_says_so_first(window, forum, member):
    enrol(forum, member)
    state = forum.event.state
    state.cancelled_at, state.cancel_reason = timezone.now(), "The hall is closed."
    state.save()

    page = window.get(forum.mine_url)

    assert page.context["badge_label"] == "Event cancelled"
    assert "The hall is closed." in page.text
    assert "/registration/ticket/" not in page.text


def test_own_calendar_file_is_the_one_of_the_letters(window, forum, member):
    enrol(forum, member)

    response = window.get("/events/forum/registration/calendar.ics")

    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert "STATUS:CONFIRMED" in response.text
    assert "SUMMARY:Sample Forum" in response.text


def test_page_takes_six_statements_however_much_it_shows(window, forum, member):
    ContentType.objects.get_for_model(Registration, for_concrete_model=False)
    enrol(forum, member, session_ids=[forum.one.pk])

    with statements() as few:
        window.get(forum.mine_url)
    for number in range(3):
        ask(forum, f"q{number}")
        session = SessionFactory(
            event=forum.event, needs_choice=True, starts_at=moment(f"2027-03-17 0{number + 6}:00"), room=forum.one.room
        )
        SessionPlace.objects.create(
            registration=Registration.objects.get(), session=session, status=S.CONFIRMED, number=1
        )
    with statements() as many:
        window.get(forum.mine_url)

    assert (len(few), len(many)) == (6, 6), "\n".join(many)


# Changing ---------------------------------------------------------------------------------------------------------


def test_change_shows_what_is_there_and_saves_what_is_new(window, forum, member):
    ask(forum, "why")
    enrol(
        forum,
        member,
        answers={"why": "old"},
        session_ids=[forum.one.pk],
        badge_organisation="Agency",
        list_consent=ListConsent.PARTICIPANTS,
    )

    form = window.get(CHANGE).context["form"]
    assert (form["q_why"].value(), form["badge_organisation"].value()) == ("old", "Agency")
    assert form["sessions"].value() == [forum.one.pk]
    response = window.post(
        CHANGE,
        answers(forum, category=forum.online.pk, badge_name="New Name", q_why="new", sessions=[forum.late.pk]),
    )

    assert (response.status_code, response["Location"]) == (302, forum.mine_url)
    registration = Registration.objects.get()
    assert (registration.badge_name, registration.badge_organisation) == ("New Name", "")
    assert (registration.category, registration.answers) == (forum.online, {"why": "new"})
    assert registration.list_consent == "nobody"
    assert list(registration.session_places.active().values_list("session", flat=True)) == [forum.late.pk]
    assert kinds() == ["events.confirmed", "events.changed"]
    assert told(window) == ["Your changes are saved."]


def test_change_keeps_ones_own_limited_choice_even_with_another_category(window, forum, member):
    question = ask(forum, "tour", QuestionKind.ONE, options=options(boat=1, walk=None))
    ask(forum, "why")
    enrol(forum, member, answers={"tour": "boat", "why": "old"})

    form = window.get(CHANGE).context["form"]
    assert form.questions[0].bound.field.full == {}
    response = window.post(CHANGE, answers(forum, category=forum.online.pk, q_tour="boat", q_why="new"))

    assert response.status_code == 302
    assert Registration.objects.get().answers == {"tour": "boat", "why": "new"}
    assert OptionPlace.objects.filter(question=question).count() == 1


def test_organisation_is_left_alone_unless_it_is_given(forum, member):
    registration = enrol(forum, member, badge_organisation="Agency")

    same = change_registration(registration=registration, actor=member, answers={}, session_ids=[])
    assert (same.badge_organisation, same.serial) == ("Agency", 1)
    changed = change_registration(
        registration=registration, actor=member, answers={}, session_ids=[], badge_organisation=""
    )
    assert (changed.badge_organisation, changed.serial) == ("", 2)


def test_full_category_keeps_one_where_one_is(window, forum, member):
    enrol(forum, member)
    forum.online.places = 0
    forum.online.save()

    page = window.post(CHANGE, answers(forum, category=forum.online.pk))

    assert [problem.text for problem in page.context["form"].problems] == [
        "All places of “Online” are taken, so you stay where you are."
    ]
    assert Registration.objects.get().category == forum.room


def test_change_refuses_clashes_and_foreign_sessions(window, forum, member):
    enrol(forum, member, session_ids=[forum.one.pk])

    clash = window.post(CHANGE, answers(forum, sessions=[forum.one.pk, forum.two.pk]))
    foreign = window.post(CHANGE, answers(forum, sessions=[SessionFactory(needs_choice=True).pk]))

    assert clash.context["form"].problems[0].target == f"id_sessions_{forum.two.pk}"
    assert foreign.context["form"].problems[0].text == "Choose sessions of this event only."
    assert list(SessionPlace.objects.values_list("session", flat=True)) == [forum.one.pk]


def test_change_after_the_time_for_it_is_refused_in_words(window, forum, member):
    enrol(forum, member)
    forum.setup.edit_until = timezone.now() - timedelta(seconds=1)
    forum.setup.save()

    response = window.post(CHANGE, answers(forum, badge_name="Too Late"))

    assert response["Location"] == forum.mine_url
    assert told(window) == ["Answers can no longer be changed. Write to the secretariat if something is wrong."]
    assert Registration.objects.get().badge_name == member.name


# The session ends meanwhile ---------------------------------------------------------------------------------------


@pytest.fixture
def sent_late(window, forum):
    """`sent_late(**typed)`: the member opens the form, the session ends, the form is sent; the page that answers."""

    def send(**typed):
        made_for = window.get(CHANGE).context["made_for"]
        window.logout()
        return window.post(CHANGE, answers(forum, made_for=made_for, **typed))

    return send


def test_what_was_typed_into_the_change_form_survives_signing_in_again_in_another_window(member, forum):
    enrol(forum, member)
    window = Client(enforce_csrf_checks=True)
    window.force_login(member)
    made_for = window.get(CHANGE).context["made_for"]

    sent = window.post(CHANGE, answers(forum, made_for=made_for, badge_name="Typed Name", csrfmiddlewaretoken="a" * 64))
    page = window.get(CHANGE)

    assert (sent.status_code, sent.headers["Location"]) == (302, CHANGE)
    assert Registration.objects.get().badge_name == member.name
    assert "What you typed is here again" in page.text
    assert page.context["form"]["badge_name"].value() == "Typed Name"


def test_what_was_typed_into_the_change_form_survives_the_end_of_the_session(window, forum, member, sent_late):
    ask(forum, "why", QuestionKind.LONG)
    ask(forum, "diet", QuestionKind.SHORT, is_sensitive=True)
    enrol(forum, member, answers={"why": "Old", "diet": "no nuts"}, session_ids=[forum.one.pk])

    told = sent_late(badge_name="Typed Name", q_why="New", q_diet="CANARY-4711")
    kept = str(dict(window.session))
    window.force_login(member)
    page = window.get(CHANGE)

    assert told.status_code == 200
    assert "Nothing was changed yet." in told.text
    assert told.context["sign_in_url"] == "/accounts/login/?next=%2Fevents%2Fforum%2Fregistration%2Fchange%2F"
    assert "CANARY-4711" not in kept
    form = page.context["form"]
    assert "What you typed is here again" in page.text
    assert not form.is_bound
    assert (form["badge_name"].value(), form["q_why"].value(), form["q_diet"].value()) == (
        "Typed Name",
        "New",
        "no nuts",
    )
    # No session was ticked any more: that is what was typed too.
    assert [each.title for day in form.days for slot in day.slots for each in slot.choices if each.checked] == []
    assert Registration.objects.get().badge_name == member.name

    window.post(CHANGE, answers(forum, badge_name="Typed Name", q_why="New", q_diet="no nuts"))
    assert Registration.objects.get().badge_name == "Typed Name"
    assert typed.KEY not in window.session


def test_what_was_typed_into_one_form_is_not_shown_in_the_other(window, forum, member):
    made_for = window.get(forum.register_url).context["made_for"]
    window.logout()
    window.post(forum.register_url, answers(forum, made_for=made_for, badge_name="CANARY-4711"))
    window.force_login(member)
    enrol(forum, member)

    page = window.get(CHANGE)

    assert page.context["form"]["badge_name"].value() == member.name
    assert "CANARY-4711" not in page.text
    window.logout()
    assert window.post(CHANGE, answers(forum, made_for=made_for)).status_code == 302


def test_somebody_else_finds_nothing_of_what_was_typed_into_the_change_form(
    window, forum, member, other_member, sent_late
):
    enrol(forum, member)
    enrol(forum, other_member)
    sent_late(badge_name="CANARY-4711")

    window.force_login(other_member)

    assert "CANARY-4711" not in window.get(CHANGE).text
    assert typed.KEY not in window.session


@pytest.mark.parametrize("made_for", ["", "forged", "WyJjaGFuZ2UiLDEsMV0:1abc:forged"])
def test_visitor_without_the_mark_of_a_form_learns_nothing_of_a_hidden_event(client, forum, made_for):
    forum.event.live = False
    forum.event.save()

    sent = client.post(CHANGE, answers(forum, made_for=made_for))

    assert (sent.status_code, sent["Location"]) == (302, f"/accounts/login/?next={CHANGE.replace('/', '%2F')}")
    assert client.post("/events/%00/registration/change/").status_code == 302
    assert typed.KEY not in client.session


def test_changes_too_long_to_keep_are_said_to_be_lost(window, forum, member, sent_late):
    ask(forum, "why", QuestionKind.LONG)
    enrol(forum, member)

    told = sent_late(q_why="x" * 40_000)

    assert "Nothing was changed. Please sign in and make your changes again" in told.text
    assert typed.KEY not in window.session


# Cancelling -------------------------------------------------------------------------------------------------------


def test_cancelling_asks_first_and_then_gives_the_place_back(window, forum, member):
    enrol(forum, member)

    asked = window.get(CANCEL)
    assert "Cancel your registration?" in asked.text
    assert Registration.objects.get().status == S.CONFIRMED
    response = window.post(CANCEL)

    assert response["Location"] == forum.mine_url
    registration = Registration.objects.get()
    assert (registration.status, registration.place_number) == (S.CANCELLED, None)
    page = window.get(forum.mine_url)
    assert [str(message) for message in page.context["messages"]] == [
        "Your registration is cancelled. A letter confirms it."
    ]
    assert page.context["can_register_again"] is True
    assert [what for _when, what in page.context["history"]] == ["Registered", "Cancelled"]


def test_cancelling_twice_is_once_and_after_the_event_is_refused(window, forum, member):
    enrol(forum, member)
    window.post(CANCEL)
    window.post(CANCEL)
    assert kinds() == ["events.confirmed", "events.cancelled"]
    assert window.get(CANCEL)["Location"] == forum.mine_url

    enrol(forum, member)
    with time_machine.travel(moment("2027-03-17 12:00"), tick=False):
        Registration.objects.filter(status=S.CONFIRMED).update(created_at=timezone.now())
        window.force_login(member)
        window.post(CANCEL)
    assert Registration.objects.filter(status=S.CONFIRMED).count() == 1


def test_registering_again_after_cancelling_starts_anew(window, forum, member):
    old = enrol(forum, member)
    cancel_registration(registration=old, actor=member)

    window.post(forum.register_url, answers(forum, badge_name="Once More"))

    assert window.get(forum.mine_url).context["registration"].badge_name == "Once More"
    assert set(Registration.objects.values_list("status", flat=True)) == {S.CANCELLED, S.CONFIRMED}


# Offers -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def offered(forum, member):
    forum.room.places = 0
    forum.room.save()
    registration = enrol(forum, member)
    forum.room.places = 1
    forum.room.save()
    offer_free_places(forum.setup, now=timezone.now())
    registration.refresh_from_db()
    return registration


def test_offer_can_be_accepted_by_a_button_only(window, forum, offered):
    page = window.get(forum.mine_url)
    assert "A place is free for you" in page.text
    assert page.context["offer_left"] == "47 hours left"
    assert window.get("/events/forum/registration/accept/").status_code == 405

    window.post("/events/forum/registration/accept/")
    window.post("/events/forum/registration/accept/")

    offered.refresh_from_db()
    assert offered.status == S.CONFIRMED
    assert kinds()[-1] == "events.confirmed"


def test_offer_can_be_declined(window, forum, offered):
    window.post("/events/forum/registration/decline/")

    offered.refresh_from_db()
    assert offered.status == S.CANCELLED
    assert told(window) == ["You declined. The place goes to the next in line."]


def test_offer_that_ran_out_is_refused_in_words(window, forum, offered):
    Registration.objects.update(offer_expires_at=timezone.now())

    assert "This offer has ended" in window.get(forum.mine_url).text
    window.post("/events/forum/registration/accept/")

    assert told(window) == ["This offer has ended."]
    offered.refresh_from_db()
    assert offered.status == S.OFFERED


def test_offers_of_a_cancelled_event_are_neither_shown_nor_taken(window, forum, offered):
    place = SessionPlace.objects.create(
        registration=offered,
        session=forum.one,
        status=S.OFFERED,
        number=1,
        offer_expires_at=timezone.now() + timedelta(hours=5),
    )
    state = forum.event.state
    state.cancelled_at = timezone.now()
    state.save()

    page = window.get(forum.mine_url)
    answers = ["/accept/", f"/sessions/{place.pk}/accept/"]

    assert "Event cancelled" in page.text
    assert (page.context["offer_left"], page.context["sessions"][0].offer_ends) == ("", "")
    assert page.context["sessions"][0].badge_label == "Cancelled"
    assert "hours left" not in page.text
    for answer in answers:
        assert answer not in page.text
        window.post(f"/events/forum/registration{answer}")
        assert told(window) == ["This event has been cancelled."]
    offered.refresh_from_db()
    place.refresh_from_db()
    assert (offered.status, place.status) == (S.OFFERED, S.OFFERED)


def test_session_offer_is_answered_by_its_owner_only(window, client_for, forum, member, other_member):
    forum.one.places = 0
    forum.one.save()
    enrol(forum, member, session_ids=[forum.one.pk])
    enrol(forum, other_member)
    forum.one.places = 1
    forum.one.save()
    offer_free_places(forum.setup, now=timezone.now())
    place = SessionPlace.objects.get()
    accept = f"/events/forum/registration/sessions/{place.pk}/accept/"

    assert "A place is free for you: accept by" in window.get(forum.mine_url).text
    assert client_for(other_member).post(accept).status_code == 404
    window.post(accept)

    place.refresh_from_db()
    assert place.status == S.CONFIRMED
