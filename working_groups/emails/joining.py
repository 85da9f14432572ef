"""Letters about ways into a group: requests to join, and invitations."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cop.core import dates
from cop.notifications.links import absolute, secretariat
from cop.notifications.models import Letter
from cop.notifications.registry import LetterContent, NoLongerTrue, letter

from ..models import Invitation
from .parts import (
    content,
    name_or_words,
    refuse_unless_leads,
    request_of,
    see_group,
    why_asked,
    why_leader,
)


@letter("working_groups.request_received", title=gettext_lazy("Request to join received"))
def request_received(letter: Letter) -> LetterContent:
    """To somebody who has asked."""
    request = request_of(letter, "open")
    group = request.group
    return content(
        group,
        _("You have asked to join %(group)s") % {"group": group},
        [_("The leaders of the group have your request, and answer by a letter.")],
        facts=[(question, answer) for question, answer in request.answers],
        button=see_group(group),
        after=_("Until then you can withdraw the request on the page of the group."),
        why=why_asked(group),
    )


@letter("working_groups.asked", title=gettext_lazy("Somebody asks to join (to leaders)"))
def asked(letter: Letter) -> LetterContent:
    """To the leaders, who decide."""
    refuse_unless_leads(letter)
    request = request_of(letter, "open")
    group = request.group
    names = {"name": name_or_words(request.member), "group": group}
    return content(
        group,
        _("%(name)s asks to join %(group)s") % names,
        [_("%(name)s asks to join the group. You or another leader decide.") % names],
        facts=[(question, answer) for question, answer in request.answers],
        button=(_("Answer the request"), absolute(reverse("group_requests", args=[group.page.slug]))),
        why=why_leader(group),
    )


@letter("working_groups.request_withdrawn", title=gettext_lazy("Request to join withdrawn"))
def request_withdrawn(letter: Letter) -> LetterContent:
    """To the one who has taken it back."""
    request = request_of(letter, "withdrawn")
    group = request.group
    return content(
        group,
        _("You have withdrawn your request to join %(group)s") % {"group": group},
        [_("Nobody needs to answer it any more. You can ask again at any time.")],
        button=see_group(group),
        why=why_asked(group),
    )


@letter("working_groups.member_withdrew", title=gettext_lazy("Request to join withdrawn (to leaders)"))
def member_withdrew(letter: Letter) -> LetterContent:
    """To the leaders, so that nobody looks for it."""
    refuse_unless_leads(letter)
    request = request_of(letter, "withdrawn")
    group = request.group
    names = {"name": name_or_words(request.member), "group": group}
    return content(
        group,
        _("%(name)s does not ask to join %(group)s any more") % names,
        [_("%(name)s has withdrawn the request. You need not do anything.") % names],
        why=why_leader(group),
    )


@letter("working_groups.refused", title=gettext_lazy("Request to join refused"))
def refused(letter: Letter) -> LetterContent:
    """To the one who asked, with what the leaders say."""
    request = request_of(letter, "refused")
    group = request.group
    return content(
        group,
        _("Your request to join %(group)s") % {"group": group},
        [_("The leaders have not accepted your request. They write:")],
        quoted=request.reason,
        after=_("If you think that this is a mistake, write to %(address)s.") % {"address": secretariat()},
        why=why_asked(group),
    )


# Invitations ----------------------------------------------------------------------------------------------------


@letter("working_groups.invitation", title=gettext_lazy("Invitation into a working group"), secret=("token",))
def invitation(letter: Letter) -> LetterContent:
    """To an address, whether it belongs to an account or not."""
    found = (
        Invitation.objects.select_related("group__page", "invited_by").filter(pk=letter.params["invitation"]).first()
    )
    if found is None or not found.is_open(timezone.now()) or found.group.is_archived:
        raise NoLongerTrue("The invitation is over.")
    group = found.group
    facts = [
        (_("Working group"), str(group)),
        (_("Valid until"), dates.date_range(timezone.localdate(found.expires_at))),
    ]
    if found.invited_by and found.invited_by.name:
        facts.insert(1, (_("Invited by"), found.invited_by.name))
    return content(
        group,
        _("Invitation to the working group %(group)s") % {"group": group},
        [
            _("You are invited to join a working group of the S3 Community of Practice."),
            _("Open the invitation, sign in or create an account with this address, and say whether you accept."),
        ],
        facts=facts,
        button=(_("Open the invitation"), absolute(reverse("group_invitation", args=[letter.params["token"]]))),
        after=_("If you do not want to join, you need not do anything."),
        why=_("You get this letter because a leader of the group entered your address. We keep it for no other use."),
    )
