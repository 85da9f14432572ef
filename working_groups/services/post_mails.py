"""Telling members of a post by mail, at once: one letter per person and post, in batches behind the POST.

Not in the transaction of the post: two thousand rows of the outbox take most of a second, during which the thread is
locked. The post leaves a `PostMail` instead (one row, one task), and each batch moves its cursor in the transaction
that writes its letters. Who hears how is asked of `hearers` then, so that who has left meanwhile hears nothing.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from cop.notifications.services import outbox

from ..choices import Way
from ..models import Membership, Mention, Post, PostMail
from ..selectors.telling import hearers

if TYPE_CHECKING:
    from cop.members.models import User

KIND = "working_groups.post"
BATCH = 250
# A batch that has not run after this time is thought lost; a second one does no harm, the lock and the causes decide.
BATCH_MAY_TAKE = timedelta(minutes=2)


def cause_of(post_id: int, member_id: int) -> str:
    """The change that a letter about a post reports: it makes one letter, whatever rules it comes by."""
    return f"{cause_prefix(post_id)}{member_id}"


def cause_prefix(post_id: int) -> str:
    """How the causes of all letters about a post begin."""
    return f"group post {post_id} to "


def tell_of_post(post: Post, *, now: datetime | None = None) -> PostMail:
    """Note that members are to be told, and ask the worker; in the transaction of the post."""
    mail = PostMail.objects.create(post=post, moved_at=now or timezone.now())
    _ask(post.pk)
    return mail


def tell_mentioned(post: Post, member_ids: Iterable[int]) -> None:
    """Tell those whom a change of a post calls for the first time; who had a letter about it gets no other."""
    wanted = list(member_ids)
    if not wanted or post.author is None:
        return
    thread = post.thread
    found = hearers(thread.group, thread, post.author, mentioned=wanted).filter(member__in=wanted)
    _write(post, [each for each in found.select_related("member") if each.way == Way.AT_ONCE])  # type: ignore[attr-defined]


def write_batch(*, post_id: int, now: datetime | None = None) -> int:
    """Write the next letters about a post; returns how many are new. Twice at once writes each once.

    Asks for the next batch itself. A post that is gone meanwhile makes no more letters.
    """
    now = now or timezone.now()
    with transaction.atomic():
        mail = PostMail.objects.select_for_update().filter(post=post_id, done_at=None).first()
        if mail is None:
            return 0
        post = Post.objects.select_related("thread__group__page", "author").get(pk=post_id)
        batch = _next(post, post.author, mail.cursor) if post.author and not post.is_deleted else []
        new = _write(post, [each for each in batch if each.way == Way.AT_ONCE])  # type: ignore[attr-defined]
        mail.letters += new
        mail.moved_at = now
        if batch:
            mail.cursor = batch[-1].pk
        if len(batch) < BATCH:
            mail.done_at = now
        mail.save(update_fields=["letters", "moved_at", "cursor", "done_at"])
        if mail.done_at is None:
            _ask(post_id)
    return new


def write_all(*, until: datetime, group_id: int | None = None) -> None:
    """Finish what posts up to a moment have still to tell: a digest must know who was told at once."""
    waiting = PostMail.objects.filter(done_at=None, post__created_at__lte=until)
    if group_id is not None:
        waiting = waiting.filter(post__thread__group=group_id)
    for post_id in list(waiting.order_by("post_id").values_list("post_id", flat=True)):
        while PostMail.objects.filter(post=post_id, done_at=None).exists():
            write_batch(post_id=post_id)


def sweep(*, now: datetime | None = None) -> None:
    """Go on with posts whose batch was lost."""
    now = now or timezone.now()
    lost = PostMail.objects.filter(done_at=None, moved_at__lt=now - BATCH_MAY_TAKE)
    for post_id in list(lost.order_by("post_id").values_list("post_id", flat=True)[:100]):
        write_batch(post_id=post_id, now=now)


def _next(post: Post, author: "User", cursor: int) -> list[Membership]:
    thread = post.thread
    found = hearers(
        thread.group,
        thread,
        author,
        mentioned=list(Mention.objects.filter(post=post).values_list("member_id", flat=True)),
        is_announcement=thread.is_announcement and post.number == 1,
    )
    return list(found.filter(pk__gt=cursor).select_related("member").order_by("pk")[:BATCH])


def _write(post: Post, memberships: list[Membership]) -> int:
    new = outbox.post_many(
        kind=KIND,
        drafts=[
            outbox.Draft(
                cause=cause_of(post.pk, each.member_id),
                to=each.member,
                params={"post": post.pk, "membership": each.pk},
            )
            for each in memberships
        ],
    )
    return len(new)


def _ask(post_id: int) -> None:
    from ..tasks import write_post_mail

    write_post_mail.enqueue(post_id)
