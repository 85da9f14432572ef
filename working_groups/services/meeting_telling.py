"""Who is told of a group's meetings, and the causes of those letters: each at most once."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.db.models import Q

from cop.members.models import User
from cop.notifications.services import outbox
from cop.notifications.services.outbox import Draft

from ..choices import MembershipState
from ..models import DatePoll, Meeting, MeetingAction

if TYPE_CHECKING:
    from datetime import datetime

KIND = "working_groups."


def belonging(group_id: int) -> "Q":
    """Those who belong to the group now, as a condition on accounts."""
    return Q(group_memberships__group=group_id, group_memberships__state=MembershipState.ACTIVE)


def tell_group(meeting: Meeting, what: str, *, once: str, but: User | None = None) -> int:
    """One letter to each who belongs to the group; `once` says of which state of the meeting. How many."""
    people = User.objects.filter(belonging(meeting.group_id), is_active=True)
    return _tell(meeting, what, people.order_by("pk"), once=once, but=but)


def tell_concerned(meeting: Meeting, what: str, *, once: str, but: User | None = None) -> int:
    """One letter to each who belongs to the group and has not declined, and to others who said that they come."""
    declined = Q(pk__in=meeting.attendances.filter(comes=False).values("member"))
    come = Q(pk__in=meeting.attendances.filter(comes=True).values("member"))
    belong = Q(pk__in=User.objects.filter(belonging(meeting.group_id)).values("pk"))
    people = User.objects.filter(belong | come, ~declined, is_active=True)
    return _tell(meeting, what, people.order_by("pk"), once=once, but=but)


def tell_coming(meeting: Meeting, what: str, *, once: str) -> int:
    """One letter to each who said that they come; who has left meanwhile is left out when the letter is made."""
    come = meeting.attendances.filter(comes=True).values("member")
    return _tell(meeting, what, User.objects.filter(pk__in=come, is_active=True).order_by("pk"), once=once)


def _tell(meeting: Meeting, what: str, people: Iterable[User], *, once: str, but: User | None = None) -> int:
    drafts = [
        Draft(
            cause=f"group meeting {meeting.pk} {what} {once} {person.pk}",
            to=person,
            params={"meeting": meeting.pk, "sequence": meeting.sequence},
        )
        for person in people
        if but is None or person.pk != but.pk
    ]
    return len(outbox.post_many(kind=KIND + what, drafts=drafts)) if drafts else 0


def tell_of_poll(poll: DatePoll, what: str, *, but: User | None = None) -> int:
    """One letter to each who belongs to the group."""
    drafts = [
        Draft(cause=f"group date poll {poll.pk} {what} {person.pk}", to=person, params={"poll": poll.pk})
        for person in User.objects.filter(belonging(poll.group_id), is_active=True).order_by("pk")
        if but is None or person.pk != but.pk
    ]
    return len(outbox.post_many(kind=KIND + what, drafts=drafts)) if drafts else 0


def tell_doer(action: MeetingAction, what: str, *, once: "str | datetime | Any" = "") -> int:
    """One letter to whom an action belongs; another person or another day is another cause."""
    member = action.member
    if member is None or not member.is_active:
        return 0
    cause = f"group action {action.pk} {what} {member.pk} {action.until.isoformat()} {once}".strip()
    params = {"action": action.pk, "until": action.until.isoformat()}
    return len(outbox.post_many(kind=KIND + what, drafts=[Draft(cause=cause, to=member, params=params)]))
