"""Saving a set-up and withdrawing codes, where registrations are there already."""

import pytest

from cop.members.models import User
from events.choices import QuestionKind
from events.choices import RegistrationStatus as S
from events.models import InvitationCode, OptionPlace, Question
from events.refusals import Reason, Refused
from events.services.cancelling import cancel_registration
from events.services.deciding import reject
from events.services.registering import register
from events.services.setup import save_setup, withdraw_code
from tests.factories.events import CategoryFactory, RegistrationSetupFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def room():
    return CategoryFactory(setup=RegistrationSetupFactory())


def enrol(number: int, category, **more):
    member, _ = User.objects.get_or_create(email=f"n{number}@members.example", defaults={"name": f"N {number}"})
    return register(member=member, event_id=category.setup.event_id, category_id=category.pk, **more)


def refusal(call, *args, **kwargs) -> Reason:
    with pytest.raises(Refused) as caught:
        call(*args, **kwargs)
    return caught.value.reason


def test_withdrawn_code_stays_withdrawn_when_its_use_is_given_back(staff, room):
    invitation = InvitationCode.objects.create(setup=room.setup, code="ONCE")
    registration = enrol(1, room, code="ONCE")

    withdraw_code(invitation=invitation, actor=staff)
    cancel_registration(registration=registration, actor=registration.member)

    invitation.refresh_from_db()
    assert invitation.uses == 0
    assert refusal(enrol, 2, room, code="ONCE") == Reason.CODE_EXPIRED


def test_limit_set_later_counts_those_who_chose_before(staff, room):
    question = Question.objects.create(
        setup=room.setup,
        key="meal",
        label="Meal",
        kind=QuestionKind.ONE,
        options=[{"key": "a", "label": "A", "places": None}, {"key": "b", "label": "B", "places": None}],
    )
    early = [enrol(number, room, answers={"meal": "a"}) for number in range(3)]
    gone = enrol(8, room, answers={"meal": "a"})
    cancel_registration(registration=gone, actor=gone.member)
    question.options[0]["places"] = 3
    question.save()

    save_setup(setup=room.setup, actor=staff)
    save_setup(setup=room.setup, actor=staff)

    places = OptionPlace.objects.order_by("number").values_list("registration", "option", "number")
    assert list(places) == [(each.pk, "a", number) for number, each in enumerate(early, start=1)]
    assert refusal(enrol, 9, room, answers={"meal": "a"}) == Reason.OPTION_FULL
    assert enrol(9, room, answers={"meal": "b"}).status == S.CONFIRMED


def test_somebody_turned_down_comes_back_through_the_secretariat_only(staff, room):
    room.setup.needs_approval = True
    room.setup.save()
    registration = enrol(1, room)
    reject(registration=registration, actor=staff, reason="Not for this event")

    assert refusal(enrol, 1, room) == Reason.TURNED_DOWN
