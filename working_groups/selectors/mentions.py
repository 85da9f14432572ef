"""Who can be called with an @, and where a member was called and has not looked yet."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from ..models import CommentMention, Document, DocumentComment, Membership, Mention, Post, ReadMarker, Thread
from .attachments import document_url
from .doors import Inside
from .people import name_of
from .times import moment

if TYPE_CHECKING:
    from cop.members.models import User

MOST_UNREAD = 20


def people_to_mention(
    inside: Inside, thread: Thread | None, begins: str = "", most: int | None = None
) -> dict[int, str]:
    """Who can be called with @ by this writer, by id: members of the group, for they may read it.

    Where the writer may not see who the members are, only those who have written in the thread: a mention must not tell
    who belongs to the group. One statement.
    """
    posts = Post.objects.filter(thread=thread, author=OuterRef("member"), deleted_at__isnull=True)
    members = _members(inside, Exists(posts))
    if begins:
        members = members.filter(member__name__icontains=begins)
    found = members.order_by("member__name", "member").values_list("member", "member__name")
    return dict(found[:most] if most else found)


def people_to_mention_on(inside: Inside, document: Document) -> dict[int, str]:
    """The same in a comment on a document; where members are not shown, those who have commented on it or shared it."""
    comments = DocumentComment.objects.filter(document=document, author=OuterRef("member"))
    members = _members(inside, Q(Exists(comments)) | Q(member=document.author_id))
    return dict(members.order_by("member__name", "member").values_list("member", "member__name"))


def _members(inside: Inside, known: Q | Exists) -> QuerySet[Membership]:
    members = Membership.objects.active().filter(group=inside.group).exclude(member__name="")
    return members if inside.can_see_members else members.filter(known)


@dataclass(frozen=True)
class Called:
    """Where somebody called a member: by whom, in which discussion or document, and when."""

    title: str
    url: str
    meta: list[str]
    when: datetime
    is_sample: bool


def unread_mentions(member: "User") -> list[Called]:
    """Where the member was called in their groups and has not looked yet, the newest first. Two statements.

    A post counts as read with its thread, a comment with the page of its document.
    """
    mine = Membership.objects.active().filter(member=member).values("group")
    seen = ReadMarker.objects.filter(
        thread=OuterRef("post__thread"), member=member, number__gte=OuterRef("post__number")
    )
    posts = (
        Mention.objects.filter(~Exists(seen), member=member, post__thread__group__in=mine, post__deleted_at=None)
        .select_related("post__thread__group__page", "post__author")
        .defer("post__text", "post__html", "post__thread__group__page__body")
        .order_by("-post__created_at", "-pk")[:MOST_UNREAD]
    )
    comments = (
        CommentMention.objects.filter(
            member=member, read_at=None, comment__document__group__in=mine, comment__document__trashed_at=None
        )
        .select_related("comment__document__group__page", "comment__author")
        .defer("comment__text", "comment__html", "comment__document__group__page__body")
        .order_by("-comment__created_at", "-pk")[:MOST_UNREAD]
    )
    found = [_called_in_post(each.post) for each in posts] + [_called_in_comment(each.comment) for each in comments]
    return sorted(found, key=lambda each: each.when, reverse=True)[:MOST_UNREAD]


def _called_in_post(post: Post) -> Called:
    thread, page = post.thread, post.thread.group.page
    url = reverse("group_post", args=[page.slug, post.pk])
    meta = [name_of(post.author), page.title, moment(post.created_at)]
    return Called(thread.title, url, meta, post.created_at, thread.is_sample)


def _called_in_comment(comment: DocumentComment) -> Called:
    document, page = comment.document, comment.document.group.page
    url = f"{document_url(page.slug, document.pk)}#comment-{comment.pk}"
    meta = [name_of(comment.author), page.title, moment(comment.created_at)]
    return Called(document.name, url, meta, comment.created_at, document.is_sample)
