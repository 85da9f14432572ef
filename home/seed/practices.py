"""Good practices that sample members propose, each at another point of its way into the library."""

import uuid

from cop.members.models import User
from cop.notifications.models import Letter
from resources.choices import Licence
from resources.models import PracticeProposal
from resources.practice_content import Content
from resources.services import proposing
from resources.validation import validation_workflow

from .accounts import OFFERED, PRACTITIONER, WRITER

VOUCHERS = Content(
    title="Vouchers with one page (sample)",
    summary="A first project with a university, applied for on one page and answered within a week.",
    organisation="Regional development agency (sample)",
    people=("Sample, Ana",),
    regions=("ES61",),
    began=2022,
    challenge="Workshops with fewer than ten people never applied: the form had eleven pages, the answer "
    "took five months.",
    what_was_done="The form was cut to one page. Two people decide each Friday, without a committee.\n\nThe university "
    "names one person who answers the telephone.",
    evidence="In the first year 120 firms applied, 84 of them for the first time. (Sample figures.)",
    cost="600,000 euros a year for vouchers of 5,000 euros; half a post.",
    transferability="Needs a managing authority that accepts simplified costs.",
    lessons="The first form still had four pages: nobody had asked the firms. Two vouchers went to firms of one owner; "
    "since then the register of companies is asked.",
    criteria=(1, 4),
    languages=("en",),
    licence=Licence.CC_BY.value,
    contact="Ana Sample, Regional development agency (sample)",
)
TABLES = Content(
    title="A table for two ministries (sample)",
    summary="Industry and science decide together, in one room, once a month.",
    organisation="Regional development agency (sample)",
    regions=("ES",),
    began=2020,
    ended=2024,
    challenge="Each ministry had a strategy, and firms were sent from one to the other.",
    what_was_done="One meeting a month with one agenda. Whoever does not come agrees.",
    evidence="It feels much better than before.",
    lessons="The first chair spoke for half of the time. Now the chair changes with each meeting.",
    languages=("en",),
    licence=Licence.CC_BY_SA.value,
    contact="Ana Sample, Regional development agency (sample)",
)
LABORATORY = Content(
    title="An open laboratory on Saturdays (sample)",
    organisation="University of applied innovation (sample)",
    challenge="Machines stand still from Friday noon to Monday morning.",
    languages=("en",),
    licence=Licence.CC_BY.value,
)
ASKED = "How do you know that it feels better? Three sentences from people of both ministries would do, or a figure."


def make_proposals() -> None:
    """A draft, one that waits for its check, and one that came back; once."""
    people = {
        each.email: each for each in User.objects.filter(email__in=(PRACTITIONER, OFFERED, WRITER), is_sample=True)
    }
    known = PracticeProposal.objects.filter(author__in=people.values())
    if len(people) < 3 or validation_workflow() is None or known.exists():
        return
    _begin(people[OFFERED], LABORATORY)
    for content in (VOUCHERS, TABLES):
        proposal = _begin(people[PRACTITIONER], content)
        proposing.send(member=people[PRACTITIONER], proposal_id=proposal.pk, consents=True)
    page = proposal.page
    page.current_workflow_task.on_action(page.current_workflow_task_state, people[WRITER], "reject", comment=ASKED)
    # Sample accounts would find letters about things that nobody has done.
    Letter.objects.filter(kind__startswith="resources.practice_").delete()


def _begin(member: User, content: Content) -> PracticeProposal:
    return proposing.begin(member=member, key=uuid.uuid4(), content=content)


def remove_proposals() -> None:
    """With their pages, as far as those are not in the library."""
    for proposal in PracticeProposal.objects.filter(author__is_sample=True).select_related("page"):
        proposing.remove(proposal)
