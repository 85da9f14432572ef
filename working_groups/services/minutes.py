"""Minutes of a meeting, and its actions: who does what until when."""

import uuid
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from cop.core.markdown import to_html

from ..models import MeetingAction, Membership
from ..permissions import meeting_obstacle
from ..refusals import Reason, Refused
from .meeting_telling import tell_doer, tell_group
from .meetings import inside_running, locked_meeting, touch
from .memberships import log_group
from .standing import inside_now

if TYPE_CHECKING:
    from cop.members.models import User

    from ..models import Meeting


@transaction.atomic
def write_minutes(
    *,
    meeting_id: int,
    group_id: int,
    actor: "User",
    text: str,
    version: int,
    publish: bool,
    now: datetime | None = None,
) -> "Meeting":
    """Keep the minutes as a draft of those who run the meeting, or publish them to the group.

    The first publication is told to everybody who belongs to the group; later ones are shown and not told again.
    Published minutes stay published. The same text again changes nothing. Raises `Refused` (ARCHIVED, NOT_YOURS, EMPTY,
    MEETING_CANCELLED, MEETING_NOT_YET, MEETING_STALE).
    """
    now = now or timezone.now()
    inside, meeting = locked_meeting(meeting_id, group_id, actor)
    if meeting.is_cancelled:
        raise Refused(Reason.MEETING_CANCELLED)
    if meeting.starts_at > now:
        raise Refused(Reason.MEETING_NOT_YET)
    if not text.strip():
        raise Refused(Reason.EMPTY)
    is_first = publish and meeting.minutes_at is None
    if meeting.minutes == text and not is_first:
        return meeting
    if meeting.minutes != text and version != meeting.minutes_version:
        raise Refused(Reason.MEETING_STALE)
    meeting.minutes, meeting.minutes_html = text, str(to_html(text))
    meeting.minutes_version += 1
    if is_first:
        meeting.minutes_at = now
    meeting.save(update_fields=["minutes", "minutes_html", "minutes_version", "minutes_at"])
    if is_first:
        log_group(inside.group, "meeting.minutes", actor=actor, meeting=meeting.pk, title=meeting.title)
        tell_group(meeting, "meeting_minutes", once="", but=actor)
    touch(inside.group)
    return meeting


@transaction.atomic
def add_action(
    *,
    meeting_id: int,
    group_id: int,
    actor: "User",
    key: uuid.UUID,
    what: str,
    member_id: int,
    until: date,
    now: datetime | None = None,
) -> MeetingAction:
    """Give somebody of the group something to do until a day; they get a letter, unless it is `actor`.

    The same `key` again returns the action that it made. Raises `Refused` (ARCHIVED, NOT_YOURS, NOT_A_MEMBER,
    MEETING_CANCELLED).
    """
    now = now or timezone.now()
    _inside, meeting = locked_meeting(meeting_id, group_id, actor)
    if (made := MeetingAction.objects.filter(key=key, meeting=meeting).first()) is not None:
        return made
    if meeting.is_cancelled:
        raise Refused(Reason.MEETING_CANCELLED)
    member = _member(group_id, member_id)
    action = MeetingAction.objects.create(
        meeting=meeting, key=key, what=what, member=member, until=until, created_at=now
    )
    if member.pk != actor.pk:
        tell_doer(action, "action_given")
    return action


@transaction.atomic
def change_action(
    *, action_id: int, group_id: int, actor: "User", what: str, member_id: int, until: date
) -> MeetingAction:
    """Other words, another person or another day. A new person gets a letter; another day is reminded of anew.

    Raises `Refused` (ARCHIVED, NOT_YOURS, NOT_A_MEMBER).
    """
    inside_running(group_id, actor)
    action = _locked_action(action_id, group_id)
    before = (action.member_id, action.until)
    if action.member_id != member_id:
        action.member = _member(group_id, member_id)
    action.what, action.until = what, until
    if (action.member_id, action.until) != before:
        action.reminded_soon = action.reminded_late = False
    action.save()
    if action.member_id != before[0] and action.member_id != actor.pk and action.done_at is None:
        tell_doer(action, "action_given")
    return action


@transaction.atomic
def set_action_done(
    *, action_id: int, group_id: int, actor: "User", is_done: bool, now: datetime | None = None
) -> MeetingAction:
    """Tick an action off, or open it again: whose it is, and those who run meetings. The same again changes nothing.

    Raises `Refused` (ARCHIVED, NOT_YOURS).
    """
    inside = inside_now(group_id, actor)
    action = _locked_action(action_id, group_id)
    is_own = inside.is_member and action.member_id == actor.pk and not inside.group.is_archived
    if not is_own and (reason := meeting_obstacle(inside)):
        raise Refused(reason)
    if (action.done_at is not None) != is_done:
        action.done_at = (now or timezone.now()) if is_done else None
        action.save(update_fields=["done_at"])
    return action


@transaction.atomic
def remove_action(*, action_id: int, group_id: int, actor: "User") -> bool:
    """Take an action away; says whether there was one. Raises `Refused` (ARCHIVED, NOT_YOURS)."""
    inside_running(group_id, actor)
    return bool(MeetingAction.objects.filter(pk=action_id, meeting__group=group_id).delete()[0])


def _locked_action(action_id: int, group_id: int) -> MeetingAction:
    found = MeetingAction.objects.select_for_update(of=("self",)).select_related("member")
    return found.get(pk=action_id, meeting__group=group_id)


def _member(group_id: int, member_id: int) -> "User":
    found = Membership.objects.active().filter(group=group_id, member=member_id).select_related("member").first()
    if found is None:
        raise Refused(Reason.NOT_A_MEMBER)
    return found.member
