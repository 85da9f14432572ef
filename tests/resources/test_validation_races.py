"""Two people decide on one proposed good practice at the same moment: one of them counts, the other one is told."""

from functools import partial

import pytest
from django.core.exceptions import PermissionDenied
from wagtail.models import AbstractGroupApprovalTask, TaskState

from cop.notifications.models import Letter
from resources.choices import ProposalState
from resources.refusals import Refused
from resources.selectors.proposals import standing_of
from resources.services import proposing, validating
from tests.factories.practices import act, checker, fresh, make_proposal, validator

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def proposal(transactional_db):
    return make_proposal(is_sent=True)


@pytest.fixture
def checked(proposal):
    act(proposal, checker(name="Carla Checker", email="carla@desk.example"))
    return fresh(proposal)


def step(proposal, user, action="approve", comment="", *, by=None):
    """A press of the button on a form that was opened before anybody decided: the step is the one that stood there."""
    page = fresh(proposal).page
    task, state = page.current_workflow_task, page.current_workflow_task_state
    decide = by or type(task).on_action
    return partial(decide, task, state, user, action, comment=comment)


def refused(outcomes):
    """How many were told that it was not theirs to decide any more; nothing else may go wrong."""
    said = [each for each in outcomes if isinstance(each, Exception)]
    assert all(isinstance(each, PermissionDenied | Refused) for each in said), said
    return len(said)


def approved(proposal):
    return TaskState.objects.filter(
        workflow_state__object_id=str(proposal.page_id), status=TaskState.STATUS_APPROVED
    ).count()


def state_of(proposal):
    return standing_of(fresh(proposal)).state


def letters(kind):
    return Letter.objects.filter(kind=f"resources.practice_{kind}").count()


def test_two_who_check_at_once_are_one_check_and_nothing_is_published(proposal, race):
    people = [checker(email=f"checker{n}@desk.example") for n in range(4)]

    outcomes = race([step(proposal, user) for user in people])

    assert (refused(outcomes), approved(proposal)) == (3, 1)
    assert state_of(proposal) == ProposalState.CHECKED
    assert not fresh(proposal).page.live


def test_one_person_in_two_windows_is_not_two_people(proposal, race):
    both = validator()

    outcomes = race([step(proposal, both) for _window in range(3)])

    assert (refused(outcomes), approved(proposal)) == (2, 1)
    assert not fresh(proposal).page.live


def test_two_who_validate_at_once_publish_it_once(checked, race):
    people = [validator(email=f"validator{n}@desk.example") for n in range(3)]

    outcomes = race([step(checked, user) for user in people])

    assert (refused(outcomes), approved(checked)) == (2, 2)
    assert state_of(checked) == ProposalState.PUBLISHED
    assert letters("published") == 1


def test_approval_and_a_wish_for_changes_at_once_are_one_of_the_two(checked, race):
    yes, no = validator(email="yes@desk.example"), validator(email="no@desk.example")

    outcomes = race([step(checked, yes), step(checked, no, "reject", "Say what it cost.")])

    assert refused(outcomes) == 1
    is_approved = not isinstance(outcomes[0], Exception)
    assert state_of(checked) == (ProposalState.PUBLISHED if is_approved else ProposalState.CHANGES)
    assert (letters("published"), letters("changes")) == ((1, 0) if is_approved else (0, 1))


def test_approval_and_decline_at_once_are_one_of_the_two(checked, race):
    yes, no = validator(email="yes@desk.example"), validator(email="no@desk.example")

    outcomes = race(
        [
            step(checked, yes),
            partial(validating.decline, practice=fresh(checked).page, actor=no, words="Not smart specialisation."),
        ]
    )

    assert refused(outcomes) == 1
    is_approved = not isinstance(outcomes[0], Exception)
    assert state_of(checked) == (ProposalState.PUBLISHED if is_approved else ProposalState.DECLINED)
    assert fresh(checked).page.live is is_approved
    assert (letters("published"), letters("declined")) == ((1, 0) if is_approved else (0, 1))


def test_approval_while_its_author_takes_it_back_is_one_of_the_two(checked, race):
    outcomes = race(
        [
            step(checked, validator()),
            partial(proposing.take_back, member=checked.author, proposal_id=checked.pk),
        ]
    )

    assert refused(outcomes) == 1
    is_approved = not isinstance(outcomes[0], Exception)
    assert state_of(checked) == (ProposalState.PUBLISHED if is_approved else ProposalState.WITHDRAWN)
    assert fresh(checked).page.live is is_approved


def test_control_without_our_service_both_would_count(proposal, race):
    """Wagtail's own way of taking a step neither locks nor asks again: the tests above must be able to fail."""
    people = [checker(email=f"checker{n}@desk.example") for n in range(2)]

    outcomes = race([step(proposal, user, by=AbstractGroupApprovalTask.on_action) for user in people])

    assert not any(isinstance(each, PermissionDenied) for each in outcomes)
