"""Withdrawing a resource: it leaves the site, and its address says why."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from ..models import ResourcePage, Withdrawal
from ..permissions import withdrawing_obstacle
from ..refusals import Reason, Refused

if TYPE_CHECKING:
    from cop.members.models import User


@transaction.atomic
def withdraw(*, resource: ResourcePage, actor: "User", reason: str, now: datetime | None = None) -> Withdrawal:
    """Unpublish a resource for good, as it seems: lists, search, feeds and sitemap lose it, its addresses and those of
    its files answer 410 with the reason. Publishing the page again undoes it.

    Raises `Refused` (NOT_YOURS, LOCKED, NOT_PUBLISHED, NO_REASON, GONE).
    """
    locked = ResourcePage.objects.select_for_update(of=("self",)).filter(pk=resource.pk).first()
    if locked is None:
        raise Refused(Reason.GONE)
    if obstacle := withdrawing_obstacle(actor, locked):
        raise Refused(obstacle)
    if not reason.strip():
        raise Refused(Reason.NO_REASON)
    made, _new = Withdrawal.objects.update_or_create(
        resource=locked, defaults={"reason": reason.strip(), "at": now or timezone.now()}
    )
    log(instance=locked, action="resources.withdraw", user=actor, data={"reason": made.reason})
    # Wagtail's signal drops kept pages and what search knows.
    locked.specific.unpublish(user=actor)
    return made


def came_back(resource_id: int) -> None:
    """The page was published: nothing is withdrawn any more."""
    Withdrawal.objects.filter(resource=resource_id).delete()
