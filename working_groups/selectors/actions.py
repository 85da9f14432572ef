"""Reads of actions: who does what until when, of one meeting and of a whole group."""

from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import Case, DateField, F, IntegerField, Q, QuerySet, Value, When
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cop.members.models import User

from ..choices import ActionState
from ..models import Meeting, MeetingAction
from ..permissions import can_see_polls, meeting_obstacle
from .doors import LARGEST, Inside
from .my_meetings import badge_of, meeting_url
from .people import name_of

A_PAGE = 50
MINE = "mine"


@dataclass(frozen=True)
class ActionRow:
    """One action as this viewer sees it, with what they may do to it."""

    pk: int
    what: str
    meta: list[str]
    meeting_url: str
    badge: tuple[str, str]
    is_done: bool
    is_mine: bool
    can_tick: bool


@dataclass(frozen=True)
class ActionList:
    """A page of a group's actions; `people` are those who have some, to choose from."""

    rows: list[ActionRow]
    page: Page
    people: list[tuple[str, str]]
    can_run: bool


def get_action_for(inside: Inside, pk: int) -> MeetingAction:
    """An action of a meeting of this group, for those who belong to it; else 404. One statement."""
    found = MeetingAction.objects.filter(meeting__group=inside.group.pk, pk=min(pk, LARGEST)).select_related("meeting")
    action = found.first()
    if action is None or not can_see_polls(inside):
        raise Http404
    return action


def actions_url(slug: str) -> str:
    """The page of all actions of a group."""
    return reverse("group_actions", args=[slug])


def actions_of_meeting(inside: Inside, meeting: Meeting) -> list[ActionRow]:
    """The actions of one meeting; ask `can_see_polls` first. One statement."""
    found = MeetingAction.objects.filter(meeting=meeting).select_related("member").order_by("until", "pk")
    can_run = meeting_obstacle(inside) is None
    return [_row(inside, each, can_run) for each in found]


def group_actions(inside: Inside, *, who: str = "", state: str = "", number: str | int = 1) -> ActionList:
    """All actions of the group: open ones first, among them one's own, then by their day; the last done below.

    `who` is "mine" or the number of an account, `state` an `ActionState`; anything else does not filter. Ask
    `can_see_polls` first. Statements: how many, one page, who has any.
    """
    of_group = MeetingAction.objects.filter(meeting__group=inside.group.pk)
    found = _in_order(_fitting(of_group, inside, who, state), inside)
    page = Paginator(found, A_PAGE).get_page(number)
    can_run = meeting_obstacle(inside) is None
    return ActionList(
        rows=[_row(inside, each, can_run, with_meeting=True) for each in page.object_list],
        page=page,
        people=_people(of_group),
        can_run=can_run,
    )


def _fitting(actions: QuerySet[MeetingAction], inside: Inside, who: str, state: str) -> QuerySet[MeetingAction]:
    if who == MINE:
        actions = actions.filter(member=inside.user.pk)
    elif who.isascii() and who.isdigit() and len(who) < 19:
        actions = actions.filter(member=int(who))
    if state == ActionState.DONE:
        return actions.filter(done_at__isnull=False)
    if state == ActionState.LATE:
        return actions.filter(done_at=None, until__lt=timezone.localdate())
    return actions.filter(done_at=None) if state == ActionState.OPEN else actions


def _in_order(actions: QuerySet[MeetingAction], inside: Inside) -> QuerySet[MeetingAction]:
    is_open = Q(done_at=None)
    number = IntegerField()
    return (
        actions.select_related("member", "meeting")
        .defer("meeting__agenda", "meeting__agenda_html", "meeting__minutes", "meeting__minutes_html")
        .annotate(
            order=Case(
                When(is_open & Q(member=inside.user.pk), then=Value(0)),
                When(is_open, then=Value(1)),
                default=Value(2),
                output_field=number,
            ),
            # Of those that are done, the last one first.
            open_until=Case(When(is_open, then=F("until")), output_field=DateField()),
        )
        .order_by("order", "open_until", "-done_at", "pk")
    )


def _people(actions: QuerySet[MeetingAction]) -> list[tuple[str, str]]:
    people = User.objects.filter(pk__in=actions.filter(member__isnull=False).values("member"))
    return [(str(each.pk), name_of(each)) for each in people.order_by("name", "pk")]


def _row(inside: Inside, action: MeetingAction, can_run: bool, *, with_meeting: bool = False) -> ActionRow:
    is_mine = inside.is_member and action.member_id is not None and action.member_id == inside.user.pk
    until = _("until %(day)s") % {"day": date_format(action.until, "j F Y")}
    who = _("You") if is_mine else name_of(action.member)
    return ActionRow(
        pk=action.pk,
        what=action.what,
        meta=[who, until, action.meeting.title] if with_meeting else [who, until],
        meeting_url=f"{meeting_url(inside.page.slug, action.meeting_id)}#actions",
        badge=badge_of(action),
        is_done=action.done_at is not None,
        is_mine=is_mine,
        can_tick=can_run or (is_mine and not inside.group.is_archived),
    )
