"""Who may ask for approvals, and which links still work."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet
from wagtail.models import Page

from cop.core.models import live_pages_visible_to

from .choices import Answer, ApprovalState
from .models import Approval
from .page_policy import CarefulPagePolicy
from .refusals import Reason

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from cop.members.models import User

    Viewer = User | AnonymousUser


def can_edit(user: "Viewer", page: Page) -> bool:
    """May write on this page. Twin: pages_editable_by."""
    return bool(user.is_active and page.permissions_for_user(user).can_edit())


def pages_editable_by(user: "Viewer") -> QuerySet[Page]:
    """The twin of `can_edit`."""
    if not (user.is_authenticated and user.is_active):
        return Page.objects.none()
    return CarefulPagePolicy(Page).instances_user_has_permission_for(user, "change")


def state_of(approval: Approval, *, now: datetime) -> ApprovalState:
    """What has become of a request; the one rule behind the link, the list and the service."""
    if approval.answer:
        return ApprovalState.APPROVED if approval.answer == Answer.APPROVED else ApprovalState.CHANGES
    if approval.revoked_at is not None:
        return ApprovalState.REVOKED
    if approval.revision_id is None:
        return ApprovalState.GONE
    return ApprovalState.EXPIRED if approval.expires_at <= now else ApprovalState.OPEN


OBSTACLES = {
    ApprovalState.APPROVED: Reason.ANSWERED,
    ApprovalState.CHANGES: Reason.ANSWERED,
    ApprovalState.REVOKED: Reason.REVOKED,
    ApprovalState.EXPIRED: Reason.EXPIRED,
    ApprovalState.GONE: Reason.GONE,
}


def answering_obstacle(approval: Approval, *, now: datetime) -> Reason | None:
    """Why the request cannot be answered (or withdrawn); None if it can."""
    return OBSTACLES.get(state_of(approval, now=now))


def choosable_pages(user: "Viewer") -> QuerySet[Page]:
    """Pages whose title may be seen in a chooser: those that the public, or this person, may read, and those that they
    find in the explorer. Wagtail's choosers would show everybody's drafts to everybody (traps.md no. 12)."""
    own = CarefulPagePolicy(Page).explorable_instances(user).values("pk")
    readable = live_pages_visible_to(Page.objects.all(), user).values("pk")
    return Page.objects.filter(Q(pk__in=own) | Q(pk__in=readable))
