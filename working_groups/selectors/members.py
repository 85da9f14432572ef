"""Who belongs to a group, as far as the viewer may see it."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.urls import reverse
from django.utils.translation import gettext as _

from cop.members.permissions import can_find_member

from ..choices import GroupRole
from ..models import Membership
from .doors import Inside

PER_PAGE = 50
_ORDER = {role: number for number, role in enumerate(GroupRole)}


def members_page(inside: Inside, number: str | None) -> Page:
    """Active members by role and name; ask `Inside.can_see_members` first. Two statements.

    Whoever is about to delete the account is shown to nobody but the leaders, as in the directory.
    """
    found = members_of(inside)
    if not inside.can_lead:
        found = found.filter(member__deletion_due_at=None)
    return Paginator(found, PER_PAGE).get_page(number)


def members_of(inside: Inside) -> QuerySet[Membership]:
    """Active members with their profiles, leaders first."""
    rank = Case(*(When(role=role, then=Value(number)) for role, number in _ORDER.items()), output_field=IntegerField())
    found = Membership.objects.active().filter(group=inside.group.pk)
    return found.select_related("member__profile__organisation").order_by(rank, "member__name", "pk")


def leaders_of(inside: Inside) -> list[dict[str, Any]]:
    """Who leads the group, for all who know of it. One statement."""
    found = members_of(inside).filter(role=GroupRole.LEADER, member__deletion_due_at=None)
    return [line(each, inside) for each in found]


def line(membership: Membership, inside: Inside) -> dict[str, Any]:
    """A member as a line of a list; only who may be found by the viewer has a link and what the profile says."""
    member, profile = membership.member, membership.member.profile
    profile.user = member
    findable = can_find_member(inside.user, profile)
    meta = [str(GroupRole(membership.role).label)]
    if findable:
        meta += [profile.job_title, profile.organisation.name if profile.organisation else ""]
    return {
        "membership": membership,
        "name": member_name(member),
        "role": str(GroupRole(membership.role).label),
        "meta": meta,
        "url": reverse("person", args=[profile.pk]) if findable else "",
        "sample": member.is_sample,
    }


def member_name(member: Any) -> str:
    """What others call this member; never anything of the address."""
    return member.name or _("A member without a name")
