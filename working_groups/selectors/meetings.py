"""Reads of a group's meetings: the list, the door to one, who comes, actions."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cop.search.query import parse

from ..models import Attendance, DatePoll, Meeting, Membership
from ..permissions import (
    attending_obstacle,
    can_see_dial_in,
    can_see_meeting,
    can_see_polls,
    meeting_obstacle,
)
from .actions import ActionRow, actions_of_meeting
from .documents import FileRow
from .doors import LARGEST, Inside
from .group_meetings import earlier_minutes, meeting_row, meetings_in, with_words
from .my_meetings import MeetingRow, where, with_answer
from .papers import papers_of
from .people import name_of
from .times import clocks

PAST_A_PAGE = 20
MOST_COMING = 50


def poll_url(slug: str, pk: int) -> str:
    """The page of a date poll."""
    return reverse("date_poll", args=[slug, pk])


# Doors ----------------------------------------------------------------------------------------------------------


def get_meeting_for(inside: Inside, pk: int) -> Meeting:
    """A meeting of this group that the viewer may see; else 404. One statement."""
    found = Meeting.objects.filter(group=inside.group.pk, pk=min(pk, LARGEST)).first()
    if found is None or not can_see_meeting(inside, found):
        raise Http404
    found.group = inside.group
    return found


# The list -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class MeetingList:
    """The meetings of a group as one person sees them."""

    coming: list[MeetingRow]
    past: Page
    past_rows: list[MeetingRow]
    polls: list[dict[str, Any]]
    can_make: bool
    can_subscribe: bool
    words: str
    is_inside: bool


def meeting_list(inside: Inside, number: str | int = 1, words: str = "", *, now: datetime | None = None) -> MeetingList:
    """Four statements: what comes, how many have been, one page of those, open date polls (asked of members only).

    With `words`, those meetings that fit them, and no date polls.
    """
    now = now or timezone.now()
    seen = with_answer(with_words(meetings_in(inside), parse(words)), inside.user.pk)
    coming = seen.filter(ends_at__gt=now).order_by("starts_at", "pk")[:MOST_COMING]
    past = Paginator(seen.filter(ends_at__lte=now).order_by("-starts_at", "-pk"), PAST_A_PAGE).get_page(number)
    return MeetingList(
        coming=[meeting_row(inside, each, now) for each in coming],
        past=past,
        past_rows=[meeting_row(inside, each, now) for each in past],
        polls=[] if words else _open_polls(inside, now),
        can_make=meeting_obstacle(inside) is None,
        can_subscribe=inside.group.visibility == "public" and inside.page.live,
        words=words,
        is_inside=can_see_polls(inside),
    )


def _open_polls(inside: Inside, now: datetime) -> list[dict[str, Any]]:
    if not can_see_polls(inside):
        return []
    found = (
        DatePoll.objects.filter(group=inside.group.pk, withdrawn_at=None, meeting=None)
        .annotate(
            people=Count("slots__answers__member", distinct=True),
            mine=Count("slots__answers", filter=Q(slots__answers__member=inside.user.pk)),
        )
        .order_by("closes_at", "pk")[:MOST_COMING]
    )
    return [_poll_row(inside, each, now) for each in found]


def _poll_row(inside: Inside, poll: Any, now: datetime) -> dict[str, Any]:
    until = date_format(timezone.localtime(poll.closes_at), "j F Y, H:i")
    if poll.closes_at <= now:
        badge = (_("Closed: a date is to be chosen"), "wait")
    elif poll.mine:
        badge = (_("Answered"), "good")
    else:
        badge = (_("When can you?"), "wait") if inside.is_member else (_("Open"), "")
    return {
        "title": poll.title,
        "url": poll_url(inside.page.slug, poll.pk),
        "meta": [
            _("answers until %(until)s") % {"until": until},
            ngettext("%(n)d has answered", "%(n)d have answered", poll.people) % {"n": poll.people},
        ],
        "badge": badge,
        "is_sample": poll.is_sample,
    }


# One meeting ----------------------------------------------------------------------------------------------------


@dataclass
class MeetingPage:
    """All that stands on the page of a meeting."""

    meeting: Meeting
    when: str
    when_there: str
    where: str
    address: str
    comes: bool | None
    can_answer: bool
    can_run: bool
    is_past: bool
    has_begun: bool
    show_dial_in: bool
    link: str
    dial_in: str
    agenda: SafeString
    minutes: SafeString
    minutes_line: str
    coming: list[str] = field(default_factory=list)
    declined: list[str] = field(default_factory=list)
    number_coming: int = 0
    attended: list[str] = field(default_factory=list)
    actions: list[ActionRow] = field(default_factory=list)
    is_inside: bool = False
    papers: list[FileRow] = field(default_factory=list)
    earlier: tuple[str, str] | None = None


def meeting_page(inside: Inside, meeting: Meeting, *, now: datetime | None = None) -> MeetingPage:
    """Four statements: who comes, documents, the minutes before, and (for those who belong to the group) the actions.

    Names are shown to those who belong to the group; others read how many come. Minutes that are not published are
    shown to those who run the meeting.
    """
    now = now or timezone.now()
    belongs = can_see_polls(inside)
    people = list(
        Attendance.objects.filter(meeting=meeting, member__is_active=True)
        .select_related("member")
        .order_by("member__name", "pk")
    )
    own = next((each for each in people if each.member_id == inside.user.pk), None)
    show_dial_in = can_see_dial_in(inside, own)
    when, there = clocks(meeting.starts_at, meeting.ends_at, meeting.time_zone)
    minutes_shown = bool(meeting.minutes_at or (meeting.minutes and inside.can_moderate))
    shown = MeetingPage(
        meeting=meeting,
        when=when,
        when_there=there,
        where=where(meeting),
        address=meeting.address,
        comes=own.comes if own else None,
        can_answer=attending_obstacle(inside, meeting, now=now) is None,
        can_run=meeting_obstacle(inside) is None,
        is_past=meeting.is_over(now),
        has_begun=meeting.starts_at <= now,
        show_dial_in=show_dial_in,
        link=meeting.link if show_dial_in else "",
        dial_in=meeting.dial_in if show_dial_in else "",
        agenda=mark_safe(meeting.agenda_html),  # made by `to_html`
        minutes=mark_safe(meeting.minutes_html if minutes_shown else ""),  # the same
        minutes_line=_minutes_line(meeting) if minutes_shown else "",
        number_coming=sum(each.comes is True for each in people),
        is_inside=belongs,
        papers=papers_of(inside, meeting),
        earlier=earlier_minutes(inside, meeting),
    )
    if belongs:
        shown.coming = [name_of(each.member) for each in people if each.comes]
        shown.declined = [name_of(each.member) for each in people if each.comes is False]
        shown.attended = [name_of(each.member) for each in people if each.attended]
        shown.actions = actions_of_meeting(inside, meeting)
    return shown


def _minutes_line(meeting: Meeting) -> str:
    if meeting.minutes_at is None:
        return _("Draft: only those who run the meeting see it.")
    return _("Published on %(day)s") % {"day": date_format(timezone.localtime(meeting.minutes_at), "j F Y")}


def people_of(inside: Inside) -> list[tuple[int, str]]:
    """Everybody who belongs to the group, to choose from. One statement."""
    found = Membership.objects.active().filter(group=inside.group.pk).select_related("member")
    return [(each.member_id, name_of(each.member)) for each in found.order_by("member__name", "pk")]


def expected_at(inside: Inside, meeting: Meeting) -> list[dict[str, Any]]:
    """Whom the sheet of attendance names: those who belong to the group and those who said that they come.

    Ticked are those who were there, or as long as nothing is recorded, those who said that they come. Two statements.
    """
    people = dict(people_of(inside))
    rows = list(meeting.attendances.filter(member__is_active=True).select_related("member"))
    people |= {each.member_id: name_of(each.member) for each in rows if each.comes or each.member_id in people}
    is_recorded = any(each.attended is not None for each in rows)
    there = {each.member_id for each in rows if (each.attended if is_recorded else each.comes)}
    names = sorted(people.items(), key=lambda pair: (pair[1].casefold(), pair[0]))
    return [{"pk": pk, "name": name, "is_there": pk in there} for pk, name in names]
