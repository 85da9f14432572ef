"""What is new in groups, the same for all who may read them: read once for all digests that leave in one go.

Whose it is, and whether a letter has told of it already, each digest asks for its own reader (`selectors.digests`).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.db.models.functions import Left
from wagtail.models import ModelLogEntry

from cop.notifications.batches import shared

from ..models import Document, DocumentComment, DocumentVersion, Meeting, Post, WorkingGroup

EXCERPT = 420
EXCERPT_OF_COMMENT = 160
# As `services.meetings` and `services.minutes` log them.
MADE, CHANGED, CANCELLED, MINUTES = "meeting.make", "meeting.change", "meeting.cancel", "meeting.minutes"
_LOGGED = {f"working_groups.{what}": what for what in (MADE, CHANGED, CANCELLED, MINUTES)}

Times = tuple[datetime, datetime]


@dataclass(frozen=True)
class Happened:
    """Something that was done to a meeting."""

    what: str
    meeting: Meeting
    by: int | None
    at: datetime


@dataclass
class Fresh:
    """What came in one group after `since`, up to `until`, the oldest first; posts by thread."""

    since: datetime
    until: datetime
    posts: list[Post] = field(default_factory=list)
    versions: list[DocumentVersion] = field(default_factory=list)
    states: list[Document] = field(default_factory=list)
    comments: list[DocumentComment] = field(default_factory=list)
    meetings: list[Happened] = field(default_factory=list)

    def covers(self, times: Times) -> bool:
        """Is all that came between these in it?"""
        return self.since <= times[0] and times[1] <= self.until


def fresh_in(wanted: Mapping[int, Times]) -> dict[int, Fresh]:
    """What is new in these groups between these times. Six statements for all that the batch does not hold yet, none
    for the others; a seventh where meetings are among it."""
    kept: dict[int, Fresh] = shared("working_groups.fresh", dict)
    missing = {}
    for group, (since, until) in wanted.items():
        known = kept.get(group)
        if known is None:
            missing[group] = (since, until)
        elif not known.covers((since, until)):
            missing[group] = (min(since, known.since), max(until, known.until))
    if missing:
        kept.update(_read(missing))
    return {group: kept[group] for group in wanted}


def _read(wanted: Mapping[int, Times]) -> dict[int, Fresh]:
    found = {group: Fresh(since, until) for group, (since, until) in wanted.items()}
    posts = (
        Post.objects.filter(_within(wanted, "thread__group", "created_at"), deleted_at=None)
        .annotate(words=Left("text", 3 * EXCERPT))
        .select_related("thread", "author")
        .defer("text", "html")
        .order_by("thread_id", "number")
    )
    for post in posts:
        found[post.thread.group_id].posts.append(post)
    versions = DocumentVersion.objects.filter(
        _within(wanted, "document__group", "created_at"), document__trashed_at=None, is_quiet=False
    )
    for version in versions.select_related("document", "author").order_by("created_at", "pk"):
        found[version.document.group_id].versions.append(version)
    states = Document.objects.filter(_within(wanted, "group", "state_at"), trashed_at=None)
    for document in states.select_related("state_by").order_by("state_at", "pk"):
        found[document.group_id].states.append(document)
    comments = (
        DocumentComment.objects.filter(_within(wanted, "document__group", "created_at"), document__trashed_at=None)
        .annotate(words=Left("text", 3 * EXCERPT_OF_COMMENT))
        .select_related("document", "author")
        .defer("text", "html")
    )
    for comment in comments.order_by("created_at", "pk"):
        found[comment.document.group_id].comments.append(comment)
    for group, happened in _meetings(wanted):
        found[group].meetings.append(happened)
    return found


def _meetings(wanted: Mapping[int, Times]) -> Iterable[tuple[int, Happened]]:
    """From the groups' history, which says who did it: whoever did it needs no word of it."""
    kind = ContentType.objects.get_for_model(WorkingGroup)
    within = Q(pk__in=[])
    for group, (since, until) in wanted.items():
        within |= Q(object_id=str(group), timestamp__gt=since, timestamp__lte=until)
    lines: Sequence[ModelLogEntry] = list(
        ModelLogEntry.objects.filter(within, content_type=kind, action__in=_LOGGED).order_by("timestamp", "pk")
    )
    numbers = {line.data["meeting"] for line in lines}
    meetings = Meeting.objects.defer("agenda", "agenda_html", "minutes", "minutes_html").in_bulk(numbers)
    for line in lines:
        meeting = meetings.get(line.data["meeting"])
        if meeting is not None and str(meeting.group_id) == line.object_id:
            yield meeting.group_id, Happened(_LOGGED[line.action], meeting, line.user_id, line.timestamp)


def _within(wanted: Mapping[int, Times], group: str, moment: str) -> Q:
    within = Q(pk__in=[])
    for number, (since, until) in wanted.items():
        conditions: dict[str, Any] = {group: number, f"{moment}__gt": since, f"{moment}__lte": until}
        within |= Q(**conditions)
    return within
