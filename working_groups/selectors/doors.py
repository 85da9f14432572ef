"""The doors of a group: nothing of it is fetched without the one who asks. Hidden and absent give the same 404."""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from django.db.models import F, FilteredRelation, Q, QuerySet
from django.http import Http404

from cop.core.prepared import prepared

from .. import permissions
from ..choices import MembershipState, Standing
from ..models import Membership, WorkingGroup, WorkingGroupPage

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from cop.members.models import User

    Viewer = User | AnonymousUser

# Larger numbers are no ids, and no parameters that databases take.
LARGEST = 2**62


@dataclass(frozen=True)
class Inside:
    """A group as one person sees it: what they are to it, and what they may do there."""

    group: WorkingGroup
    user: "Viewer"
    membership: Membership | None
    standing: Standing

    @property
    def page(self) -> WorkingGroupPage:
        """Its page: name, address part, purpose."""
        return self.group.page

    @cached_property
    def can_read(self) -> bool:
        return permissions.can_read(self.group, self.standing)

    @cached_property
    def can_see_members(self) -> bool:
        return permissions.can_see_members(self.group, self.standing)

    @cached_property
    def can_post(self) -> bool:
        return permissions.can_write(self.group, self.standing, permissions.POST)

    @cached_property
    def can_share(self) -> bool:
        return permissions.can_write(self.group, self.standing, permissions.SHARE)

    @cached_property
    def can_moderate(self) -> bool:
        return permissions.can_write(self.group, self.standing, permissions.MODERATE)

    @cached_property
    def can_announce(self) -> bool:
        return permissions.can_write(self.group, self.standing, permissions.ANNOUNCE)

    @cached_property
    def can_lead(self) -> bool:
        """Lead it: members, requests, settings. A leader of an archived group may still reopen it."""
        return self.standing >= permissions.LEAD

    @property
    def is_member(self) -> bool:
        """Do they belong to it now, whatever their role?"""
        return self.membership is not None and self.membership.is_active

    @property
    def must_accept_rules(self) -> bool:
        """Are there rules that this member has not accepted in their present version?"""
        accepted = self.membership.rules_accepted if self.membership is not None else 0
        return self.is_member and bool(self.group.rules) and accepted < self.group.rules_version


def get_group_for(user: "Viewer", slug: str) -> Inside:
    """The group at this address, if `user` may know of it: the same statements whether it exists or not."""
    if "\0" in slug:
        raise Http404
    for group in _groups_at(slug, user.pk if user.is_authenticated else None):
        inside = enter(group, user)
        if permissions.can_know(group, inside.standing):
            return inside
    # Asked of a stranger to a hidden group; an answer that comes sooner would tell that there is none.
    permissions.can_oversee_groups(user)
    raise Http404


def enter(group: WorkingGroup, user: "Viewer") -> Inside:
    """How `user` sees a group from `with_membership_of`."""
    membership = None
    if (pk := getattr(group, "own_pk", None)) is not None:
        membership = Membership(
            pk=pk,
            group=group,
            member_id=user.pk or 0,
            role=group.own_role,  # type: ignore[attr-defined]
            state=group.own_state,  # type: ignore[attr-defined]
            rhythm=group.own_rhythm,  # type: ignore[attr-defined]
            rules_accepted=group.own_rules,  # type: ignore[attr-defined]
            read_month=group.own_read_month,  # type: ignore[attr-defined]
        )
    return Inside(group, user, membership, permissions.standing_of(user, membership))


def with_membership_of(groups: QuerySet[WorkingGroup], member_id: int | None) -> QuerySet[WorkingGroup]:
    """The same groups with their pages, each with what `enter` needs of the member's own row, ended ones included."""
    groups = groups.select_related("page")
    if member_id is None:
        return groups
    return groups.annotate(
        own=FilteredRelation("memberships", condition=Q(memberships__member=member_id)),
        own_pk=F("own__pk"),
        own_role=F("own__role"),
        own_state=F("own__state"),
        own_rhythm=F("own__rhythm"),
        own_rules=F("own__rules_accepted"),
        own_read_month=F("own__read_month"),
    )


@prepared
def _groups_at(slug: str, member_id: int | None) -> QuerySet[WorkingGroup]:
    return with_membership_of(WorkingGroup.objects.filter(page__slug=slug), member_id)


def active_members_of(group: WorkingGroup) -> QuerySet[Membership]:
    """Who belongs to it now, with their accounts; ask `Inside.can_see_members` before showing them."""
    return Membership.objects.active().filter(group=group, state=MembershipState.ACTIVE).select_related("member")
