"""Commenting on a document, and removing a comment; whom a comment calls, and that they have seen it."""

import uuid
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils import timezone

from cop.notifications.services import outbox

from ..choices import Way
from ..models import CommentMention, Document, DocumentComment, WorkingGroup
from ..permissions import comment_removal_obstacle, commenting_obstacle
from ..refusals import Refused
from ..selectors.mentions import people_to_mention_on
from ..selectors.telling import hearers
from ..writing import ready
from .standing import inside_now
from .telling import KIND

if TYPE_CHECKING:
    from cop.members.models import User


def comment(
    *, document: Document, author: "User", text: str, key: uuid.UUID, now: datetime | None = None
) -> DocumentComment:
    """Say something about a document. The same key again returns the same comment.

    Whom it mentions gets a letter, unless they want none of the group; digests tell the others.
    Raises `Refused` (see `commenting_obstacle`; EMPTY, TOO_LONG).
    """
    try:
        with transaction.atomic():
            inside = inside_now(document.group_id, author)
            if written := DocumentComment.objects.filter(author=author, key=key).first():
                return written
            locked = Document.objects.select_for_update(of=("self",)).get(pk=document.pk)
            if reason := commenting_obstacle(inside, locked):
                raise Refused(reason)
            made = ready(text, people_to_mention_on(inside, locked))
            said = DocumentComment.objects.create(
                document=locked,
                version=locked.last_number,
                author=author,
                key=key,
                text=made.text,
                html=made.html,
                created_at=now or timezone.now(),
            )
            _call(inside.group, said, author, made.mentioned)
            return said
    except IntegrityError:
        return DocumentComment.objects.get(author=author, key=key)


def see_comments(*, document: Document, member: "User", now: datetime | None = None) -> int:
    """Note that the member has the comments before them that call them; returns how many were new to them."""
    unread = CommentMention.objects.filter(comment__document=document, member=member, read_at=None)
    return unread.update(read_at=now or timezone.now())


def _call(group: WorkingGroup, said: DocumentComment, author: "User", mentioned: list[int]) -> None:
    """Write down whom a comment calls, and tell them by the rule of posts: one letter per person and comment."""
    others = [pk for pk in mentioned if pk != author.pk]
    if not others:
        return
    CommentMention.objects.bulk_create([CommentMention(comment=said, member_id=pk) for pk in others])
    found = hearers(group, None, author, mentioned=others).filter(member__in=others).select_related("member")
    outbox.post_many(
        kind=f"{KIND}comment_mention",
        drafts=[
            outbox.Draft(
                cause=f"group comment {said.pk} to {each.member_id}",
                to=each.member,
                params={"comment": said.pk, "membership": each.pk},
            )
            for each in found
            if each.way == Way.AT_ONCE  # type: ignore[attr-defined]
        ],
    )


@transaction.atomic
def remove_comment(*, comment: DocumentComment, actor: "User") -> None:
    """A comment goes for good. Raises `Refused` (see `comment_removal_obstacle`); twice does nothing more."""
    inside = inside_now(comment.document.group_id, actor)
    if reason := comment_removal_obstacle(inside, comment):
        raise Refused(reason)
    DocumentComment.objects.filter(pk=comment.pk).delete()
