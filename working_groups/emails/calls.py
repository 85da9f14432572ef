"""Letters about calls for expressions of interest: to those who answer one, and to the leaders when it is over."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cop.core.dates import date_range
from cop.notifications.links import absolute, secretariat
from cop.notifications.models import Letter
from cop.notifications.registry import LetterContent, NoLongerTrue, letter

from ..choices import MembershipState, RequestState
from ..models import Call, JoinRequest
from .parts import content, membership_of, refuse_unless_leads, request_of, see_group, welcome, why_asked, why_leader


@letter("working_groups.interest_received", title=gettext_lazy("Expression of interest received"))
def interest_received(letter: Letter) -> LetterContent:
    """To somebody who has answered a call."""
    request = _answer(letter, "open")
    group = request.group
    closes = date_range(timezone.localdate(request.call.closes_at)) if request.call else ""
    return content(
        group,
        _("Your interest in %(group)s") % {"group": group},
        [
            _("The group has your expression of interest. The call is open until %(day)s.") % {"day": closes},
            _("The leaders decide after that, and answer everybody by a letter."),
        ],
        facts=[(question, answer) for question, answer in request.answers],
        button=see_group(group),
        after=_("Until then you can change or withdraw it on the page of the group."),
        why=why_asked(group),
    )


@letter("working_groups.interest_changed", title=gettext_lazy("Expression of interest changed"))
def interest_changed(letter: Letter) -> LetterContent:
    """To somebody who has changed their answer to a call: of several changes at once only the last is told."""
    request = _answer(letter, "open")
    if request.changed_at is None or request.changed_at.isoformat() != letter.params["changed"]:
        raise NoLongerTrue("It was changed once more.")
    group = request.group
    return content(
        group,
        _("You have changed your interest in %(group)s") % {"group": group},
        [_("This is what the leaders read now:")],
        facts=[(question, answer) for question, answer in request.answers],
        button=see_group(group),
        why=why_asked(group),
    )


@letter("working_groups.call_accepted", title=gettext_lazy("Accepted after a call"))
def call_accepted(letter: Letter) -> LetterContent:
    """The letter of acceptance."""
    membership = membership_of(letter, MembershipState.ACTIVE)
    names = {"group": membership.group}
    return welcome(
        membership,
        _("You are accepted into %(group)s") % names,
        _("Thank you for your expression of interest: the leaders have chosen you. You are a member of the group now."),
    )


@letter("working_groups.call_declined", title=gettext_lazy("Not chosen after a call"))
def call_declined(letter: Letter) -> LetterContent:
    """To somebody whom the leaders have not chosen, with what they say."""
    request = _answer(letter, "refused")
    group = request.group
    return content(
        group,
        _("Your interest in %(group)s") % {"group": group},
        [_("Thank you for your expression of interest. This time the leaders have chosen others. They write:")],
        quoted=request.reason,
        after=_("If you think that this is a mistake, write to %(address)s.") % {"address": secretariat()},
        why=why_asked(group),
    )


@letter("working_groups.call_closed", title=gettext_lazy("A call is over (to leaders)"))
def call_closed(letter: Letter) -> LetterContent:
    """To the leaders: they can decide now."""
    call, waiting = _call(letter)
    if not waiting:
        words = _("Nobody waits for an answer.")
    else:
        words = ngettext(
            "%(n)d person has expressed interest and waits for an answer.",
            "%(n)d people have expressed interest and wait for an answer.",
            waiting,
        ) % {"n": waiting}
    return _to_leaders(call, _("The call of %(group)s is over") % {"group": call.group}, words)


@letter("working_groups.call_undecided", title=gettext_lazy("People wait after a call (to leaders)"))
def call_undecided(letter: Letter) -> LetterContent:
    """To the leaders, a week later, once."""
    call, waiting = _call(letter)
    if not waiting:
        raise NoLongerTrue("Everybody has an answer.")
    words = ngettext(
        "%(n)d person still waits for an answer to their expression of interest.",
        "%(n)d people still wait for an answer to their expression of interest.",
        waiting,
    ) % {"n": waiting}
    return _to_leaders(call, _("Please answer the call of %(group)s") % {"group": call.group}, words)


def _to_leaders(call: Call, subject: str, words: str) -> LetterContent:
    group = call.group
    return content(
        group,
        subject,
        [words],
        facts=[(_("Call"), call.title), (_("Closed"), date_range(timezone.localdate(call.closes_at)))],
        button=(_("See who is interested"), absolute(reverse("group_call", args=[group.page.slug]))),
        why=why_leader(group),
    )


def _call(letter: Letter) -> tuple[Call, int]:
    refuse_unless_leads(letter)
    call = Call.objects.select_related("group__page").filter(pk=letter.params["call"]).first()
    if call is None or call.is_open():
        raise NoLongerTrue("The call is gone or open again.")
    return call, call.requests.filter(state=RequestState.OPEN).count()


def _answer(letter: Letter, state: str) -> JoinRequest:
    request_of(letter, state)
    return JoinRequest.objects.select_related("group__page", "member", "call").get(pk=letter.params["request"])
