"""Saying whether one comes to a meeting, and recording who was there."""

from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from cop.members.models import User

from ..models import Attendance, Meeting, Membership
from ..permissions import attending_obstacle
from ..refusals import Reason, Refused
from .meetings import locked_meeting
from .standing import inside_now

if TYPE_CHECKING:
    from cop.members.models import User as Member


@transaction.atomic
def answer_meeting(
    *,
    meeting_id: int,
    group_id: int,
    member: "Member",
    comes: bool,
    starts_at: int | None = None,
    now: datetime | None = None,
) -> Attendance:
    """Say that one comes, or does not; the same again changes nothing. Nobody is told.

    `starts_at` is the beginning (seconds since 1970) that the member read: nobody says yes to another time.
    Raises `Refused` (NOT_YOURS, NOT_INVITED, ARCHIVED, MEETING_CANCELLED, MEETING_OVER, MEETING_MOVED).
    """
    now = now or timezone.now()
    inside = inside_now(group_id, member)
    meeting = Meeting.objects.select_for_update().get(pk=meeting_id, group=group_id)
    if reason := attending_obstacle(inside, meeting, now=now):
        raise Refused(reason)
    if starts_at is not None and starts_at != int(meeting.starts_at.timestamp()):
        raise Refused(Reason.MEETING_MOVED)
    found, _is_new = Attendance.objects.get_or_create(meeting=meeting, member=member)
    if found.comes is not comes:
        found.comes, found.answered_at = comes, now
        found.serial += 1
        found.save()
    return found


@transaction.atomic
def record_attendance(
    *, meeting_id: int, group_id: int, actor: "Member", present: Collection[int], now: datetime | None = None
) -> int:
    """Record who was there: `present` are ids of accounts; all others who belong or said that they come were not.

    Whoever neither belongs to the group nor said that they come is left out. Says how many were there. Raises `Refused`
    (ARCHIVED, NOT_YOURS, MEETING_CANCELLED, MEETING_NOT_YET).
    """
    now = now or timezone.now()
    inside, meeting = locked_meeting(meeting_id, group_id, actor)
    if meeting.is_cancelled:
        raise Refused(Reason.MEETING_CANCELLED)
    if meeting.starts_at > now:
        raise Refused(Reason.MEETING_NOT_YET)
    rows = {each.member_id: each for each in meeting.attendances.all()}
    expected = set(Membership.objects.active().filter(group=inside.group).values_list("member", flat=True))
    expected |= rows.keys() & set(User.objects.filter(is_active=True).values_list("pk", flat=True))
    Attendance.objects.bulk_create(
        [Attendance(meeting=meeting, member_id=pk, attended=pk in present) for pk in sorted(expected - rows.keys())]
    )
    known = [rows[pk] for pk in sorted(expected & rows.keys())]
    for each in known:
        each.attended = each.member_id in present
    Attendance.objects.bulk_update(known, ["attended"], batch_size=200)
    return len(expected & set(present))
