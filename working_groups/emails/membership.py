"""Letters about who belongs to a group: to the one concerned, and to the leaders."""

from collections.abc import Callable
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cop.core import dates
from cop.notifications.links import absolute, secretariat
from cop.notifications.models import Letter
from cop.notifications.registry import LetterContent, NoLongerTrue, letter

from ..choices import GroupRole, MembershipState
from ..models import Invitation, JoinRequest, Membership, WorkingGroup
from ..selectors.frame import who_sees_lines

TEMPLATE = "working_groups/letter"
Build = Callable[[Letter], LetterContent]


# What the letters are made of -----------------------------------------------------------------------------------


def _content(
    group: WorkingGroup,
    subject: str,
    paragraphs: list[str],
    *,
    facts: list[tuple[str, str]] | None = None,
    quoted: str = "",
    button: tuple[str, str] | None = None,
    after: str = "",
    why: str,
) -> LetterContent:
    return LetterContent(
        subject=subject,
        template=TEMPLATE,
        context={
            "preheader": paragraphs[0],
            "title": subject,
            "is_sample": group.page.is_sample,
            "paragraphs": paragraphs,
            "quoted": quoted,
            "facts": facts or [],
            "button_label": button[0] if button else "",
            "button_url": button[1] if button else "",
            "after": after,
            "why": why,
        },
    )


def _membership(letter: Letter, *states: str) -> Membership:
    """The membership that the letter is about; withdrawn when it stands otherwise by now."""
    found = Membership.objects.select_related("group__page", "member").filter(pk=letter.params["membership"]).first()
    if found is None or found.state not in states:
        raise NoLongerTrue("The membership has changed since.")
    return found


def _request(letter: Letter, *states: str) -> JoinRequest:
    found = JoinRequest.objects.select_related("group__page", "member").filter(pk=letter.params["request"]).first()
    if found is None or found.state not in states:
        raise NoLongerTrue("The request has been decided or is gone.")
    return found


def _for_leaders(letter: Letter) -> None:
    """Who leads no more when the letter leaves is not told what happens in the group."""
    if letter.member_id is None:
        return  # The secretariat, where there is no leader.
    leads = Membership.objects.active().filter(
        group=letter.params["group"], member=letter.member_id, role=GroupRole.LEADER
    )
    if not leads.exists():
        raise NoLongerTrue("The addressee does not lead the group any more.")


def _see(group: WorkingGroup, label: str = "") -> tuple[str, str]:
    return label or _("See the group"), absolute(reverse("group", args=[group.page.slug]))


def _member_of(group: WorkingGroup) -> str:
    return _("You get this letter because you are a member of the working group %(group)s.") % {"group": group}


def _leader_of(group: WorkingGroup) -> str:
    return _("You get this letter because you lead the working group %(group)s.") % {"group": group}


def _was_in(group: WorkingGroup) -> str:
    return _("You get this letter because you were a member of the working group %(group)s.") % {"group": group}


def _asked_for(group: WorkingGroup) -> str:
    return _("You get this letter because you asked to join the working group %(group)s.") % {"group": group}


def _name(person: Any) -> str:
    return person.name or _("A member without a name")


# Coming in ------------------------------------------------------------------------------------------------------


def _welcome(membership: Membership, subject: str, first: str) -> LetterContent:
    group = membership.group
    url, label = reverse("group", args=[group.page.slug]), _("See the group")
    paragraphs = [first]
    if group.rules:
        url, label = reverse("group_rules", args=[group.page.slug]), _("Read the rules")
        paragraphs.append(_("The group has rules. Please read and accept them before you write there."))
    return _content(
        group,
        subject,
        paragraphs,
        facts=[(_("Your role"), str(GroupRole(membership.role).label)), *_who_sees(group)],
        button=(label, absolute(url)),
        after=_("You can leave the group on its page at any time."),
        why=_member_of(group),
    )


def _who_sees(group: WorkingGroup) -> list[tuple[str, Any]]:
    return [(_("Who sees what"), who_sees_lines(group))]


@letter("working_groups.joined", title=gettext_lazy("Welcome to a working group"))
def joined(letter: Letter) -> LetterContent:
    """To somebody who has come in by themselves, or by an invitation."""
    membership = _membership(letter, MembershipState.ACTIVE)
    names = {"group": membership.group}
    return _welcome(membership, _("Welcome to %(group)s") % names, _("You are a member of the working group now."))


@letter("working_groups.accepted", title=gettext_lazy("Request to join accepted"))
def accepted(letter: Letter) -> LetterContent:
    """To somebody whom the leaders have accepted."""
    membership = _membership(letter, MembershipState.ACTIVE)
    return _welcome(
        membership,
        _("Welcome to %(group)s") % {"group": membership.group},
        _("The leaders have accepted your request: you are a member of the working group now."),
    )


@letter("working_groups.added", title=gettext_lazy("Made a member by the secretariat"))
def added(letter: Letter) -> LetterContent:
    """To somebody whom the secretariat has appointed."""
    membership = _membership(letter, MembershipState.ACTIVE)
    return _welcome(
        membership,
        _("You belong to %(group)s now") % {"group": membership.group},
        _("The secretariat has made you a member of this working group."),
    )


@letter("working_groups.member_joined", title=gettext_lazy("A new member (to leaders)"))
def member_joined(letter: Letter) -> LetterContent:
    """To the leaders, when somebody came in without their doing."""
    _for_leaders(letter)
    membership = _membership(letter, MembershipState.ACTIVE)
    group = membership.group
    names = {"name": _name(membership.member), "group": group}
    return _content(
        group,
        _("%(name)s has joined %(group)s") % names,
        [_("%(name)s is a member of the group now.") % names],
        button=(_("See the members"), absolute(reverse("group_desk", args=[group.page.slug]))),
        why=_leader_of(group),
    )


# Requests -------------------------------------------------------------------------------------------------------


@letter("working_groups.request_received", title=gettext_lazy("Request to join received"))
def request_received(letter: Letter) -> LetterContent:
    """To somebody who has asked."""
    request = _request(letter, "open")
    group = request.group
    return _content(
        group,
        _("You have asked to join %(group)s") % {"group": group},
        [_("The leaders of the group have your request, and answer by a letter.")],
        facts=[(question, answer) for question, answer in request.answers],
        button=_see(group),
        after=_("Until then you can withdraw the request on the page of the group."),
        why=_asked_for(group),
    )


@letter("working_groups.asked", title=gettext_lazy("Somebody asks to join (to leaders)"))
def asked(letter: Letter) -> LetterContent:
    """To the leaders, who decide."""
    _for_leaders(letter)
    request = _request(letter, "open")
    group = request.group
    names = {"name": _name(request.member), "group": group}
    return _content(
        group,
        _("%(name)s asks to join %(group)s") % names,
        [_("%(name)s asks to join the group. You or another leader decide.") % names],
        facts=[(question, answer) for question, answer in request.answers],
        button=(_("Answer the request"), absolute(reverse("group_requests", args=[group.page.slug]))),
        why=_leader_of(group),
    )


@letter("working_groups.request_withdrawn", title=gettext_lazy("Request to join withdrawn"))
def request_withdrawn(letter: Letter) -> LetterContent:
    """To the one who has taken it back."""
    request = _request(letter, "withdrawn")
    group = request.group
    return _content(
        group,
        _("You have withdrawn your request to join %(group)s") % {"group": group},
        [_("Nobody needs to answer it any more. You can ask again at any time.")],
        button=_see(group),
        why=_asked_for(group),
    )


@letter("working_groups.member_withdrew", title=gettext_lazy("Request to join withdrawn (to leaders)"))
def member_withdrew(letter: Letter) -> LetterContent:
    """To the leaders, so that nobody looks for it."""
    _for_leaders(letter)
    request = _request(letter, "withdrawn")
    group = request.group
    names = {"name": _name(request.member), "group": group}
    return _content(
        group,
        _("%(name)s does not ask to join %(group)s any more") % names,
        [_("%(name)s has withdrawn the request. You need not do anything.") % names],
        why=_leader_of(group),
    )


@letter("working_groups.refused", title=gettext_lazy("Request to join refused"))
def refused(letter: Letter) -> LetterContent:
    """To the one who asked, with what the leaders say."""
    request = _request(letter, "refused")
    group = request.group
    return _content(
        group,
        _("Your request to join %(group)s") % {"group": group},
        [_("The leaders have not accepted your request. They write:")],
        quoted=request.reason,
        after=_("If you think that this is a mistake, write to %(address)s.") % {"address": secretariat()},
        why=_asked_for(group),
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
    return _content(
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


# Changes and endings --------------------------------------------------------------------------------------------


@letter("working_groups.role", title=gettext_lazy("Another role in a working group"))
def role(letter: Letter) -> LetterContent:
    """To the one whose role has changed."""
    membership = _membership(letter, MembershipState.ACTIVE)
    if membership.role != letter.params["role"]:
        raise NoLongerTrue("The role has changed again.")
    group = membership.group
    return _content(
        group,
        _("Your role in %(group)s") % {"group": group},
        [WHAT_ROLES_DO[GroupRole(membership.role)]],
        facts=[
            (_("Before"), str(GroupRole(letter.params["before"]).label)),
            (_("Now"), str(GroupRole(membership.role).label)),
        ],
        button=_see(group),
        why=_member_of(group),
    )


WHAT_ROLES_DO: dict[GroupRole, str | Promise] = {
    GroupRole.LEADER: gettext_lazy("You lead the group now: you decide about members, requests and settings."),
    GroupRole.RAPPORTEUR: gettext_lazy("You are a rapporteur now: you look after discussions and documents."),
    GroupRole.MEMBER: gettext_lazy("You are a member now: you read and write in the group."),
    GroupRole.OBSERVER: gettext_lazy("You are an observer now: you read everything in the group."),
}


@letter("working_groups.left", title=gettext_lazy("Left a working group"))
def left(letter: Letter) -> LetterContent:
    """To the one who has left."""
    membership = _membership(letter, MembershipState.LEFT)
    group = membership.group
    return _content(
        group,
        _("You have left %(group)s") % {"group": group},
        [_("You get no more letters of this group. What you wrote there stays.")],
        after=_("Was that a mistake? Write to %(address)s.") % {"address": secretariat()},
        why=_was_in(group),
    )


@letter("working_groups.member_left", title=gettext_lazy("A member has left (to leaders)"))
def member_left(letter: Letter) -> LetterContent:
    """To the leaders."""
    _for_leaders(letter)
    membership = _membership(letter, MembershipState.LEFT)
    group = membership.group
    names = {"name": _name(membership.member), "group": group}
    return _content(
        group,
        _("%(name)s has left %(group)s") % names,
        [_("%(name)s is no longer a member of the group.") % names],
        button=(_("See the members"), absolute(reverse("group_desk", args=[group.page.slug]))),
        why=_leader_of(group),
    )


@letter("working_groups.removed", title=gettext_lazy("Removed from a working group"))
def removed(letter: Letter) -> LetterContent:
    """To the one whom the leaders have removed."""
    return _put_out(letter, MembershipState.REMOVED, gettext_lazy("You are no longer a member of %(group)s"))


@letter("working_groups.banned", title=gettext_lazy("Banned from a working group"))
def banned(letter: Letter) -> LetterContent:
    """To the one who may not come back."""
    return _put_out(letter, MembershipState.BANNED, gettext_lazy("You can no longer take part in %(group)s"))


def _put_out(letter: Letter, state: str, subject: str | Promise) -> LetterContent:
    group = _membership(letter, state).group
    return _content(
        group,
        subject % {"group": group},
        [_("The leaders have ended your membership of the working group. They write:")],
        quoted=letter.params["reason"],
        after=_("If you think that this is a mistake, write to %(address)s.") % {"address": secretariat()},
        why=_was_in(group),
    )


@letter("working_groups.ban_lifted", title=gettext_lazy("Ban lifted"))
def ban_lifted(letter: Letter) -> LetterContent:
    """To the one who may join again."""
    group = _membership(letter, MembershipState.LEFT).group
    return _content(
        group,
        _("You may join %(group)s again") % {"group": group},
        [_("The leaders have lifted the ban. If you like, join the group as everybody does.")],
        why=_was_in(group),
    )


# To every member ------------------------------------------------------------------------------------------------


@letter("working_groups.rules", title=gettext_lazy("New rules of a working group"))
def rules(letter: Letter) -> LetterContent:
    """To every member who has not accepted them yet."""
    membership = _membership(letter, MembershipState.ACTIVE)
    group = membership.group
    if membership.rules_accepted >= group.rules_version or group.rules_version != letter.params["version"]:
        raise NoLongerTrue("They have been accepted, or changed again.")
    return _content(
        group,
        _("New rules in %(group)s") % {"group": group},
        [_("The leaders have changed the rules of the group. Please read and accept them before you write there.")],
        button=(_("Read the rules"), absolute(reverse("group_rules", args=[group.page.slug]))),
        why=_member_of(group),
    )


@letter("working_groups.visibility", title=gettext_lazy("Who sees what in a working group has changed"))
def visibility(letter: Letter) -> LetterContent:
    """To every member: what they write may be read by others from now on."""
    group = _membership(letter, MembershipState.ACTIVE).group
    return _content(
        group,
        _("Who sees what in %(group)s has changed") % {"group": group},
        [_("The leaders have changed who can see what in the group. This holds now:")],
        facts=_who_sees(group),
        button=_see(group),
        why=_member_of(group),
    )


@letter("working_groups.archived", title=gettext_lazy("A working group is archived"))
def archived(letter: Letter) -> LetterContent:
    """To every member."""
    group = _membership(letter, MembershipState.ACTIVE).group
    if not group.is_archived:
        raise NoLongerTrue("It is open again.")
    return _content(
        group,
        _("%(group)s has been archived") % {"group": group},
        [_("Everything can still be read; nobody can write there any more.")],
        button=_see(group),
        why=_member_of(group),
    )


@letter("working_groups.reopened", title=gettext_lazy("A working group is open again"))
def reopened(letter: Letter) -> LetterContent:
    """To every member."""
    group = _membership(letter, MembershipState.ACTIVE).group
    if group.is_archived:
        raise NoLongerTrue("It is archived again.")
    return _content(
        group,
        _("%(group)s is open again") % {"group": group},
        [_("You can write in the group again.")],
        button=_see(group),
        why=_member_of(group),
    )
