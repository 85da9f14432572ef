"""One post: the door to it, its earlier versions, and what readers have reported."""

from django.db.models import QuerySet
from django.http import Http404

from ..models import Post, PostEdit, PostReport
from .doors import Inside


def get_post_for(inside: Inside, pk: int) -> Post:
    """A post of this group; one that was deleted for moderators only. One statement."""
    post = (
        Post.objects.filter(thread__group=inside.group, pk=pk)
        .select_related("thread__author", "author", "poll")
        .defer("html")
        .first()
    )
    if post is None or (post.is_deleted and not inside.can_moderate):
        raise Http404
    post.thread.group = inside.group
    return post


def edits_of(post: Post) -> list[PostEdit]:
    """Its earlier versions, the oldest first. One statement."""
    return list(PostEdit.objects.filter(post=post).select_related("editor").order_by("version"))


def reports_waiting(inside: Inside) -> QuerySet[PostReport]:
    """What readers have reported in this group and nobody has looked at; ask `Inside.can_moderate` first."""
    return (
        PostReport.objects.filter(post__thread__group=inside.group, handled_at__isnull=True)
        .select_related("post__thread", "post__author", "reporter")
        .order_by("created_at", "pk")
    )


def last_posted_key(inside: Inside) -> str:
    """The key of the newest post that this person has made in the group: a draft with this key was posted.

    Asked where that post does not stand on the page itself, so that a browser which left the posted page at once
    still learns of it.
    """
    own = Post.objects.filter(thread__group=inside.group.pk, author=inside.user.pk)
    key = own.order_by("-pk").values_list("key", flat=True).first()
    return str(key or "")
