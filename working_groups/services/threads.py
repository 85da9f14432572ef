"""What is done to a whole thread: pinned, closed, its answer marked, followed or muted, read."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from cop.core import page_cache

from ..choices import FollowLevel
from ..models import Post, ReadMarker, Thread, ThreadFollow
from ..permissions import answering_obstacle
from ..refusals import Reason, Refused
from ..selectors.doors import Inside
from .memberships import log_group
from .standing import inside_now, lock_thread

if TYPE_CHECKING:
    from cop.members.models import User


@transaction.atomic
def pin_thread(*, thread: Thread, actor: "User", is_pinned: bool) -> None:
    """Keep a thread on top of the list, or let it go down. Moderators only; the same again changes nothing."""
    inside, locked = _locked_for_moderator(thread, actor)
    if locked.is_pinned != is_pinned:
        locked.is_pinned = is_pinned
        locked.save(update_fields=["is_pinned"])
        _moderated(inside, locked, "thread.pin" if is_pinned else "thread.unpin", actor)


@transaction.atomic
def close_thread(*, thread: Thread, actor: "User", is_closed: bool, now: datetime | None = None) -> None:
    """Let a thread take no more answers, or open it again. Moderators only; the same again changes nothing."""
    inside, locked = _locked_for_moderator(thread, actor)
    if locked.is_closed != is_closed:
        locked.closed_at = (now or timezone.now()) if is_closed else None
        locked.save(update_fields=["closed_at"])
        _moderated(inside, locked, "thread.close" if is_closed else "thread.reopen", actor)


@transaction.atomic
def mark_answer(*, post: Post, actor: "User", is_answer: bool) -> None:
    """Say that a post answers the question of its thread (one at most), or take that back.

    Who asked may, and moderators. Raises `Refused` (NOT_YOURS, ARCHIVED, GONE).
    """
    inside = inside_now(post.thread.group_id, actor)
    thread = lock_thread(inside, post.thread_id)
    if reason := answering_obstacle(inside, thread):
        raise Refused(reason)
    if post.is_deleted or post.number == 1:
        raise Refused(Reason.GONE)
    if is_answer:
        thread.answer_number = post.number
    elif thread.answer_number == post.number:
        thread.answer_number = None
    thread.save(update_fields=["answer_number"])
    page_cache.touch(f"group:{thread.group_id}")


@transaction.atomic
def follow_thread(*, thread: Thread, member: "User", level: str) -> None:
    """Say what one wants to hear of a thread: a `FollowLevel`, or "" for the same as of the group. Members only."""
    inside = inside_now(thread.group_id, member)
    if not inside.is_member:
        raise Refused(Reason.NOT_A_MEMBER)
    if level not in FollowLevel.values:
        ThreadFollow.objects.filter(thread=thread, member=member).delete()
        return
    ThreadFollow.objects.update_or_create(thread=thread, member=member, defaults={"level": level})


def mark_read(*, thread: Thread, member: "User", number: int, now: datetime | None = None) -> None:
    """The member has seen the posts up to this number. Never goes back. Two statements the first time, then one."""
    now = now or timezone.now()
    if ReadMarker.objects.filter(thread=thread, member=member, number__lt=number).update(number=number, read_at=now):
        return
    ReadMarker.objects.bulk_create(
        [ReadMarker(thread=thread, member=member, number=number, read_at=now)], ignore_conflicts=True
    )


def _locked_for_moderator(thread: Thread, actor: "User") -> tuple[Inside, Thread]:
    inside = inside_now(thread.group_id, actor)
    if inside.group.is_archived:
        raise Refused(Reason.ARCHIVED)
    if not inside.can_moderate:
        raise Refused(Reason.NOT_YOURS)
    return inside, lock_thread(inside, thread.pk)


def _moderated(inside: Inside, thread: Thread, action: str, actor: "User") -> None:
    log_group(inside.group, action, actor=actor, thread=thread.pk, title=thread.title)
    page_cache.touch(f"group:{thread.group_id}")
