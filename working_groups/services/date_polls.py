"""Finding a date: proposing times, answering, and making the meeting of one of them."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from cop.core.markdown import to_html

from ..choices import SlotChoice
from ..models import DatePoll, DateSlot, Meeting, SlotAnswer
from ..permissions import dating_obstacle
from ..refusals import Reason, Refused
from .meeting_telling import tell_of_poll
from .meetings import Facts, inside_running, make_meeting
from .memberships import log_group
from .standing import inside_now

if TYPE_CHECKING:
    from cop.members.models import User

FEWEST, MOST = 2, 10


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """What one says of a meeting that looks for its date. `slots` are (start, end); `note` is Markdown."""

    title: str
    time_zone: str
    slots: Sequence[tuple[datetime, datetime]]
    closes_at: datetime
    place: str = ""
    address: str = ""
    link: str = ""
    note: str = ""
    meeting_is_open: bool = False


@transaction.atomic
def open_poll(
    *, group_id: int, actor: "User", key: uuid.UUID, proposal: Proposal, now: datetime | None = None
) -> DatePoll:
    """Propose times to the group: everybody who belongs to it gets a letter, `actor` apart.

    The same `key` again returns the poll that it made, and tells nobody. Raises `Refused` (ARCHIVED, NOT_YOURS, SLOTS,
    MEETING_PAST, where a time or the closing date is past or a time comes before the closing date).
    """
    now = now or timezone.now()
    inside = inside_running(group_id, actor)
    if (made := DatePoll.objects.filter(key=key, group=group_id).first()) is not None:
        return made
    slots = sorted(set(proposal.slots))
    if not FEWEST <= len(slots) <= MOST:
        raise Refused(Reason.SLOTS)
    if proposal.closes_at <= now or any(start < proposal.closes_at for start, _end in slots):
        raise Refused(Reason.MEETING_PAST)
    poll = DatePoll.objects.create(
        group=inside.group,
        key=key,
        title=proposal.title,
        time_zone=proposal.time_zone,
        place=proposal.place,
        address=proposal.address,
        link=proposal.link,
        note=proposal.note,
        note_html=str(to_html(proposal.note)) if proposal.note else "",
        meeting_is_open=proposal.meeting_is_open,
        closes_at=proposal.closes_at,
        author=actor,
        created_at=now,
    )
    DateSlot.objects.bulk_create([DateSlot(poll=poll, starts_at=start, ends_at=end) for start, end in slots])
    log_group(inside.group, "date_poll.open", actor=actor, poll=poll.pk, title=poll.title)
    tell_of_poll(poll, "date_poll_opened", but=actor)
    return poll


@transaction.atomic
def answer_poll(
    *, poll_id: int, group_id: int, member: "User", choices: Mapping[int, str], now: datetime | None = None
) -> None:
    """Say yes, if need be or no to proposed times (by their ids), or something else than before; nobody is told.

    Times that `choices` leaves out stay as they were. Raises `Refused` (NOT_YOURS, ARCHIVED, POLL_OVER, SLOT_GONE) and
    changes nothing then.
    """
    now = now or timezone.now()
    inside = inside_now(group_id, member)
    poll = DatePoll.objects.select_for_update().get(pk=poll_id, group=group_id)
    if reason := dating_obstacle(inside, poll, now=now):
        raise Refused(reason)
    if Meeting.objects.filter(poll=poll).exists():
        raise Refused(Reason.POLL_OVER)
    known = set(poll.slots.values_list("pk", flat=True))
    if not choices or not choices.keys() <= known or not set(choices.values()) <= set(SlotChoice.values):
        raise Refused(Reason.SLOT_GONE)
    SlotAnswer.objects.bulk_create(
        [
            SlotAnswer(slot_id=slot, member=member, choice=choice, answered_at=now)
            for slot, choice in sorted(choices.items())
        ],
        update_conflicts=True,
        unique_fields=["slot", "member"],
        update_fields=["choice", "answered_at"],
    )


@transaction.atomic
def choose_slot(*, poll_id: int, group_id: int, actor: "User", slot_id: int, now: datetime | None = None) -> Meeting:
    """Make the meeting of one of the times; the group is invited to it.

    One poll makes one meeting: a second click, and
    another leader at the same moment, get the meeting that was made. Raises `Refused` (ARCHIVED, NOT_YOURS, POLL_OVER
    if it was withdrawn, SLOT_GONE, MEETING_PAST).
    """
    now = now or timezone.now()
    inside_running(group_id, actor)
    poll = DatePoll.objects.select_for_update().get(pk=poll_id, group=group_id)
    if (made := Meeting.objects.filter(poll=poll).first()) is not None:
        return made
    if poll.withdrawn_at is not None:
        raise Refused(Reason.POLL_OVER)
    slot = poll.slots.filter(pk=slot_id).first()
    if slot is None:
        raise Refused(Reason.SLOT_GONE)
    facts = Facts(
        title=poll.title,
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
        time_zone=poll.time_zone,
        place=poll.place,
        address=poll.address,
        link=poll.link,
        agenda=poll.note,
        is_open=poll.meeting_is_open,
    )
    return make_meeting(group_id=group_id, actor=actor, key=poll.key, facts=facts, poll=poll, now=now)


@transaction.atomic
def withdraw_poll(*, poll_id: int, group_id: int, actor: "User", now: datetime | None = None) -> DatePoll:
    """Give the search for a date up; nobody is told, the page says it. Twice changes nothing.

    Raises `Refused` (ARCHIVED, NOT_YOURS, POLL_OVER if it has become a meeting).
    """
    inside = inside_running(group_id, actor)
    poll = DatePoll.objects.select_for_update().get(pk=poll_id, group=group_id)
    if poll.withdrawn_at is not None:
        return poll
    if Meeting.objects.filter(poll=poll).exists():
        raise Refused(Reason.POLL_OVER)
    poll.withdrawn_at = now or timezone.now()
    poll.save(update_fields=["withdrawn_at"])
    log_group(inside.group, "date_poll.withdraw", actor=actor, poll=poll.pk, title=poll.title)
    return poll
