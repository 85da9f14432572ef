"""Letters about a membership, to the one concerned and to the leaders: it begins, changes, ends."""

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cop.notifications.links import absolute, secretariat
from cop.notifications.models import Letter
from cop.notifications.registry import LetterContent, NoLongerTrue, letter

from ..choices import GroupRole, MembershipState
from .parts import (
    content,
    membership_of,
    name_or_words,
    refuse_unless_leads,
    see_group,
    welcome,
    why_former,
    why_leader,
    why_member,
)


@letter("working_groups.joined", title=gettext_lazy("Welcome to a working group"))
def joined(letter: Letter) -> LetterContent:
    """To somebody who has come in by themselves, or by an invitation."""
    membership = membership_of(letter, MembershipState.ACTIVE)
    names = {"group": membership.group}
    return welcome(membership, _("Welcome to %(group)s") % names, _("You are a member of the working group now."))


@letter("working_groups.accepted", title=gettext_lazy("Request to join accepted"))
def accepted(letter: Letter) -> LetterContent:
    """To somebody whom the leaders have accepted."""
    membership = membership_of(letter, MembershipState.ACTIVE)
    return welcome(
        membership,
        _("Welcome to %(group)s") % {"group": membership.group},
        _("The leaders have accepted your request: you are a member of the working group now."),
    )


@letter("working_groups.added", title=gettext_lazy("Made a member by the secretariat"))
def added(letter: Letter) -> LetterContent:
    """To somebody whom the secretariat has appointed."""
    membership = membership_of(letter, MembershipState.ACTIVE)
    return welcome(
        membership,
        _("You belong to %(group)s now") % {"group": membership.group},
        _("The secretariat has made you a member of this working group."),
    )


@letter("working_groups.member_joined", title=gettext_lazy("A new member (to leaders)"))
def member_joined(letter: Letter) -> LetterContent:
    """To the leaders, when somebody came in without their doing."""
    refuse_unless_leads(letter)
    membership = membership_of(letter, MembershipState.ACTIVE)
    group = membership.group
    names = {"name": name_or_words(membership.member), "group": group}
    return content(
        group,
        _("%(name)s has joined %(group)s") % names,
        [_("%(name)s is a member of the group now.") % names],
        button=(_("See the members"), absolute(reverse("group_desk", args=[group.page.slug]))),
        why=why_leader(group),
    )


# Changes and endings --------------------------------------------------------------------------------------------


@letter("working_groups.role", title=gettext_lazy("Another role in a working group"))
def role(letter: Letter) -> LetterContent:
    """To the one whose role has changed."""
    membership = membership_of(letter, MembershipState.ACTIVE)
    if membership.role != letter.params["role"]:
        raise NoLongerTrue("The role has changed again.")
    group = membership.group
    return content(
        group,
        _("Your role in %(group)s") % {"group": group},
        [WHAT_ROLES_DO[GroupRole(membership.role)]],
        facts=[
            (_("Before"), str(GroupRole(letter.params["before"]).label)),
            (_("Now"), str(GroupRole(membership.role).label)),
        ],
        button=see_group(group),
        why=why_member(group),
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
    membership = membership_of(letter, MembershipState.LEFT)
    group = membership.group
    return content(
        group,
        _("You have left %(group)s") % {"group": group},
        [_("You get no more letters of this group. What you wrote there stays.")],
        after=_("Was that a mistake? Write to %(address)s.") % {"address": secretariat()},
        why=why_former(group),
    )


@letter("working_groups.member_left", title=gettext_lazy("A member has left (to leaders)"))
def member_left(letter: Letter) -> LetterContent:
    """To the leaders."""
    refuse_unless_leads(letter)
    membership = membership_of(letter, MembershipState.LEFT)
    group = membership.group
    names = {"name": name_or_words(membership.member), "group": group}
    return content(
        group,
        _("%(name)s has left %(group)s") % names,
        [_("%(name)s is no longer a member of the group.") % names],
        button=(_("See the members"), absolute(reverse("group_desk", args=[group.page.slug]))),
        why=why_leader(group),
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
    group = membership_of(letter, state).group
    return content(
        group,
        subject % {"group": group},
        [_("The leaders have ended your membership of the working group. They write:")],
        quoted=letter.params["reason"],
        after=_("If you think that this is a mistake, write to %(address)s.") % {"address": secretariat()},
        why=why_former(group),
    )


@letter("working_groups.ban_lifted", title=gettext_lazy("Ban lifted"))
def ban_lifted(letter: Letter) -> LetterContent:
    """To the one who may join again."""
    group = membership_of(letter, MembershipState.LEFT).group
    return content(
        group,
        _("You may join %(group)s again") % {"group": group},
        [_("The leaders have lifted the ban. If you like, join the group as everybody does.")],
        why=why_former(group),
    )
