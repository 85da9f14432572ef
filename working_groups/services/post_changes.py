"""Changing, deleting and restoring a post; earlier versions stay readable, and so does the trace of what is gone."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from cop.core import page_cache

from ..models import Document, Post, PostEdit
from ..permissions import deleting_obstacle, editing_obstacle
from ..refusals import Reason, Refused
from ..selectors.doors import Inside
from ..selectors.mentions import people_to_mention
from ..writing import ready
from .indexing import index_documents, index_posts
from .memberships import log_group
from .post_mails import tell_mentioned
from .posting import call
from .standing import inside_now, lock_thread

if TYPE_CHECKING:
    from cop.members.models import User


@transaction.atomic
def edit_post(
    *, post: Post, editor: "User", text: str, version: int, title: str | None = None, now: datetime | None = None
) -> Post:
    """Change the words of a post, and with the first one the thread's title; what it was before stays in its history.

    Whom the change mentions for the first time gets a letter. `version` is the one that the editor had before them.
    Words that are the same change nothing. Raises `Refused` (NOT_YOURS, ARCHIVED, RULES, CLOSED, GONE, TOO_LATE, STALE,
    EMPTY, TOO_LONG).
    """
    now = now or timezone.now()
    inside = inside_now(post.thread.group_id, editor)
    locked = _locked(inside, post)
    if reason := editing_obstacle(inside, locked, now=now):
        raise Refused(reason)
    if locked.version != version:
        raise Refused(Reason.STALE)
    thread = locked.thread
    if title and locked.number == 1 and title != thread.title:
        log_group(inside.group, "thread.rename", actor=editor, thread=thread.pk, before=thread.title, title=title)
        thread.title = title
        thread.save(update_fields=["title"])
        # Each post is found by the title of its thread as well.
        index_posts(Post.objects.filter(thread=thread))
    made = ready(text, people_to_mention(inside, thread))
    if made.text != locked.text:
        PostEdit.objects.create(post=locked, version=version, text=locked.text, editor=editor, edited_at=now)
        locked.text, locked.html = made.text, made.html
        locked.version, locked.edited_at = version + 1, now
        locked.save(update_fields=["text", "html", "version", "edited_at"])
        index_posts(Post.objects.filter(pk=locked.pk))
        known = set(locked.mentions.values_list("member_id", flat=True))
        locked.mentions.exclude(member__in=made.mentioned).delete()
        call(locked, made.mentioned)
        tell_mentioned(locked, [pk for pk in made.mentioned if pk not in known])
    page_cache.touch(f"group:{thread.group_id}")
    return locked


@transaction.atomic
def delete_post(*, post: Post, actor: "User", why: str = "", now: datetime | None = None) -> Post:
    """Take a post away from readers; number, author, time and the reason stay, and its files go
    where deleted documents are. Raises `Refused` (NOT_YOURS, GONE, …).

    What a moderator deletes stands in the group's history.
    """
    inside = inside_now(post.thread.group_id, actor)
    locked = _locked(inside, post)
    if reason := deleting_obstacle(inside, locked):
        raise Refused(reason)
    locked.deleted_at, locked.deleted_by, locked.deleted_why = now or timezone.now(), actor, why
    locked.deleted_by_moderator = locked.author_id != actor.pk
    locked.save(update_fields=["deleted_at", "deleted_by", "deleted_why", "deleted_by_moderator"])
    locked.mentions.all().delete()
    if locked.has_files:
        files = list(Document.objects.filter(post=locked, trashed_at=None).values_list("pk", flat=True))
        Document.objects.filter(pk__in=files).update(trashed_at=locked.deleted_at, trashed_by=actor)
        index_documents(files)
    index_posts(Post.objects.filter(pk=locked.pk))
    thread = locked.thread
    if thread.answer_number == locked.number:
        thread.answer_number = None
        thread.save(update_fields=["answer_number"])
    if locked.deleted_by_moderator:
        log_group(inside.group, "post.delete", actor=actor, member=locked.author, post=locked.pk, why=why)
    page_cache.touch(f"group:{thread.group_id}")
    return locked


@transaction.atomic
def restore_post(*, post: Post, actor: "User") -> Post:
    """Undo a deletion while its words are kept. Moderators only. Raises `Refused` (NOT_YOURS, GONE)."""
    inside = inside_now(post.thread.group_id, actor)
    locked = _locked(inside, post)
    if not inside.can_moderate:
        raise Refused(Reason.NOT_YOURS)
    if not locked.is_deleted:
        return locked
    if not locked.text:
        raise Refused(Reason.GONE)
    if locked.has_files:
        files = list(Document.objects.filter(post=locked, trashed_at=locked.deleted_at).values_list("pk", flat=True))
        Document.objects.filter(pk__in=files).update(trashed_at=None, trashed_by=None)
        index_documents(files)
    locked.deleted_at = locked.deleted_by = None
    locked.deleted_by_moderator, locked.deleted_why = False, ""
    locked.save(update_fields=["deleted_at", "deleted_by", "deleted_why", "deleted_by_moderator"])
    index_posts(Post.objects.filter(pk=locked.pk))
    log_group(inside.group, "post.restore", actor=actor, member=locked.author, post=locked.pk)
    page_cache.touch(f"group:{locked.thread.group_id}")
    return locked


def _locked(inside: Inside, post: Post) -> Post:
    """The post and its thread, the thread first: in the order in which answers lock."""
    thread = lock_thread(inside, post.thread_id)
    locked = (
        Post.objects.select_for_update(of=("self",)).select_related("author").filter(pk=post.pk, thread=thread).first()
    )
    if locked is None:
        raise Refused(Reason.MOVED)
    locked.thread = thread
    return locked
