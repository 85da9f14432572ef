"""Commenting on a document, and removing a comment."""

import uuid
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils import timezone

from ..models import Document, DocumentComment
from ..permissions import comment_removal_obstacle, commenting_obstacle
from ..refusals import Refused
from ..writing import ready
from .standing import inside_now

if TYPE_CHECKING:
    from cop.members.models import User


def comment(
    *, document: Document, author: "User", text: str, key: uuid.UUID, now: datetime | None = None
) -> DocumentComment:
    """Say something about a document. The same key again returns the same comment.

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
            made = ready(text, {})
            return DocumentComment.objects.create(
                document=locked,
                version=locked.last_number,
                author=author,
                key=key,
                text=made.text,
                html=made.html,
                created_at=now or timezone.now(),
            )
    except IntegrityError:
        return DocumentComment.objects.get(author=author, key=key)


@transaction.atomic
def remove_comment(*, comment: DocumentComment, actor: "User") -> None:
    """A comment goes for good. Raises `Refused` (see `comment_removal_obstacle`); twice does nothing more."""
    inside = inside_now(comment.document.group_id, actor)
    if reason := comment_removal_obstacle(inside, comment):
        raise Refused(reason)
    DocumentComment.objects.filter(pk=comment.pk).delete()
