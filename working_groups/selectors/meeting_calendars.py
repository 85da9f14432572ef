"""Meetings as entries of calendars: a member's own, a group's, everybody's."""

from datetime import datetime
from typing import TYPE_CHECKING, Any, cast

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from events import ical
from events.calendar_sources import CalendarItem

from ..choices import MembershipState
from ..models import Attendance, GroupCalendar, Meeting
from ..permissions import meetings_of_everybody
from .doors import Inside
from .my_meetings import meetings_of

if TYPE_CHECKING:
    from cop.members.models import User


def item(meeting: Meeting, *, attendance: Attendance | None = None, is_own: bool = False) -> CalendarItem:
    """The entry of a meeting; `is_own` with what this person has said, and the link if they come."""
    page = meeting.group.page
    address = f"{settings.SITE_URL}{reverse('meeting', args=[page.slug, meeting.pk])}"
    comes = attendance.comes if attendance is not None else None
    text = []
    if meeting.is_cancelled:
        text.append(_("This meeting has been cancelled."))
        if meeting.cancel_reason:
            text.append(meeting.cancel_reason)
    elif is_own and comes:
        text += [part for part in (meeting.link, meeting.dial_in) if part]
    elif is_own and comes is None:
        text.append(_("Say on the page of the meeting whether you come."))
    text += [meeting.agenda, address]
    status = ical.TENTATIVE if is_own and not comes else ical.CONFIRMED
    return CalendarItem(
        uid=ical.uid("meeting", meeting.pk),
        title=f"{meeting.title} – {page.title}",
        start=meeting.starts_at,
        end=meeting.ends_at,
        address=address,
        location=_location(meeting),
        text=text,
        status=ical.CANCELLED if meeting.is_cancelled else status,
        sequence=meeting.sequence + (attendance.serial if is_own and attendance is not None else 0),
        changed=[meeting.changed_at, attendance.answered_at if is_own and attendance is not None else None],
        categories=[_("Working group meeting")],
    )


def _location(meeting: Meeting) -> str:
    """Place and room, so that a map finds it; who comes online reads that."""
    place = ", ".join(part for part in (meeting.place, meeting.address) if part)
    return place or (_("online") if meeting.link else "")


def personal(member: "User", since: datetime) -> list[CalendarItem]:
    """What stands in the member's own calendar. One statement."""
    return _own(meetings_of(member), since)


def of_member_in(inside: Inside, since: datetime) -> list[CalendarItem]:
    """What stands in a member's calendar of one group: as in their own one, and nothing of other groups. One
    statement."""
    return _own(meetings_of(cast("User", inside.user)).filter(group=inside.group), since)


def inside_by_token(token: str) -> Inside:
    """Whose calendar of which group this address opens. One statement.

    404 for unknown and revoked ones, for accounts that are switched off, and as soon as the membership has ended.
    """
    found = (
        GroupCalendar.objects.filter(
            token=token, membership__state=MembershipState.ACTIVE, membership__member__is_active=True
        )
        .select_related("membership__group__page", "membership__member")
        .defer("membership__group__page__body")
        .first()
    )
    if found is None:
        raise Http404
    membership = found.membership
    return Inside(membership.group, membership.member, membership, membership.standing)


def calendar_of_member(inside: Inside) -> GroupCalendar | None:
    """The member's own secret address for this group, if one was made. One statement."""
    return GroupCalendar.objects.filter(membership=inside.membership).first()


def _own(meetings: QuerySet[Meeting], since: datetime) -> list[CalendarItem]:
    found = []
    for each in meetings.filter(ends_at__gt=since).order_by("starts_at", "pk"):
        own: Any = each
        attendance = None
        if own.serial is not None:
            attendance = Attendance(comes=own.comes, serial=own.serial, answered_at=own.answered_at)
        found.append(item(each, attendance=attendance, is_own=True))
    return found


def public(since: datetime) -> list[CalendarItem]:
    """Open meetings of groups that everybody reads. One statement."""
    return [item(each) for each in _listed(meetings_of_everybody(), since)]


def of_group(inside: Inside, since: datetime) -> list[CalendarItem]:
    """The open meetings of a group, for whoever may read it: nothing of the group's own, calendars are passed on."""
    return [item(each) for each in _listed(Meeting.objects.filter(group=inside.group, is_open=True), since)]


def _listed(meetings: QuerySet[Meeting], since: datetime) -> QuerySet[Meeting]:
    found = meetings.filter(ends_at__gt=since).select_related("group__page").order_by("starts_at", "pk")
    return found.defer("minutes", "minutes_html", "agenda_html", "group__page__body")
