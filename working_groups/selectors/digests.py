"""What a digest holds: what came in a span of time, that its reader has not been told otherwise and may still read."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from cop.notifications.models import Letter

from ..choices import DocumentState, FollowLevel
from ..models import Document, DocumentComment, DocumentVersion, Meeting, Membership, Post, ThreadFollow, WorkingGroup
from . import digest_groups
from .digest_groups import CANCELLED, CHANGED, MADE, MINUTES, Fresh, fresh_in

# A digest is to be read in a minute; the rest stands behind its links.
POSTS_A_THREAD = 3
MOST_POSTS = 60
COMMENTS_A_DOCUMENT = 3
MOST_DOCUMENTS = 20

# The letters that tell at once what a digest would tell, and the fact in which they name it.
POST, DOCUMENTS = "working_groups.post", "working_groups.documents"
COMMENT = "working_groups.comment_mention"
OF_MEETINGS = {
    MADE: "working_groups.meeting_invited",
    CHANGED: "working_groups.meeting_changed",
    CANCELLED: "working_groups.meeting_cancelled",
    MINUTES: "working_groups.meeting_minutes",
}
NAMED_BY = {POST: "post", DOCUMENTS: "batch", COMMENT: "comment", **dict.fromkeys(OF_MEETINGS.values(), "meeting")}


@dataclass(frozen=True)
class Span:
    """What a digest covers of one group: what came after `since`, up to `until`."""

    membership_id: int
    since: datetime
    until: datetime

    def as_fact(self) -> list[Any]:
        """As the letter keeps it."""
        return [self.membership_id, self.since.isoformat(), self.until.isoformat()]

    @classmethod
    def from_fact(cls, fact: Sequence[Any]) -> "Span":
        return cls(int(fact[0]), datetime.fromisoformat(fact[1]), datetime.fromisoformat(fact[2]))


@dataclass
class ThreadNews:
    """A discussion with its first new posts; `number` counts all new ones."""

    thread: Any
    number: int = 0
    posts: list[Post] = field(default_factory=list)

    @property
    def more(self) -> int:
        """How many are not shown."""
        return self.number - len(self.posts)


@dataclass
class DocumentNews:
    """A document with what came of it: versions, how far it is now, the first new comments."""

    document: Document
    versions: list[DocumentVersion] = field(default_factory=list)
    state: str = ""
    comments: list[DocumentComment] = field(default_factory=list)
    more: int = 0


@dataclass
class MeetingNews:
    """A meeting with the last that was done to it, and whether its minutes are new."""

    meeting: Meeting
    what: str = ""
    has_minutes: bool = False


@dataclass
class GroupNews:
    """What is new in one group; the numbers count also what is not shown."""

    group: WorkingGroup
    number: int = 0
    threads: list[ThreadNews] = field(default_factory=list)
    more_threads: int = 0
    documents: list[DocumentNews] = field(default_factory=list)
    more_documents: int = 0
    meetings: list[MeetingNews] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        """Nothing to tell?"""
        return not (self.number or self.documents or self.meetings)


@dataclass(frozen=True)
class _Reader:
    """What of all that is new is no news for one member: what is their own, muted, or told by a letter."""

    pk: int
    muted: frozenset[int]
    told: frozenset[tuple[str, Any]]

    def has_news(self, kind: str, name: Any, author: int | None) -> bool:
        return author != self.pk and (kind, name) not in self.told


def news_of(member_id: int, spans: Sequence[Span]) -> list[GroupNews]:
    """What a member may read now of what a digest covers, by group, and never more than `MOST_POSTS` posts.

    Groups that they have left, also if they came back since, are not among it. Three statements, and those of
    `digest_groups.fresh_in` once a batch, however many groups and posts.
    """
    by_membership = {span.membership_id: span for span in spans}
    memberships = list(
        Membership.objects.active()
        .filter(pk__in=by_membership, member=member_id)
        .select_related("group__page")
        .defer("group__page__body")
        .order_by("group__page__title", "pk")
    )
    times = {}
    for each in memberships:
        span = by_membership[each.pk]
        times[each.group_id] = (max(span.since, each.joined_at), span.until)
    if not times:
        return []
    reader = _reader(member_id, min(since for since, _until in times.values()))
    fresh = fresh_in(times)
    found, left = [], MOST_POSTS
    for each in memberships:
        since, until = times[each.group_id]
        news = GroupNews(each.group)
        left -= _add_posts(news, _between(fresh[each.group_id].posts, since, until), reader, left)
        _add_documents(news, fresh[each.group_id], reader, since, until)
        _add_meetings(news, fresh[each.group_id], reader, since, until)
        if not news.is_empty:
            found.append(news)
    return found


def _reader(member_id: int, since: datetime) -> _Reader:
    muted = ThreadFollow.objects.filter(member=member_id, level=FollowLevel.MUTE).values_list("thread_id", flat=True)
    # Whoever hears at once has a letter, and it counts whatever they choose later.
    letters = Letter.objects.filter(member=member_id, kind__in=NAMED_BY, created_at__gt=since)
    told = {(kind, params.get(NAMED_BY[kind])) for kind, params in letters.order_by().values_list("kind", "params")}
    return _Reader(member_id, frozenset(muted), frozenset(told))


def _between[T: (Post, DocumentVersion, DocumentComment)](rows: list[T], since: datetime, until: datetime) -> list[T]:
    return [row for row in rows if since < row.created_at <= until]


def _add_posts(news: GroupNews, posts: list[Post], reader: _Reader, left: int) -> int:
    """How many of the `left` posts of a letter were taken."""
    taken = 0
    thread: ThreadNews | None = None
    told = {name for kind, name in reader.told if kind == POST}
    for post in posts:
        if post.author_id == reader.pk or post.thread_id in reader.muted or post.pk in told:
            continue
        news.number += 1
        if thread is None or thread.thread.pk != post.thread_id:
            thread = ThreadNews(post.thread)
            if taken < left:
                news.threads.append(thread)
            else:
                news.more_threads += 1
        thread.number += 1
        if thread.number <= POSTS_A_THREAD and taken < left:
            thread.posts.append(post)
            taken += 1
    return taken


def _add_documents(news: GroupNews, fresh: Fresh, reader: _Reader, since: datetime, until: datetime) -> None:
    found: dict[int, DocumentNews] = {}

    def of(document: Document) -> DocumentNews:
        return found.setdefault(document.pk, DocumentNews(document))

    for version in _between(fresh.versions, since, until):
        if reader.has_news(DOCUMENTS, str(version.batch), version.author_id):
            of(version.document).versions.append(version)
    for document in fresh.states:
        is_now = document.state_at is not None and since < document.state_at <= until
        if is_now and document.state != DocumentState.DRAFT and document.state_by_id != reader.pk:
            of(document).state = document.state
    for comment in _between(fresh.comments, since, until):
        if not reader.has_news(COMMENT, comment.pk, comment.author_id):
            continue
        one = of(comment.document)
        if len(one.comments) < COMMENTS_A_DOCUMENT:
            one.comments.append(comment)
        else:
            one.more += 1
    news.documents = list(found.values())[:MOST_DOCUMENTS]
    news.more_documents = len(found) - len(news.documents)


def _add_meetings(news: GroupNews, fresh: Fresh, reader: _Reader, since: datetime, until: datetime) -> None:
    found: dict[int, MeetingNews] = {}
    for each in fresh.meetings:
        if not (since < each.at <= until and reader.has_news(OF_MEETINGS[each.what], each.meeting.pk, each.by)):
            continue
        if each.what == digest_groups.MINUTES:
            found.setdefault(each.meeting.pk, MeetingNews(each.meeting)).has_minutes = True
        elif each.what == CANCELLED or not each.meeting.is_cancelled:
            one = found.setdefault(each.meeting.pk, MeetingNews(each.meeting))
            # A meeting that is new stays new, however often it changed since.
            one.what = MADE if one.what == MADE and each.what == CHANGED else each.what
    news.meetings = list(found.values())
