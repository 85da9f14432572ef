"""What the clock does for meetings: the reminder the day before, actions that are nearly due or late, closed polls.

Each letter is written once: the row is locked, the mark that it has been done is set in the same transaction, and the
letter's cause is unique besides.
"""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from ..models import DatePoll, Meeting, MeetingAction
from .meeting_telling import tell_coming, tell_doer
from .telling import tell_leaders

BEFORE_MEETING = timedelta(days=1)
BEFORE_DUE = timedelta(days=3)
# On the clock of the meeting, so that nobody is reminded in the night.
FROM_HOUR = 7
# A clock that stood still catches up this much; older news are none.
LATEST = timedelta(days=3)


def send_meeting_letters(*, now: datetime | None = None) -> int:
    """Write all that is due now; returns how many letters to members (those to leaders not counted)."""
    now = now or timezone.now()
    return remind_of_meetings(now=now) + remind_of_actions(now=now) + close_polls(now=now)


def remind_of_meetings(*, now: datetime) -> int:
    """The reminder the day before, to those who said that they come."""
    due = Meeting.objects.filter(
        ~Q(reminded_of=F("starts_at")) | Q(reminded_of=None),
        starts_at__gt=now,
        starts_at__lte=now + BEFORE_MEETING,
        cancelled_at=None,
        group__archived_at=None,
    )
    return sum(_remind_of_meeting(pk, now) for pk in list(due.order_by("pk").values_list("pk", flat=True)))


@transaction.atomic
def _remind_of_meeting(meeting_id: int, now: datetime) -> int:
    meeting = Meeting.objects.select_for_update().get(pk=meeting_id)
    is_due = now < meeting.starts_at <= now + BEFORE_MEETING and not meeting.is_cancelled
    if not is_due or meeting.reminded_of == meeting.starts_at:
        return 0
    meeting.reminded_of = meeting.starts_at
    meeting.save(update_fields=["reminded_of"])
    # One that was made or moved within the day has just had its letter.
    if meeting.changed_at > meeting.starts_at - BEFORE_MEETING:
        return 0
    return tell_coming(meeting, "meeting_reminder", once=meeting.starts_at.isoformat())


def remind_of_actions(*, now: datetime) -> int:
    """Three days before an action is due, and on the first day on which it is late."""
    # Days differ by the clock: those that are due somewhere, and each is asked again on its own.
    last = (now + BEFORE_DUE + timedelta(days=1)).date()
    due = MeetingAction.objects.filter(
        Q(reminded_soon=False) | Q(reminded_late=False),
        done_at=None,
        until__lte=last,
        until__gte=(now - LATEST - timedelta(days=2)).date(),
        member__is_active=True,
        meeting__group__archived_at=None,
    )
    return sum(_remind_of_action(pk, now) for pk in list(due.order_by("pk").values_list("pk", flat=True)))


@transaction.atomic
def _remind_of_action(action_id: int, now: datetime) -> int:
    found = MeetingAction.objects.select_for_update(of=("self",)).select_related("meeting", "member")
    action = found.filter(pk=action_id, done_at=None).first()
    if action is None:
        return 0
    local = now.astimezone(ZoneInfo(action.meeting.time_zone))
    today = local.date()
    if local.hour < FROM_HOUR:
        return 0
    if today > action.until and not action.reminded_late:
        action.reminded_soon = action.reminded_late = True
        action.save(update_fields=["reminded_soon", "reminded_late"])
        return tell_doer(action, "action_late") if today - action.until <= LATEST else 0
    if action.until - BEFORE_DUE <= today <= action.until and not action.reminded_soon:
        action.reminded_soon = True
        action.save(update_fields=["reminded_soon"])
        # One that was given in these three days has just had its letter.
        given = action.created_at.astimezone(local.tzinfo).date()
        return tell_doer(action, "action_soon") if given <= action.until - BEFORE_DUE else 0
    return 0


def close_polls(*, now: datetime) -> int:
    """Tell the leaders that a date poll has closed, with the best time; returns how many polls."""
    due = DatePoll.objects.filter(
        told_at=None, withdrawn_at=None, closes_at__lte=now, meeting=None, group__archived_at=None
    )
    return sum(_close_poll(pk, now) for pk in list(due.order_by("pk").values_list("pk", flat=True)))


@transaction.atomic
def _close_poll(poll_id: int, now: datetime) -> int:
    poll = DatePoll.objects.select_for_update(of=("self",)).select_related("group__page").get(pk=poll_id)
    if poll.told_at is not None:
        return 0
    poll.told_at = now
    poll.save(update_fields=["told_at"])
    if now - poll.closes_at > LATEST:
        return 0
    tell_leaders(poll.group, "date_poll_closed", cause=f"group date poll {poll.pk} closed", poll=poll.pk)
    return 1
