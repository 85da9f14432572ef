"""What was cancelled takes place after all: what comes back, who is told, and in which order it may happen."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageLogEntry

from events.choices import RegistrationStatus as S
from events.models import EventPage, EventState, Registration, SessionPlace
from events.permissions import registration_obstacle
from events.refusals import Reason, Refused
from events.selectors.offers import offer_token
from events.services import programme, waiting_list
from events.services.cancelling import cancel_registration
from events.services.deciding import approve
from events.services.publishing import cancel_event, event_published, restore_event
from events.services.registering import register
from tests.factories.events import CategoryFactory, EventPageFactory, SessionFactory
from tests.factories.members import UserFactory
from tests.letters import deliver_all, html_of, kinds, letters

pytestmark = pytest.mark.django_db


@pytest.fixture
def category():
    """One way to take part, with one place, in an event in thirty days that has been announced."""
    category = CategoryFactory(places=1)
    event_published(event=category.setup.event)
    return category


@pytest.fixture
def event(category):
    return category.setup.event


def enrol(category, name: str = "", **more) -> Registration:
    member = UserFactory(name=name, email=f"{name.lower()}@x.example") if name else UserFactory()
    registration = register(member=member, event_id=category.setup.event_id, category_id=category.pk, **more)
    deliver_all()
    return registration


def state(event) -> EventState:
    return EventState.objects.get(event=event)


def calendar_of(message) -> str:
    content = message.attachments[0].content
    return content if isinstance(content, str) else content.decode()


def statuses(*claims) -> list[str]:
    for claim in claims:
        claim.refresh_from_db()
    return [claim.status for claim in claims]


# The event ------------------------------------------------------------------------------------------------------


def test_restored_event_stands_as_before_with_a_higher_sequence_and_tells_everybody(category, event, staff):
    first, second = enrol(category, name="Ada"), enrol(category, name="Ben")
    cancel_event(event=event, actor=staff, reason="No host.")
    (off, _other) = deliver_all()

    assert restore_event(event=event, actor=staff, reason=" A host\n was found. ") is True

    row = state(event)
    assert (row.cancelled_at, row.cancel_reason, row.sequence) == (None, "", 2)
    assert statuses(first, second) == [S.CONFIRMED, S.WAITING]
    setup = category.setup
    setup.event = EventPage.objects.get(pk=event.pk)
    assert registration_obstacle(setup, now=timezone.now()) is None
    told = sorted(deliver_all(), key=lambda message: message.to[0])
    assert [message.to[0] for message in told] == [f"{name} <{name.lower()}@x.example>" for name in ("Ada", "Ben")]
    assert {message.subject for message in told} == {f"Takes place after all: {event.title}"}
    for message, words in zip(told, ("Your place stands", "You are on the waiting list again"), strict=True):
        assert "A host was found." in message.body
        assert words in message.body
    # The event has changed twice, the registration once.
    assert ("STATUS:CANCELLED" in calendar_of(off), "SEQUENCE:2" in calendar_of(off)) == (True, True)
    assert ("STATUS:CONFIRMED" in calendar_of(told[0]), "SEQUENCE:3" in calendar_of(told[0])) == (True, True)
    entry = PageLogEntry.objects.get(action="events.event.restored")
    assert (entry.user, entry.data) == (staff, {"reason": "A host was found.", "told": 2})


def test_restoring_twice_tells_once_and_what_is_not_cancelled_is_left_alone(category, event, staff):
    enrol(category)
    assert restore_event(event=event, actor=staff, reason="x") is False
    cancel_event(event=event, actor=staff, reason="No host.")

    assert restore_event(event=event, actor=staff, reason="x") is True
    assert restore_event(event=event, actor=staff, reason="x") is False

    assert (state(event).sequence, kinds(kind="events.event_restored")) == (2, ["events.event_restored"])


def test_event_cancelled_again_is_told_again(category, event, staff):
    enrol(category)
    for _time in range(2):
        cancel_event(event=event, actor=staff, reason="No host.")
        deliver_all()
        restore_event(event=event, actor=staff, reason="A host.")
        deliver_all()

    assert kinds(kind="events.event_cancelled") == ["events.event_cancelled"] * 2
    assert kinds(kind="events.event_restored") == ["events.event_restored"] * 2
    assert {letter.state for letter in letters()} == {"sent"}


def test_letter_about_a_cancellation_that_is_taken_back_is_not_sent(category, event, staff):
    enrol(category)
    cancel_event(event=event, actor=staff, reason="By mistake.")
    restore_event(event=event, actor=staff, reason="It was a mistake.")

    assert [message.subject for message in deliver_all()] == [f"Takes place after all: {event.title}"]


def test_restored_then_cancelled_event_sends_only_the_last_word(category, event, staff):
    enrol(category)
    cancel_event(event=event, actor=staff, reason="No host.")
    deliver_all()
    restore_event(event=event, actor=staff, reason="A host.")
    cancel_event(event=event, actor=staff, reason="No host again.")

    assert [message.subject for message in deliver_all()] == [f"Cancelled: {event.title}"]


def test_who_cancelled_meanwhile_stays_away_and_is_not_told(category, event, staff):
    first, second = enrol(category), enrol(category)
    cancel_event(event=event, actor=staff, reason="No host.")
    cancel_registration(registration=first, actor=first.member)
    deliver_all()

    restore_event(event=event, actor=staff, reason="A host.")

    assert [letter.member for letter in letters(kind="events.event_restored")] == [second.member]
    assert statuses(first, second) == [S.CANCELLED, S.WAITING]
    # The waiting list goes on with the clock.
    waiting_list.sweep()
    assert statuses(second) == [S.OFFERED]


@pytest.fixture
def offered(category):
    """A place that was offered two days before the event was cancelled."""
    first, second = enrol(category), enrol(category)
    cancel_registration(registration=first, actor=first.member)
    deliver_all()
    second.refresh_from_db()
    assert second.status == S.OFFERED
    return second


def test_offer_gets_its_whole_time_again_and_can_be_accepted_by_the_link(client, event, offered, staff):
    cancel_event(event=event, actor=staff, reason="No host.")
    deliver_all()
    with time_machine.travel(timezone.now() + timedelta(days=5), tick=False):
        waiting_list.sweep()
        assert statuses(offered) == [S.OFFERED]

        restore_event(event=event, actor=staff, reason="A host.")

        offered.refresh_from_db()
        assert offered.offer_expires_at == timezone.now() + timedelta(hours=48)
        waiting_list.sweep()
        assert statuses(offered) == [S.OFFERED]
        (message,) = deliver_all()
        path = reverse("offer", args=[offer_token(offered)])
        assert path in html_of(message)
        assert "is yours if you accept by" in message.body
        client.post(path, {"answer": "accept"})
    assert statuses(offered) == [S.CONFIRMED]


def test_renewed_offer_ends_with_the_freeze_and_after_it_when_the_event_starts(event, offered, staff):
    freeze = event.starts_at - timedelta(hours=12)
    for moment, ends in ((freeze - timedelta(hours=3), freeze), (freeze + timedelta(hours=3), event.starts_at)):
        with time_machine.travel(moment, tick=False):
            cancel_event(event=event, actor=staff, reason="No host.")
            restore_event(event=event, actor=staff, reason="A host.")
        offered.refresh_from_db()
        assert offered.offer_expires_at == ends


@pytest.mark.parametrize(
    ("reason", "ended", "refused"), [(" ", False, Reason.REASON_MISSING), ("x", True, Reason.EVENT_OVER)]
)
def test_restoring_an_event_is_refused(event, staff, reason, ended, refused):
    cancel_event(event=event, actor=staff, reason="No host.")
    now = event.ends_at if ended else timezone.now()

    with pytest.raises(Refused) as caught:
        restore_event(event=event, actor=staff, reason=reason, now=now)

    assert caught.value.reason == refused
    assert (state(event).cancelled_at is None, state(event).sequence) == (False, 1)


def test_event_without_registration_is_restored_too(staff):
    event = EventPageFactory()
    cancel_event(event=event, actor=staff, reason="No host.")

    assert restore_event(event=event, actor=staff, reason="A host.") is True
    assert state(event).cancelled_at is None


# One session ----------------------------------------------------------------------------------------------------


@pytest.fixture
def talk(event, category):
    category.places = 9
    category.save()
    return SessionFactory(event=event, title="Talk", slug="talk", needs_choice=True, places=1)


def test_restored_session_stands_as_before_and_tells_who_chose_it(category, talk, staff):
    first, second = (enrol(category, session_ids=[talk.pk]) for _each in range(2))
    programme.cancel_session(session=talk, actor=staff)
    deliver_all()

    assert programme.restore_session(session=talk, actor=staff, reason="The speaker is well again.") is True
    assert programme.restore_session(session=talk, actor=staff, reason="Twice.") is False

    talk.refresh_from_db()
    assert (talk.is_cancelled, talk.sequence) == (False, 2)
    assert statuses(first.session_places.get(), second.session_places.get()) == [S.CONFIRMED, S.WAITING]
    told = deliver_all()
    assert [message.subject for message in told] == ["Takes place after all: Talk"] * 2
    assert ["Your place in it stands." in message.body for message in told].count(True) == 1
    assert ["You are on its waiting list, as before." in message.body for message in told].count(True) == 1
    for message in told:
        assert "The speaker is well again." in message.body
        assert "STATUS:CONFIRMED" in calendar_of(message)
        assert "SEQUENCE:2" in calendar_of(message)
    entry = PageLogEntry.objects.get(action="events.session.restore")
    assert (entry.user, entry.data) == (staff, {"what": "Talk", "reason": "The speaker is well again."})


def test_letter_about_a_restored_session_names_what_it_collides_with_now(category, talk, staff):
    registration = enrol(category, session_ids=[talk.pk])
    programme.cancel_session(session=talk, actor=staff)
    other = SessionFactory(event=talk.event, title="Other", needs_choice=True)
    SessionPlace.objects.create(registration=registration, session=other, status=S.CONFIRMED, number=1)
    deliver_all()

    programme.restore_session(session=talk, actor=staff, reason="x")

    (message,) = deliver_all()
    assert "It is at the same time as “Other”, which you have chosen too." in message.body


def test_letters_about_a_session_say_only_what_is_still_true(category, talk, staff):
    enrol(category, session_ids=[talk.pk])
    programme.cancel_session(session=talk, actor=staff)
    programme.restore_session(session=talk, actor=staff, reason="x")
    assert [message.subject for message in deliver_all()] == ["Takes place after all: Talk"]

    programme.cancel_session(session=talk, actor=staff)
    programme.restore_session(session=talk, actor=staff, reason="x")
    programme.cancel_session(session=talk, actor=staff)
    assert {message.subject for message in deliver_all()} == {"Session cancelled: Talk"}


def test_place_given_up_meanwhile_is_offered_when_the_session_is_restored(category, talk, staff):
    first, second = (enrol(category, session_ids=[talk.pk]) for _each in range(2))
    programme.cancel_session(session=talk, actor=staff)
    cancel_registration(registration=first, actor=first.member)
    assert statuses(second.session_places.get()) == [S.WAITING]

    programme.restore_session(session=talk, actor=staff, reason="x")

    assert statuses(second.session_places.get()) == [S.OFFERED]


def test_offer_in_a_cancelled_session_neither_ends_nor_is_taken_and_comes_back(client, category, talk, staff):
    first, second = (enrol(category, session_ids=[talk.pk]) for _each in range(2))
    cancel_registration(registration=first, actor=first.member)
    place = second.session_places.get()
    assert place.status == S.OFFERED
    path = reverse("offer", args=[offer_token(place)])
    programme.cancel_session(session=talk, actor=staff)
    deliver_all()

    assert client.post(path, {"answer": "accept"}).status_code == 410
    with pytest.raises(Refused) as caught:
        waiting_list.accept_offer(claim=place, actor=second.member)
    assert caught.value.reason == Reason.OFFER_OVER
    with time_machine.travel(timezone.now() + timedelta(days=5), tick=False):
        waiting_list.sweep()
        assert statuses(place) == [S.OFFERED]
        programme.restore_session(session=talk, actor=staff, reason="x")
        waiting_list.sweep()
        assert statuses(place) == [S.OFFERED]
        assert place.offer_expires_at == timezone.now() + timedelta(hours=48)
        (message,) = deliver_all()
        assert "A place in it is offered to you: accept by" in message.body
        assert client.post(path, {"answer": "accept"}).status_code == 302
    assert statuses(place) == [S.CONFIRMED]


def test_choice_that_ended_while_the_session_was_cancelled_does_not_come_back(category, talk, staff, manager):
    category.setup.needs_approval = True
    category.setup.save()
    registration = enrol(category, session_ids=[talk.pk])
    programme.cancel_session(session=talk, actor=staff)
    approve(registration=registration, actor=manager)
    assert statuses(registration.session_places.get()) == [S.CANCELLED]
    deliver_all()

    programme.restore_session(session=talk, actor=staff, reason="x")

    assert statuses(registration.session_places.get()) == [S.CANCELLED]
    assert deliver_all() == []


@pytest.mark.parametrize(
    ("reason", "because", "refused"),
    [
        ("", "", Reason.REASON_MISSING),
        ("x", "event", Reason.EVENT_CANCELLED),
        ("x", "over", Reason.EVENT_OVER),
    ],
)
def test_restoring_a_session_is_refused(talk, staff, reason, because, refused):
    programme.cancel_session(session=talk, actor=staff)
    if because == "event":
        cancel_event(event=talk.event, actor=staff, reason="No host.")
    now = talk.ends_at if because == "over" else timezone.now()

    with pytest.raises(Refused) as caught:
        programme.restore_session(session=talk, actor=staff, reason=reason, now=now)

    assert caught.value.reason == refused
    talk.refresh_from_db()
    assert (talk.is_cancelled, talk.sequence) == (True, 1)


# In the admin ---------------------------------------------------------------------------------------------------


@pytest.fixture
def editor_client(client_for, staff, one_factor):
    return client_for(staff)


def test_editor_restores_an_event_from_a_page_that_says_what_comes_back(editor_client, category, event, staff):
    enrol(category)
    address = reverse("programmes:restore_event", args=[event.pk])
    edit = reverse("wagtailadmin_pages:edit", args=[event.pk])
    assert address not in editor_client.get(edit).text
    cancel_event(event=event, actor=staff, reason="No host.")
    event.get_latest_revision_as_object().unpublish()

    assert address in editor_client.get(edit).text
    asked = editor_client.get(address).text
    for words in ("(now under way: 1)", "What does not come back:", "The page is not published."):
        assert words in asked
    assert editor_client.post(address, {"reason": " "}).status_code == 200
    assert state(event).cancelled_at is not None
    assert editor_client.post(address, {"reason": "A host."}).status_code == 302
    assert state(event).cancelled_at is None
    again = editor_client.post(address, {"reason": "A host."}, follow=True)
    assert "It is not cancelled." in again.text


def test_editor_restores_a_session(editor_client, talk, staff):
    edit = reverse("programmes:edit", args=[talk.event_id, talk.pk])
    address = reverse("programmes:restore", args=[talk.event_id, talk.pk])
    assert address not in editor_client.get(edit).text
    programme.cancel_session(session=talk, actor=staff)

    assert address in editor_client.get(edit).text
    assert "(now 0)" in editor_client.get(address).text
    talk.refresh_from_db()
    assert talk.is_cancelled
    assert editor_client.post(address, {"reason": "x"})["Location"] == edit
    talk.refresh_from_db()
    assert not talk.is_cancelled


def test_calling_back_is_for_those_who_may_call_off(client_for, editor, manager, event, talk, staff):
    cancel_event(event=event, actor=staff, reason="No host.")
    programme.cancel_session(session=talk, actor=staff)
    addresses = [
        reverse("programmes:restore_event", args=[event.pk]),
        reverse("programmes:restore", args=[event.pk, talk.pk]),
    ]

    # Calling an event off, and back, takes the right to publish.
    assert [client_for(staff).get(each).status_code for each in addresses] == [200, 200]
    assert [client_for(editor).get(each).status_code for each in addresses] == [302, 200]
    for address in addresses:
        for method in ("get", "post"):
            refused = getattr(client_for(manager), method)(address, {"reason": "x"})
            assert (refused.status_code, refused["Location"]) == (302, "/admin/")
    assert state(event).cancelled_at is not None
