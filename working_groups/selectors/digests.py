"""What a digest holds: posts of a span of time that its reader has not been told of otherwise and may still read."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import CharField, Count, Exists, F, OuterRef, Q, QuerySet, Value, Window
from django.db.models.functions import Cast, Concat, Left, RowNumber

from cop.notifications.models import Letter

from ..choices import FollowLevel
from ..models import Membership, Post, ThreadFollow, WorkingGroup

# A digest is to be read in a minute; the rest stands behind its links.
POSTS_A_THREAD = 3
MOST_POSTS = 90
EXCERPT = 420


@dataclass(frozen=True)
class Span:
    """What a digest covers of one group: posts written after `since`, up to `until`."""

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
    number: int
    posts: list[Post] = field(default_factory=list)

    @property
    def more(self) -> int:
        """How many are not shown."""
        return self.number - len(self.posts)


@dataclass
class GroupNews:
    """What is new in one group."""

    group: WorkingGroup
    number: int
    threads: list[ThreadNews] = field(default_factory=list)


def fresh(posts: QuerySet[Post], *, reader: Any, reader_below: Any) -> QuerySet[Post]:
    """Posts that a digest may hold: of others, not deleted, in no muted thread, and not told of by a letter.

    That follows `telling.hearers`: whoever hears at once has a letter, and it counts whatever they choose later.
    `reader` is a member's number; as an expression it is needed once more for one query further down.
    """
    mute = ThreadFollow.objects.filter(thread=OuterRef("thread"), member=reader_below, level=FollowLevel.MUTE)
    # The same words as `services.post_mails.cause_of`.
    cause = Concat(
        Value("group post "),
        Cast(OuterRef("pk"), CharField()),
        Value(" to "),
        Cast(reader_below, CharField()),
        output_field=CharField(),
    )
    return posts.filter(
        ~Exists(mute), ~Exists(Letter.objects.filter(cause=cause)), ~Q(author=reader) | Q(author=None), deleted_at=None
    )


def has_news(until: datetime) -> Exists:
    """To annotate memberships: has something come since its mark, up to `until`?"""
    posts = Post.objects.filter(
        thread__group=OuterRef("group"),
        created_at__gt=OuterRef("digest_mark"),
        created_at__gte=OuterRef("joined_at"),
        created_at__lte=until,
    )
    return Exists(fresh(posts, reader=OuterRef("member_id"), reader_below=OuterRef(OuterRef("member_id"))))


def news_of(member_id: int, spans: Sequence[Span]) -> list[GroupNews]:
    """What a member may read now of what a digest covers, by group. Two statements, and never more than `MOST_POSTS`.

    Groups that they have left, also if they came back since, are not among it.
    """
    by_membership = {span.membership_id: span for span in spans}
    memberships = (
        Membership.objects.active()
        .filter(pk__in=by_membership, member=member_id)
        .select_related("group__page")
        .defer("group__page__body")
        .order_by("group__page__title", "pk")
    )
    found: dict[int, GroupNews] = {}
    wanted = Q(pk__in=[])
    for each in memberships:
        span = by_membership[each.pk]
        found[each.group_id] = GroupNews(each.group, 0)
        since = max(span.since, each.joined_at)
        wanted |= Q(thread__group=each.group_id, created_at__gt=since, created_at__lte=span.until)
    if not found:
        return []
    posts = (
        fresh(Post.objects.filter(wanted), reader=member_id, reader_below=Value(member_id))
        .annotate(
            place=Window(RowNumber(), partition_by=F("thread"), order_by="number"),
            in_thread=Window(Count("pk"), partition_by=F("thread")),
            in_group=Window(Count("pk"), partition_by=F("thread__group")),
            words=Left("text", 3 * EXCERPT),
        )
        .filter(place__lte=POSTS_A_THREAD)
        .select_related("thread", "author")
        .defer("text", "html")
        .order_by("thread_id", "number")[:MOST_POSTS]
    )
    for post in posts:
        news = found[post.thread.group_id]
        news.number = post.in_group
        if not news.threads or news.threads[-1].thread.pk != post.thread_id:
            news.threads.append(ThreadNews(post.thread, post.in_thread))
        news.threads[-1].posts.append(post)
    return [news for news in found.values() if news.threads]
