"""Registering: happy path, each refusal, twice in a row, letters, history."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone
from wagtail.models import ModelLogEntry

from cop.members.models import User
from events.choices import ListConsent, QuestionKind
from events.choices import RegistrationStatus as S
from events.models import InvitationCode, OptionPlace, Question, Registration, SessionPlace
from events.refusals import Reason, Refused
from events.services.cancelling import cancel_registration
from events.services.registering import register
from tests.factories.events import (
    CategoryFactory,
    EventPageFactory,
    RegistrationSetupFactory,
    SessionFactory,
    moment,
)
from tests.letters import deliver_all, kinds

pytestmark = pytest.mark.django_db


@pytest.fixture
def setup():
    return RegistrationSetupFactory(total_places=2)


@pytest.fixture
def room(setup):
    return CategoryFactory(setup=setup)


def somebody(number: int) -> User:
    return User.objects.create_user(f"somebody-{number}@members.example", name=f"Somebody {number}")


def enrol(member, category, **more) -> Registration:
    return register(member=member, event_id=category.setup.event_id, category_id=category.pk, **more)


def refusal(call, *args, **kwargs) -> Reason:
    """The reason for which the call is refused; and nothing has been written."""
    before = Registration.objects.count(), SessionPlace.objects.count(), len(kinds())
    with pytest.raises(Refused) as caught:
        call(*args, **kwargs)
    assert (Registration.objects.count(), SessionPlace.objects.count(), len(kinds())) == before
    return caught.value.reason


def test_register_with_free_places_confirms_and_tells(member, room):
    registration = enrol(member, room, badge_organisation="Agency", list_consent=ListConsent.PARTICIPANTS)

    registration.refresh_from_db()
    assert registration.status == S.CONFIRMED
    assert (registration.place_number, registration.category_number) == (1, 1)
    assert (registration.badge_name, registration.badge_organisation) == ("Ana Member", "Agency")
    assert registration.list_consent == ListConsent.PARTICIPANTS
    assert len(registration.code) == 8
    assert kinds() == ["events.confirmed"]
    entry = ModelLogEntry.objects.for_instance(registration).get()
    assert (entry.action, entry.user, entry.data["to"]) == ("events.claim.register", member, "confirmed")


def test_register_when_full_joins_waiting_list(member, room):
    for number in range(2):
        enrol(somebody(number), room)

    registration = enrol(member, room)

    assert registration.status == S.WAITING
    assert registration.queued_at is not None
    assert (registration.place_number, registration.category_number) == (None, None)
    assert kinds(member=member) == ["events.waiting"]


def test_register_when_full_without_waiting_list_is_refused(member, setup, room):
    setup.has_waiting_list = False
    setup.save()
    for number in range(2):
        enrol(somebody(number), room)

    assert refusal(enrol, member, room) == Reason.FULL


def test_register_with_approval_is_pending_and_holds_no_place(member, setup, room):
    setup.needs_approval = True
    setup.save()

    registration = enrol(member, room)

    assert registration.status == S.PENDING
    assert registration.place_number is None
    assert kinds() == ["events.received"]


def test_register_twice_is_refused_and_keeps_the_first(member, room):
    first = enrol(member, room)

    assert refusal(enrol, member, room) == Reason.ALREADY
    assert Registration.objects.get() == first


def test_register_again_after_cancelling_is_a_new_registration(member, room):
    first = enrol(member, room)
    cancel_registration(registration=first, actor=member)

    second = enrol(member, room)

    assert second.pk != first.pk
    assert second.status == S.CONFIRMED
    assert second.place_number == 1


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"opens_at": None}, Reason.NO_REGISTRATION),
        ({"opens_at": timedelta(minutes=1)}, Reason.NOT_OPEN),
        ({"closes_at": timedelta(minutes=-1)}, Reason.CLOSED),
    ],
)
def test_register_outside_the_opening_times_is_refused(member, setup, room, change, reason):
    for field, value in change.items():
        setattr(setup, field, None if value is None else timezone.now() + value)
    setup.save()

    assert refusal(enrol, member, room) == reason


def test_register_is_open_from_the_opening_minute_until_the_closing_minute(setup, room):
    opens = setup.event.starts_at - timedelta(days=10)
    closes = setup.event.starts_at - timedelta(days=5)
    setup.opens_at, setup.closes_at = opens, closes
    setup.save()
    second = timedelta(seconds=1)

    assert refusal(enrol, somebody(1), room, now=opens - second) == Reason.NOT_OPEN
    assert enrol(somebody(2), room, now=opens).status == S.CONFIRMED
    assert enrol(somebody(3), room, now=closes - second).status == S.CONFIRMED
    assert refusal(enrol, somebody(4), room, now=closes) == Reason.CLOSED


def test_register_for_a_cancelled_event_is_refused(member, setup, room):
    setup.event.state.cancelled_at = timezone.now()
    setup.event.state.save()

    assert refusal(enrol, member, room) == Reason.EVENT_CANCELLED


def test_register_after_the_end_is_refused_even_if_closing_was_forgotten(member, setup, room):
    setup.closes_at = setup.event.ends_at + timedelta(days=30)
    setup.save()

    assert refusal(enrol, member, room, now=setup.event.ends_at) == Reason.EVENT_OVER


def test_register_inactive_account_is_refused(member, room):
    member.is_active = False

    assert refusal(enrol, member, room) == Reason.INACTIVE


def test_register_for_category_of_another_event_is_refused(member, room):
    foreign = CategoryFactory()

    assert (
        refusal(register, member=member, event_id=room.setup.event_id, category_id=foreign.pk)
        == Reason.CATEGORY_UNKNOWN
    )


def test_register_with_own_limit_of_category_fills_it_and_leaves_the_others(setup, room):
    online = CategoryFactory(setup=setup, name="Online", places=1, counts_in_total=False)

    statuses = [enrol(somebody(n), online).status for n in range(2)]

    assert statuses == [S.CONFIRMED, S.WAITING]
    assert enrol(somebody(9), room).status == S.CONFIRMED


def test_register_leaves_reserved_places_to_their_category(setup, room):
    speakers = CategoryFactory(setup=setup, name="Speakers", reserved=1)

    assert enrol(somebody(1), room).status == S.CONFIRMED
    assert enrol(somebody(2), room).status == S.WAITING
    assert enrol(somebody(3), speakers).status == S.CONFIRMED
    assert enrol(somebody(4), speakers).status == S.WAITING


def test_register_without_limits_always_confirms(setup, room):
    setup.total_places = None
    setup.save()

    assert [enrol(somebody(n), room).status for n in range(5)] == [S.CONFIRMED] * 5


def test_register_uses_the_numbers_that_came_free(setup, room):
    setup.total_places = 5
    setup.save()
    rows = [enrol(somebody(n), room) for n in range(3)]
    cancel_registration(registration=rows[0], actor=rows[0].member)

    again = enrol(somebody(9), room)

    assert (again.place_number, again.category_number) == (1, 1)


class TestInvitationCodes:
    @pytest.fixture
    def speakers(self, setup):
        return CategoryFactory(setup=setup, name="Speakers", is_public=False)

    def test_closed_category_without_code_is_refused(self, member, speakers):
        assert refusal(enrol, member, speakers) == Reason.CATEGORY_CLOSED

    def test_code_opens_its_category_once(self, member, other_member, setup, speakers):
        code = InvitationCode.objects.create(setup=setup, code="WELCOME", category=speakers)

        registration = enrol(member, speakers, code=" welcome ")

        code.refresh_from_db()
        assert (registration.status, registration.invitation, code.uses) == (S.CONFIRMED, code, 1)
        assert refusal(enrol, other_member, speakers, code="WELCOME") == Reason.CODE_USED

    def test_code_comes_back_when_the_registration_is_cancelled(self, member, other_member, setup, speakers):
        InvitationCode.objects.create(setup=setup, code="WELCOME", category=speakers)
        cancel_registration(registration=enrol(member, speakers, code="WELCOME"), actor=member)

        assert enrol(other_member, speakers, code="WELCOME").status == S.CONFIRMED

    def test_code_of_another_event_is_unknown(self, member, speakers):
        InvitationCode.objects.create(setup=RegistrationSetupFactory(), code="ELSEWHERE")

        assert refusal(enrol, member, speakers, code="ELSEWHERE") == Reason.CODE_UNKNOWN

    def test_code_for_another_address_is_refused(self, member, setup, speakers):
        InvitationCode.objects.create(setup=setup, code="X", category=speakers, email="else@members.example")

        assert refusal(enrol, member, speakers, code="X") == Reason.CODE_ADDRESS

    def test_code_for_ones_own_address_whatever_its_case_works(self, member, setup, speakers):
        InvitationCode.objects.create(setup=setup, code="X", category=speakers, email=member.email.upper())

        assert enrol(member, speakers, code="X").status == S.CONFIRMED

    def test_code_for_another_category_is_refused(self, member, setup, room, speakers):
        InvitationCode.objects.create(setup=setup, code="X", category=speakers)

        assert refusal(enrol, member, room, code="X") == Reason.CODE_CATEGORY

    def test_expired_code_is_refused(self, member, setup, speakers):
        InvitationCode.objects.create(
            setup=setup, code="X", category=speakers, expires_at=timezone.now() - timedelta(seconds=1)
        )

        assert refusal(enrol, member, speakers, code="X") == Reason.CODE_EXPIRED

    def test_event_by_invitation_only_wants_a_code(self, member, setup, room):
        setup.needs_code = True
        setup.save()
        InvitationCode.objects.create(setup=setup, code="ANY", max_uses=2)

        assert refusal(enrol, member, room) == Reason.CODE_MISSING
        assert enrol(member, room, code="ANY").status == S.CONFIRMED


class TestSessions:
    @pytest.fixture
    def session(self, setup):
        return SessionFactory(event=setup.event, needs_choice=True, places=1)

    def test_chosen_session_is_held_while_there_is_a_place(self, member, other_member, room, session):
        first = enrol(member, room, session_ids=[session.pk, session.pk])
        second = enrol(other_member, room, session_ids=[session.pk])

        assert [(claim.status, claim.number) for claim in first.session_places.all()] == [(S.CONFIRMED, 1)]
        assert [(claim.status, claim.number) for claim in second.session_places.all()] == [(S.WAITING, None)]

    def test_session_of_one_who_waits_holds_nothing_yet(self, member, room, session):
        for number in range(2):
            enrol(somebody(number), room)

        claim = enrol(member, room, session_ids=[session.pk]).session_places.get()

        assert (claim.status, claim.number) == (S.PENDING, None)

    def test_session_of_another_event_is_refused(self, member, room):
        foreign = SessionFactory(needs_choice=True)

        assert refusal(enrol, member, room, session_ids=[foreign.pk]) == Reason.SESSION_UNKNOWN

    def test_session_that_nobody_chooses_is_refused(self, member, setup, room):
        plenary = SessionFactory(event=setup.event, needs_choice=False)

        assert refusal(enrol, member, room, session_ids=[plenary.pk]) == Reason.SESSION_UNKNOWN

    def test_sessions_at_the_same_time_are_refused(self, member, setup, room, session):
        other = SessionFactory(
            event=setup.event, needs_choice=True, starts_at=session.starts_at + timedelta(minutes=59)
        )

        assert refusal(enrol, member, room, session_ids=[session.pk, other.pk]) == Reason.SESSIONS_CLASH

    def test_session_that_begins_when_another_ends_is_no_clash(self, member, setup, room, session):
        other = SessionFactory(event=setup.event, needs_choice=True, starts_at=session.ends_at)

        assert enrol(member, room, session_ids=[session.pk, other.pk]).session_places.count() == 2


def test_register_takes_the_last_place_of_a_choice_and_refuses_the_next(member, other_member, setup, room):
    question = Question.objects.create(
        setup=setup,
        key="tour",
        label="Tour",
        kind=QuestionKind.MANY,
        options=[{"key": "port", "label": "Port", "places": 1}, {"key": "none", "label": "None", "places": None}],
    )
    first = enrol(member, room, answers={"tour": ["port", "none"]})

    assert list(OptionPlace.objects.values_list("registration", "question", "option", "number")) == [
        (first.pk, question.pk, "port", 1)
    ]
    assert refusal(enrol, other_member, room, answers={"tour": ["port"]}) == Reason.OPTION_FULL
    cancel_registration(registration=first, actor=member)
    assert enrol(other_member, room, answers={"tour": ["port"]}).status == S.CONFIRMED


def test_confirmation_names_the_day_of_each_session_in_order_and_the_code_as_on_the_ticket(member):
    event = EventPageFactory(
        starts_at=moment("2027-03-16 08:00"), ends_at=moment("2027-03-17 13:00"), time_zone="UTC", city="", venue=""
    )
    room = CategoryFactory(setup__event=event)
    second, first = (
        SessionFactory(event=event, needs_choice=True, title=title, starts_at=moment(start), ends_at=moment(end))
        for title, start, end in (
            ("Second", "2027-03-17 09:00", "2027-03-17 10:00"),
            ("First", "2027-03-16 14:00", "2027-03-16 15:00"),
        )
    )

    with time_machine.travel(moment("2027-01-01 12:00")):
        registration = register(
            member=member, event_id=event.pk, category_id=room.pk, session_ids=[second.pk, first.pk],
            now=moment("2027-01-01 12:00"),
        )  # fmt: skip
        text = " ".join(deliver_all()[0].body.split())

    assert "Tuesday 16 and Wednesday 17 March 2027. From 08:00 to 13:00 on the last day" in text
    assert "Tue 16 March, 14:00 First Wed 17 March, 09:00 Second Ticket code" in text
    assert f"{registration.code[:4]}-{registration.code[4:]}" in text
