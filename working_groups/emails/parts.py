"""What letters about groups are made of: their content, the rows that they are about, and why one gets them."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from cop.notifications.links import absolute
from cop.notifications.models import Letter
from cop.notifications.registry import LetterContent, NoLongerTrue

from ..choices import GroupRole
from ..models import JoinRequest, Membership, WorkingGroup
from ..selectors.frame import who_sees_lines

TEMPLATE = "working_groups/letter"


def content(
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
    """A letter of the usual shape; `button` is a label and an address."""
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


def membership_of(letter: Letter, *states: str) -> Membership:
    """The membership that the letter is about; withdrawn when it stands otherwise by now."""
    found = Membership.objects.select_related("group__page", "member").filter(pk=letter.params["membership"]).first()
    if found is None or found.state not in states:
        raise NoLongerTrue("The membership has changed since.")
    return found


def request_of(letter: Letter, *states: str) -> JoinRequest:
    """The request that the letter is about; withdrawn when it stands otherwise by now."""
    found = JoinRequest.objects.select_related("group__page", "member").filter(pk=letter.params["request"]).first()
    if found is None or found.state not in states:
        raise NoLongerTrue("The request has been decided or is gone.")
    return found


def refuse_unless_leads(letter: Letter) -> None:
    """Who leads no more when the letter leaves is not told what happens in the group."""
    if letter.member_id is None:
        return  # The secretariat, where there is no leader.
    leads = Membership.objects.active().filter(
        group=letter.params["group"], member=letter.member_id, role=GroupRole.LEADER
    )
    if not leads.exists():
        raise NoLongerTrue("The addressee does not lead the group any more.")


def see_group(group: WorkingGroup, label: str = "") -> tuple[str, str]:
    """The button that leads to the group."""
    return label or _("See the group"), absolute(reverse("group", args=[group.page.slug]))


def why_member(group: WorkingGroup) -> str:
    """Why a member gets it."""
    return _("You get this letter because you are a member of the working group %(group)s.") % {"group": group}


def why_leader(group: WorkingGroup) -> str:
    """Why a leader gets it."""
    return _("You get this letter because you lead the working group %(group)s.") % {"group": group}


def why_former(group: WorkingGroup) -> str:
    """Why a former member gets it."""
    return _("You get this letter because you were a member of the working group %(group)s.") % {"group": group}


def why_asked(group: WorkingGroup) -> str:
    """Why somebody who has asked to join gets it."""
    return _("You get this letter because you asked to join the working group %(group)s.") % {"group": group}


def name_or_words(person: Any) -> str:
    """The name, or words in its place."""
    return person.name or _("A member without a name")


def welcome(membership: Membership, subject: str, first: str) -> LetterContent:
    """To somebody who belongs to the group now: role, who sees what, the rules where there are any."""
    group = membership.group
    url, label = reverse("group", args=[group.page.slug]), _("See the group")
    paragraphs = [first]
    if group.rules:
        url, label = reverse("group_rules", args=[group.page.slug]), _("Read the rules")
        paragraphs.append(_("The group has rules. Please read and accept them before you write there."))
    return content(
        group,
        subject,
        paragraphs,
        facts=[(_("Your role"), str(GroupRole(membership.role).label)), *who_sees(group)],
        button=(label, absolute(url)),
        after=_("You can leave the group on its page at any time."),
        why=why_member(group),
    )


def who_sees(group: WorkingGroup) -> list[tuple[str, Any]]:
    """Who sees what in the group, as a fact of a letter."""
    return [(_("Who sees what"), who_sees_lines(group))]
