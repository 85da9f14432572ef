"""A meeting in a list, and what of all meetings is one's own: for "My page" and one's own calendar."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, F, FilteredRelation, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..choices import MembershipState
from ..models import DatePoll, Meeting, MeetingAction, Membership
from ..permissions import open_to_accounts
from .times import in_words

if TYPE_CHECKING:
    from cop.members.models import User

MOST_MINE = 10


@dataclass(frozen=True)
class MeetingRow:
    """A meeting in a list."""

    title: str
    url: str
    start: datetime
    end: datetime
    meta: list[str]
    badges: list[tuple[str, str]]
    is_sample: bool


def meeting_url(slug: str, pk: int) -> str:
    """The page of a meeting."""
    return reverse("meeting", args=[slug, pk])


def where(meeting: Meeting | DatePoll) -> str:
    """The place, and whether one can take part online; never the link."""
    if meeting.place and meeting.link:
        return _("%(place)s, and online") % {"place": meeting.place}
    return meeting.place or (_("online") if meeting.link else "")


def with_answer(meetings: QuerySet[Meeting], member_id: int | None) -> QuerySet[Meeting]:
    """The same meetings, each with what the member has said: `comes`, `serial`, `answered_at`; long texts left out."""
    return meetings.annotate(
        own=FilteredRelation("attendances", condition=Q(attendances__member=member_id or 0)),
        comes=F("own__comes"),
        serial=F("own__serial"),
        answered_at=F("own__answered_at"),
    ).defer("agenda_html", "minutes", "minutes_html")


def meetings_of(member: "User") -> QuerySet[Meeting]:
    """The meetings of the groups to which the member belongs at this moment, but those that they declined; and open
    ones elsewhere to which they come, of groups that everybody with an account reads."""
    mine = Membership.objects.filter(group=OuterRef("group"), member=member, state=MembershipState.ACTIVE)
    guest = open_to_accounts() & Q(own__comes=True)
    found = with_answer(Meeting.objects.all(), member.pk).filter(
        Exists(mine) | guest, Q(own__comes=True) | Q(own__comes=None)
    )
    return found.select_related("group__page").defer("group__page__body", "agenda_html", "minutes", "minutes_html")


def badge_of(action: MeetingAction, *, today: date | None = None) -> tuple[str, str]:
    """How an action stands."""
    if action.done_at is not None:
        return _("Done"), "good"
    days = (action.until - (today or timezone.localdate())).days
    if days < 0:
        return _("Overdue"), "bad"
    if days == 0:
        return _("Due today"), "wait"
    return (ngettext("%(n)d day left", "%(n)d days left", days) % {"n": days}, "wait") if days <= 3 else (_("Open"), "")


def next_meetings_of(member: "User", *, now: datetime | None = None) -> list[MeetingRow]:
    """The next ones. One statement."""
    found = meetings_of(member).filter(ends_at__gt=now or timezone.now(), cancelled_at=None)
    return [_row(each) for each in found.order_by("starts_at", "pk")[:MOST_MINE]]


def _row(meeting: Any) -> MeetingRow:
    page = meeting.group.page
    return MeetingRow(
        title=meeting.title,
        url=meeting_url(page.slug, meeting.pk),
        start=timezone.localtime(meeting.starts_at),
        end=timezone.localtime(meeting.ends_at),
        meta=[in_words(meeting.starts_at, meeting.ends_at, meeting.time_zone), where(meeting), page.title],
        badges=[(_("You come"), "good") if meeting.comes else (_("Do you come?"), "wait")],
        is_sample=meeting.is_sample,
    )


def actions_of(member: "User") -> list[dict[str, Any]]:
    """What I have to do in groups to which I belong, the most urgent first. One statement."""
    own = Membership.objects.filter(group=OuterRef("meeting__group"), member=member, state=MembershipState.ACTIVE)
    found = (
        MeetingAction.objects.filter(Exists(own), member=member, done_at=None)
        .select_related("meeting__group__page")
        .defer("meeting__group__page__body", "meeting__agenda", "meeting__minutes", "meeting__minutes_html")
        .order_by("until", "pk")[:MOST_MINE]
    )
    return [
        {
            "title": each.what,
            "url": f"{meeting_url(each.meeting.group.page.slug, each.meeting_id)}#actions",
            "meta": [
                _("until %(day)s") % {"day": date_format(each.until, "j F Y")},
                each.meeting.title,
                each.meeting.group.page.title,
            ],
            "badge": badge_of(each),
            "group": each.meeting.group.page.title,
            "group_url": reverse("group_actions", args=[each.meeting.group.page.slug]),
        }
        for each in found
    ]
