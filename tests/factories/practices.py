"""Proposals of good practices for tests: begun, sent, and the steps of their validation."""

import uuid
from dataclasses import replace

from django.contrib.auth.models import Group

from cop.core.roles import Role
from cop.members.models import User
from resources.choices import Licence
from resources.models import PracticeProposal, ValidationTask
from resources.practice_content import Content
from resources.services import proposing
from resources.services.validation_setup import set_up
from tests.factories.members import UserFactory, with_role
from tests.factories.resources import library

WHOLE = Content(
    title="Brokers on the road",
    summary="Four brokers visit 600 firms a year.",
    organisation="Sample Agency",
    people=("Sample, Ana",),
    regions=("ES61",),
    began=2021,
    challenge="Small firms did not come.",
    what_was_done="We went to them.",
    evidence="41 of 100 took up an offer.",
    cost="Four salaries.",
    transferability="Needs people whom firms respect.",
    lessons="The first two brokers left.",
    criteria=(1,),
    languages=("en",),
    links=("https://sample.example/report",),
    licence=Licence.CC_BY.value,
    contact="Ana, CANARY-CONTACT@sample.example",
)


def content(**changed) -> Content:
    """A whole practice, changed."""
    return replace(WHOLE, **changed)


def make_proposal(member: User | None = None, *, is_sent: bool = False, **changed) -> PracticeProposal:
    """A draft of a whole practice; with `is_sent` it is with the secretariat."""
    library()
    set_up()
    member = member or UserFactory()
    proposal = proposing.begin(member=member, key=uuid.uuid4(), content=content(**changed))
    if is_sent:
        proposing.send(member=member, proposal_id=proposal.pk, consents=True)
    return fresh(proposal)


def fresh(proposal: PracticeProposal) -> PracticeProposal:
    """As it is now."""
    return PracticeProposal.objects.select_related("page", "author").get(pk=proposal.pk)


def act(proposal: PracticeProposal, user: User, action: str = "approve", comment: str = "") -> None:
    """Take the step at which it is, as Wagtail's views do it."""
    page = fresh(proposal).page
    task: ValidationTask = page.current_workflow_task
    task.on_action(page.current_workflow_task_state, user, action, comment=comment)


def checker(**facts) -> User:
    """Writes pages, and checks."""
    return with_role(Role.EDITOR, **{"name": "Edda Editor", **facts})


def validator(**facts) -> User:
    """Publishes pages, checks and validates."""
    return with_role(Role.MODERATOR, **{"name": "Mona Moderator", **facts})


def publish(proposal: PracticeProposal) -> PracticeProposal:
    """Both steps, by two people."""
    act(proposal, checker())
    act(proposal, validator())
    return fresh(proposal)


def everybody_of(role: Role) -> Group:
    return Group.objects.get(name=role.value)
