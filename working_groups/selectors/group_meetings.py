"""The meetings of one group for whoever has passed its door: which they see, how one stands in a list, the next one,
and the minutes before."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Case, QuerySet, TextField, Value, When
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cop.search.query import Query

from ..models import Meeting
from ..permissions import attending_obstacle, can_see_polls
from .my_meetings import MeetingRow, meeting_url, where, with_answer
from .times import in_words

if TYPE_CHECKING:
    from .doors import Inside


def meetings_in(inside: "Inside") -> QuerySet[Meeting]:
    """The same question as `can_see_meeting`, for a list: nothing for those who may not read the group."""
    if not inside.can_read:
        return Meeting.objects.none()
    meetings = Meeting.objects.filter(group=inside.group.pk)
    return meetings if can_see_polls(inside) else meetings.filter(is_open=True)


def with_words(meetings: QuerySet[Meeting], query: Query) -> QuerySet[Meeting]:
    """Those that fit the query with title, agenda and published minutes; minutes in draft are found by nobody."""
    published = Case(When(minutes_at__isnull=False, then="minutes"), default=Value(""), output_field=TextField())
    return meetings.alias(published=published).filter(query.sought_in("title", "agenda", "published"))


def meeting_row(inside: "Inside", meeting: Any, now: datetime) -> MeetingRow:
    """A meeting from `with_answer` as a line of a list, with what one has said to it."""
    badges: list[tuple[str, str]] = []
    if meeting.is_cancelled:
        badges.append((_("Cancelled"), "bad"))
    elif meeting.ends_at <= now:
        if meeting.minutes_at:
            badges.append((_("Minutes"), "blue"))
    elif meeting.comes:
        badges.append((_("You come"), "good"))
    elif meeting.comes is False:
        badges.append((_("You do not come"), ""))
    elif attending_obstacle(inside, meeting, now=now) is None:
        badges.append((_("Do you come?"), "wait"))
    if meeting.is_open:
        badges.append((_("Open"), ""))
    start, end = timezone.localtime(meeting.starts_at), timezone.localtime(meeting.ends_at)
    return MeetingRow(
        title=meeting.title,
        url=meeting_url(inside.page.slug, meeting.pk),
        start=start,
        end=end,
        meta=[in_words(meeting.starts_at, meeting.ends_at, meeting.time_zone), where(meeting)],
        badges=badges,
        is_sample=meeting.is_sample,
    )


def next_meeting_of(inside: "Inside", *, now: datetime | None = None) -> MeetingRow | None:
    """The next meeting that this viewer may know of, for the face of the group; cancelled ones are none.

    One statement; none for those who may not read the group.
    """
    if not inside.can_read:
        return None
    now = now or timezone.now()
    coming = with_answer(meetings_in(inside), inside.user.pk).filter(ends_at__gt=now, cancelled_at=None)
    found = coming.order_by("starts_at", "pk").first()
    return meeting_row(inside, found, now) if found is not None else None


def earlier_minutes(inside: "Inside", meeting: Meeting) -> tuple[str, str] | None:
    """Where the minutes of the meeting before this one are: words and address. One statement.

    The one before is the last that began earlier, whose minutes are published, and which the viewer may see.
    """
    earlier = meetings_in(inside).filter(starts_at__lt=meeting.starts_at, minutes_at__isnull=False)
    found = earlier.exclude(pk=meeting.pk).only("title", "starts_at").order_by("-starts_at", "-pk").first()
    if found is None:
        return None
    day = date_format(timezone.localtime(found.starts_at), "j F Y")
    words = _("%(title)s, %(day)s") % {"title": found.title, "day": day}
    return words, f"{meeting_url(inside.page.slug, found.pk)}#minutes"
