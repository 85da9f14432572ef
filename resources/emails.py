"""Letters of the library: about good practices on their way into it."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Page, TaskState

from cop.notifications.links import absolute
from cop.notifications.models import Letter
from cop.notifications.registry import LetterContent, NoLongerTrue, letter

from .choices import ProposalState
from .models import PracticeProposal
from .selectors.proposals import Standing, standing_of

TEMPLATE = "editing/letter"
WHY = gettext_lazy("You get this letter because you proposed this good practice.")


def _content(subject: str, **context: Any) -> LetterContent:
    paragraphs = [paragraph for paragraph in context.pop("paragraphs") if paragraph]
    return LetterContent(
        subject=subject,
        template=TEMPLATE,
        context={"title": subject, "preheader": paragraphs[0], "paragraphs": paragraphs, "facts": [], **context},
    )


def _proposal(row: Letter) -> tuple[PracticeProposal, Standing]:
    found = PracticeProposal.objects.filter(pk=row.params["proposal"], author=row.member_id).select_related("page")
    proposal = found.first()
    if proposal is None or proposal.page is None:
        raise NoLongerTrue("The proposal has been deleted.")
    return proposal, standing_of(proposal)


def _own_page(proposal: PracticeProposal) -> str:
    return absolute(reverse("proposal", args=[proposal.pk]))


@letter("resources.practice_received", title=gettext_lazy("Good practice received"))
def practice_received(row: Letter) -> LetterContent:
    """To its author: it has come, and what happens now."""
    proposal, standing = _proposal(row)
    if standing.state not in (ProposalState.SENT, ProposalState.CHECKED):
        raise NoLongerTrue("It has been taken back or decided meanwhile.")
    return _content(
        _("We have your good practice: %(title)s") % {"title": proposal.title},
        paragraphs=[
            _("Thank you. Somebody of the secretariat checks whether it is complete and clear."),
            _("A second person validates it. Then it is published in the library, and we write to you again."),
        ],
        button_label=_("See how far it is"),
        button_url=_own_page(proposal),
        why=WHY,
    )


@letter("resources.practice_changes", title=gettext_lazy("Changes asked for in a good practice"))
def practice_changes(row: Letter) -> LetterContent:
    """To its author: what should change, in the secretariat's words."""
    proposal, standing = _proposal(row)
    if standing.state != ProposalState.CHANGES:
        raise NoLongerTrue("It has been sent again or decided meanwhile.")
    return _content(
        _("Please change: %(title)s") % {"title": proposal.title},
        paragraphs=[
            _("The secretariat has read your good practice and asks you to change something."),
            _("Change it, and send it again. Nothing of your text is lost."),
        ],
        facts=[(_("What should change"), row.params["comment"])],
        button_label=_("Change it"),
        button_url=_own_page(proposal),
        why=WHY,
    )


@letter("resources.practice_given_back", title=gettext_lazy("Good practice given back"))
def practice_given_back(row: Letter) -> LetterContent:
    """To its author: the review has ended without a decision."""
    proposal, standing = _proposal(row)
    if standing.state != ProposalState.DRAFT:
        raise NoLongerTrue("It has been sent again or decided meanwhile.")
    return _content(
        _("Your draft again: %(title)s") % {"title": proposal.title},
        paragraphs=[
            _("The secretariat has given your good practice back to you. You can change it, and send it again.")
        ],
        button_label=_("See your draft"),
        button_url=_own_page(proposal),
        why=WHY,
    )


@letter("resources.practice_declined", title=gettext_lazy("Good practice declined"))
def practice_declined(row: Letter) -> LetterContent:
    """To its author: why it does not come into the library."""
    proposal, standing = _proposal(row)
    if standing.state != ProposalState.DECLINED:
        raise NoLongerTrue("It is being reviewed again.")
    return _content(
        _("Not in the library: %(title)s") % {"title": proposal.title},
        paragraphs=[
            _("The secretariat has read your good practice, and does not publish it in the library."),
            _("Your text stays on your page for a year. You are welcome to propose another practice."),
        ],
        facts=[(_("Why"), proposal.decline_words)],
        button_label=_("See your text"),
        button_url=_own_page(proposal),
        why=WHY,
    )


@letter("resources.practice_published", title=gettext_lazy("Good practice published"))
def practice_published(row: Letter) -> LetterContent:
    """To its author: where it stands now."""
    proposal, standing = _proposal(row)
    if standing.state != ProposalState.PUBLISHED or proposal.page is None:
        raise NoLongerTrue("It is not on the site any more.")
    return _content(
        _("In the library: %(title)s") % {"title": proposal.page.title},
        paragraphs=[
            _("Your good practice has been validated by two people and is published. Thank you for sharing it."),
            _("Whom to ask is shown to members only. Write to the secretariat if something should change."),
        ],
        button_label=_("See it in the library"),
        button_url=f"{settings.SITE_URL}{proposal.page.get_absolute_url()}",
        why=WHY,
    )


@letter("resources.practice_waits", title=gettext_lazy("Good practice to check or validate"))
def practice_waits(row: Letter) -> LetterContent:
    """To those who may take the step at which it is."""
    page = Page.objects.filter(pk=row.params["page"]).first()
    step = TaskState.objects.filter(pk=row.params["step"]).select_related("task").first()
    if page is None or step is None or step.status != TaskState.STATUS_IN_PROGRESS:
        raise NoLongerTrue("Somebody has taken this step, or the author has taken the practice back.")
    title = page.get_admin_display_title()
    return _content(
        _("%(step)s: %(title)s") % {"step": step.task.name, "title": title},
        paragraphs=[
            _("A good practice waits for the step “%(step)s”.") % {"step": step.task.name},
            _("Whoever is first approves it, asks for changes, or declines it. Two people look at each practice."),
        ],
        facts=[(_("Page"), title), (_("Step"), step.task.name)],
        button_label=_("Read and decide"),
        button_url=absolute(reverse("wagtailadmin_pages:edit", args=[page.pk])),
        why=_("You get this letter because you check or validate good practices before they are published."),
    )
