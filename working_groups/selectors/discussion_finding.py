"""Finding words in discussions: in one group, and in all that a viewer may read."""

from collections.abc import Iterable

from django.db.models import F, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from cop.search.query import Query
from cop.search.row_index import Match, found_in, nearness

from ..models import Post, PostWords, Thread, WorkingGroup

# So many posts of a group are looked through by their titles, and so many of the newest by their words.
MOST_OF_A_GROUP = 500
IN_TEXT = 2


def threads_with(query: Query, group: WorkingGroup) -> QuerySet[Thread]:
    """Threads of a group with all words in one post, its title included: the exact title first, then titles that hold
    the words, then by last post."""
    words = found_in(PostWords, query, [group.pk], MOST_OF_A_GROUP)
    posts = Post.objects.filter(search_words__in=words, deleted_at__isnull=True)
    title = PostWords.objects.filter(post__thread=OuterRef("pk"), post__number=1)
    return (
        Thread.objects.filter(group=group, pk__in=posts.values("thread"))
        .annotate(near=Coalesce(Subquery(title.values(near=nearness(Match(query, (group.pk,))))[:1]), Value(IN_TEXT)))
        .order_by("near", "-last_post_at", "-pk")
    )


def posts_with(query: Query, groups: Iterable[int], most: int) -> QuerySet[Post]:
    """Posts of these groups with all words, the nearest first, then the newest; the caller says again who may read."""
    match = Match(query, tuple(groups))
    words = found_in(PostWords, query, match.scopes, most)
    posts = Post.objects.filter(search_words__in=words, deleted_at__isnull=True)
    if not match.scopes:
        return posts.none()
    return posts.annotate(near=nearness(match, "search_words__")).order_by("near", F("created_at").desc(), "-pk")
