"""Making, changing and calling off a meeting of a group."""

import uuid
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from cop.core import page_cache
from cop.core.markdown import to_html

from ..models import DatePoll, Meeting, WorkingGroup
from ..permissions import meeting_obstacle
from ..refusals import Reason, Refused
from ..selectors.doors import Inside
from .meeting_telling import tell_concerned, tell_group
from .memberships import lock_group, log_group
from .standing import inside_now

if TYPE_CHECKING:
    from cop.members.models import User


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What one says of a meeting. Texts are cleaned by the form; `agenda` is Markdown."""

    title: str
    starts_at: datetime
    ends_at: datetime
    time_zone: str
    place: str = ""
    address: str = ""
    link: str = ""
    dial_in: str = ""
    agenda: str = ""
    is_open: bool = False


@transaction.atomic
def make_meeting(
    *,
    group_id: int,
    actor: "User",
    key: uuid.UUID,
    facts: Facts,
    poll: DatePoll | None = None,
    now: datetime | None = None,
) -> Meeting:
    """Invite the group to a meeting: everybody who belongs to it gets a letter, `actor` apart.

    The same `key` again returns the meeting that it made, and tells nobody. Raises `Refused` (ARCHIVED, NOT_YOURS,
    MEETING_PAST).
    """
    now = now or timezone.now()
    inside = inside_running(group_id, actor)
    if (made := Meeting.objects.filter(key=key, group=group_id).first()) is not None:
        return made
    if facts.starts_at <= now:
        raise Refused(Reason.MEETING_PAST)
    meeting = Meeting.objects.create(
        group=inside.group,
        key=key,
        poll=poll,
        author=actor,
        created_at=now,
        changed_at=now,
        agenda_html=str(to_html(facts.agenda)) if facts.agenda else "",
        **asdict(facts),
    )
    log_group(inside.group, "meeting.make", actor=actor, meeting=meeting.pk, title=meeting.title)
    tell_group(meeting, "meeting_invited", once="", but=actor)
    touch(inside.group)
    return meeting


@transaction.atomic
def change_meeting(
    *, meeting_id: int, group_id: int, actor: "User", facts: Facts, sequence: int, now: datetime | None = None
) -> Meeting:
    """Change a meeting to come; whoever has not declined gets a letter, `actor` apart. The same facts change nothing.

    `sequence` is that of the meeting when it was read. Raises `Refused` (ARCHIVED, NOT_YOURS, MEETING_CANCELLED,
    MEETING_OVER, MEETING_PAST, MEETING_STALE).
    """
    now = now or timezone.now()
    inside, meeting = locked_meeting(meeting_id, group_id, actor)
    refuse_unless_coming(meeting, now)
    wanted = asdict(facts)
    changed = [name for name, value in wanted.items() if getattr(meeting, name) != value]
    if not changed:
        return meeting
    if sequence != meeting.sequence:
        raise Refused(Reason.MEETING_STALE)
    if "starts_at" in changed and facts.starts_at <= now:
        raise Refused(Reason.MEETING_PAST)
    was_open = meeting.is_open
    for name in changed:
        setattr(meeting, name, wanted[name])
    meeting.agenda_html = str(to_html(facts.agenda)) if facts.agenda else ""
    meeting.sequence += 1
    meeting.changed_at = now
    meeting.save()
    if was_open and not meeting.is_open:
        # Guests of an open meeting have no business in one of the group.
        members = inside.group.memberships.filter(state="active").values("member")
        meeting.attendances.exclude(member__in=members).delete()
    log_group(inside.group, "meeting.change", actor=actor, meeting=meeting.pk, title=meeting.title, changed=changed)
    tell_concerned(meeting, "meeting_changed", once=str(meeting.sequence), but=actor)
    touch(inside.group)
    return meeting


@transaction.atomic
def cancel_meeting(
    *, meeting_id: int, group_id: int, actor: "User", reason: str, now: datetime | None = None
) -> Meeting:
    """Call a meeting off; whoever has not declined gets a letter with the reason. Twice changes nothing.

    Raises `Refused` (ARCHIVED, NOT_YOURS, MEETING_OVER).
    """
    now = now or timezone.now()
    inside, meeting = locked_meeting(meeting_id, group_id, actor)
    if meeting.is_cancelled:
        return meeting
    refuse_unless_coming(meeting, now)
    meeting.cancelled_at, meeting.cancel_reason = now, reason
    meeting.sequence += 1
    meeting.changed_at = now
    meeting.save()
    log_group(inside.group, "meeting.cancel", actor=actor, meeting=meeting.pk, title=meeting.title, reason=reason)
    tell_concerned(meeting, "meeting_cancelled", once="", but=actor)
    touch(inside.group)
    return meeting


def inside_running(group_id: int, actor: "User") -> Inside:
    """The group, locked, for somebody who runs its meetings now. Raises `Refused` (ARCHIVED, NOT_YOURS).

    Locked, because the secretariat has no membership that would keep two of its clicks apart.
    """
    lock_group(group_id)
    inside = inside_now(group_id, actor)
    if reason := meeting_obstacle(inside):
        raise Refused(reason)
    return inside


def locked_meeting(meeting_id: int, group_id: int, actor: "User") -> tuple[Inside, Meeting]:
    """A meeting of the group, locked, for somebody who runs its meetings now."""
    inside = inside_running(group_id, actor)
    return inside, Meeting.objects.select_for_update().get(pk=meeting_id, group=group_id)


def refuse_unless_coming(meeting: Meeting, now: datetime) -> None:
    """Raises `Refused` (MEETING_CANCELLED, MEETING_OVER)."""
    if meeting.is_cancelled:
        raise Refused(Reason.MEETING_CANCELLED)
    if meeting.is_over(now):
        raise Refused(Reason.MEETING_OVER)


def touch(group: WorkingGroup) -> None:
    """Kept pages and calendars that may show the group's meetings."""
    page_cache.touch(f"group:{group.pk}", "events")
