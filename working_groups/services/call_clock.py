"""What the clock does for calls: the leaders hear that one is over, and once more if they have not decided."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from ..choices import RequestState
from ..models import Call
from .memberships import lock_group
from .telling import tell_leaders

# How long leaders may think before they are reminded.
REMIND_AFTER = timedelta(days=7)


def tell_of_closed_calls(now: datetime | None = None) -> int:
    """Letters to the leaders of calls that are over: once when they close, once a week later while somebody waits.

    Each call in a transaction of its own, so that what one breaks does not hold up the others. How many were told of.
    """
    now = now or timezone.now()
    over = Call.objects.filter(closes_at__lte=now, reminded_at=None)
    count = 0
    for pk, group_id in list(over.order_by("pk").values_list("pk", "group_id")):
        count += _tell(pk, group_id, now)
    return count


@transaction.atomic
def _tell(call_id: int, group_id: int, now: datetime) -> bool:
    group = lock_group(group_id)
    call = Call.objects.select_for_update().get(pk=call_id)
    waits = call.requests.filter(state=RequestState.OPEN).exists()
    if call.closes_at > now:
        return False
    if call.told_at is None:
        call.told_at = now
        call.save(update_fields=["told_at"])
        if not group.is_archived:
            cause = f"group call {call.pk} closed {call.closes_at.isoformat()}"
            tell_leaders(group, "call_closed", cause=cause, call=call.pk)
            return True
    elif call.closes_at + REMIND_AFTER <= now or not waits:
        call.reminded_at = now
        call.save(update_fields=["reminded_at"])
        if waits and not group.is_archived:
            tell_leaders(group, "call_undecided", cause=f"group call {call.pk} undecided", call=call.pk)
            return True
    return False
