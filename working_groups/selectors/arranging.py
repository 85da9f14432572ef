"""What a moderator chooses from who puts threads in order, and where a thread went."""

from typing import TYPE_CHECKING, cast

from django.http import Http404

from ..choices import GroupRole, MembershipState
from ..models import Post, Thread, ThreadTrace, WorkingGroup
from ..permissions import can_oversee_groups, groups_readable_by
from .discussion import get_thread_for, post_url, thread_url
from .doors import LARGEST, Inside

if TYPE_CHECKING:
    from cop.members.models import User

# More than this many nobody reads through in a list.
MOST_THREADS, MOST_GROUPS = 200, 200


def thread_or_where_it_went(inside: Inside, pk: int) -> Thread | str:
    """A thread of this group; else the address at which this viewer may read it now; else 404.

    Statements: one; two where it is not here. Whoever may not read it there gets the 404 of one that never was.
    """
    try:
        return get_thread_for(inside, pk)
    except Http404:
        traces = ThreadTrace.objects.filter(group=inside.group, number=min(pk, LARGEST))
        trace = (
            traces.filter(into__group__in=groups_readable_by(inside.user)).select_related("into__group__page").first()
        )
        if trace is None:
            raise
        return thread_url(trace.into.group.page.slug, trace.into_id)


def post_or_where_it_went(inside: Inside, pk: int) -> str:
    """The address at which this viewer may read a post that stands or once stood in this group; else 404.

    Statements: one; two where it is not here.
    """
    posts = Post.objects.filter(pk=min(pk, LARGEST)).select_related("thread")
    if (post := posts.filter(thread__group=inside.group).first()) is not None:
        return post_url(inside.page.slug, post)
    moved = posts.filter(thread__traces__group=inside.group, thread__group__in=groups_readable_by(inside.user))
    post = moved.select_related("thread__group__page").first()
    if post is None:
        raise Http404
    return post_url(post.thread.group.page.slug, post)


def threads_to_merge_with(inside: Inside, thread: Thread) -> list[tuple[str, str]]:
    """Other threads of the group, the newest first: id and title, for a form. One statement."""
    others = Thread.objects.filter(group=inside.group).exclude(pk=thread.pk).order_by("-last_post_at", "-pk")
    return [(str(pk), title) for pk, title in others.values_list("pk", "title")[:MOST_THREADS]]


def groups_to_move_to(inside: Inside) -> list[tuple[str, str]]:
    """Groups to which this leader may move a thread: id and name, for a form. One statement."""
    if not inside.can_lead:
        return []
    user = cast("User", inside.user)
    groups = WorkingGroup.objects.filter(archived_at=None).exclude(pk=inside.group.pk)
    if not can_oversee_groups(user):
        groups = groups.filter(
            memberships__member=user, memberships__role=GroupRole.LEADER, memberships__state=MembershipState.ACTIVE
        )
    found = groups.order_by("page__title", "pk").values_list("pk", "page__title")
    return [(str(pk), title) for pk, title in found[:MOST_GROUPS]]
