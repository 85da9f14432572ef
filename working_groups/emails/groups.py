"""Letters to every member of a group: its rules, who sees what, archived and open again."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cop.notifications.links import absolute
from cop.notifications.models import Letter
from cop.notifications.registry import LetterContent, NoLongerTrue, letter

from ..choices import MembershipState
from .parts import (
    content,
    membership_of,
    see_group,
    who_sees,
    why_member,
)


@letter("working_groups.rules", title=gettext_lazy("New rules of a working group"))
def rules(letter: Letter) -> LetterContent:
    """To every member who has not accepted them yet."""
    membership = membership_of(letter, MembershipState.ACTIVE)
    group = membership.group
    if membership.rules_accepted >= group.rules_version or group.rules_version != letter.params["version"]:
        raise NoLongerTrue("They have been accepted, or changed again.")
    return content(
        group,
        _("New rules in %(group)s") % {"group": group},
        [_("The leaders have changed the rules of the group. Please read and accept them before you write there.")],
        button=(_("Read the rules"), absolute(reverse("group_rules", args=[group.page.slug]))),
        why=why_member(group),
    )


@letter("working_groups.visibility", title=gettext_lazy("Who sees what in a working group has changed"))
def visibility(letter: Letter) -> LetterContent:
    """To every member: what they write may be read by others from now on."""
    group = membership_of(letter, MembershipState.ACTIVE).group
    return content(
        group,
        _("Who sees what in %(group)s has changed") % {"group": group},
        [_("The leaders have changed who can see what in the group. This holds now:")],
        facts=who_sees(group),
        button=see_group(group),
        why=why_member(group),
    )


@letter("working_groups.archived", title=gettext_lazy("A working group is archived"))
def archived(letter: Letter) -> LetterContent:
    """To every member."""
    group = membership_of(letter, MembershipState.ACTIVE).group
    if not group.is_archived:
        raise NoLongerTrue("It is open again.")
    return content(
        group,
        _("%(group)s has been archived") % {"group": group},
        [_("Everything can still be read; nobody can write there any more.")],
        button=see_group(group),
        why=why_member(group),
    )


@letter("working_groups.reopened", title=gettext_lazy("A working group is open again"))
def reopened(letter: Letter) -> LetterContent:
    """To every member."""
    group = membership_of(letter, MembershipState.ACTIVE).group
    if group.is_archived:
        raise NoLongerTrue("It is archived again.")
    return content(
        group,
        _("%(group)s is open again") % {"group": group},
        [_("You can write in the group again.")],
        button=see_group(group),
        why=why_member(group),
    )
