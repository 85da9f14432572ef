"""Starting a thread and answering in one."""

import uuid
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, cast

from django.db import IntegrityError, transaction
from django.utils import timezone

from cop.core import page_cache
from cop.core.files.checking import GoodFile
from cop.core.files.serving import private_storage

from ..models import Mention, Post, ReadMarker, Thread
from ..permissions import posting_obstacle
from ..refusals import Reason, Refused
from ..selectors.doors import Inside
from ..selectors.mentions import people_to_mention
from ..writing import PollAsked, Written, ready
from .documents import attach_checked
from .indexing import index_posts
from .memberships import lock_group, log_group
from .post_mails import tell_of_post
from .standing import inside_now, lock_thread
from .voting import add_poll

if TYPE_CHECKING:
    from cop.members.models import User

HOUR = timedelta(hours=1)
# Who has just joined is known by nobody yet.
NEWCOMER = timedelta(days=3)
MOST_OF_NEWCOMERS, MOST = 8, 60


def start_thread(
    *,
    group_id: int,
    author: "User",
    title: str,
    text: str,
    key: uuid.UUID,
    is_announcement: bool = False,
    poll: PollAsked | None = None,
    files: Sequence[GoodFile] = (),
    tells: bool = True,
    now: datetime | None = None,
) -> Post:
    """Begin a discussion; returns its first post. The same key again returns the same post.

    Members hear of it as `hearers` says, by the worker (`post_mails`); `tells=False` is for samples. Files become
    documents of the group, quietly. Announcements are the leaders', and stand in the group's history. Raises `Refused`
    (NOT_YOURS, ARCHIVED, RULES, TOO_FAST, EMPTY, TOO_LONG, QUOTA) and changes nothing then.
    """
    return _once(
        author,
        key,
        lambda: _start(group_id, author, title, text, key, is_announcement, poll, tells, now),
        group_id=group_id,
        files=files,
    )


def reply(
    *,
    thread: Thread,
    author: "User",
    text: str,
    key: uuid.UUID,
    poll: PollAsked | None = None,
    files: Sequence[GoodFile] = (),
    tells: bool = True,
    now: datetime | None = None,
) -> Post:
    """Answer in a thread; the post gets the next number. The same key again returns the same post.

    Members hear of it as `hearers` says. Raises `Refused` (NOT_YOURS, ARCHIVED, RULES, CLOSED, MOVED, TOO_FAST,
    EMPTY, TOO_LONG, QUOTA).
    """
    return _once(
        author,
        key,
        lambda: _reply(thread, author, text, key, poll, tells, now),
        group_id=thread.group_id,
        files=files,
    )


def _once(
    author: "User", key: uuid.UUID, write: Callable[[], Post], *, group_id: int, files: Sequence[GoodFile]
) -> Post:
    kept: list[str] = []
    try:
        with transaction.atomic():
            if files:
                # Space is counted under the lock of the group, which everybody takes before that of a membership.
                lock_group(group_id)
            post = write()
            for place, file in enumerate(files):
                kept.append(attach_checked(post=post, file=file, place=place).path)
            return post
    except Refused:
        for path in kept:
            private_storage().delete(path)
        raise
    except IntegrityError:
        # The same form at the same moment, of somebody without a membership that could be locked.
        written = _written(author, key)
        if written is None:
            raise
        return written


def _written(author: "User", key: uuid.UUID) -> Post | None:
    return Post.objects.filter(author=author, key=key).select_related("thread__group__page").first()


def _start(
    group_id: int,
    author: "User",
    title: str,
    text: str,
    key: uuid.UUID,
    is_announcement: bool,
    poll: PollAsked | None,
    tells: bool,
    now: datetime | None,
) -> Post:
    inside = inside_now(group_id, author)
    if written := _written(author, key):
        return written
    if reason := posting_obstacle(inside) or _too_many(inside, now):
        raise Refused(reason)
    if is_announcement and not inside.can_announce:
        raise Refused(Reason.NOT_YOURS)
    made = ready(text, people_to_mention(inside, None))
    now = now or timezone.now()
    thread = Thread.objects.create(
        group=inside.group,
        title=title,
        author=author,
        is_announcement=is_announcement,
        last_post_at=now,
        created_at=now,
    )
    if is_announcement:
        log_group(inside.group, "announce", actor=author, thread=thread.pk, title=title)
    post = _add(inside, thread, made, key, poll, now)
    return _told(post) if tells else post


def _reply(
    thread: Thread,
    author: "User",
    text: str,
    key: uuid.UUID,
    poll: PollAsked | None,
    tells: bool,
    now: datetime | None,
) -> Post:
    inside = inside_now(thread.group_id, author)
    if written := _written(author, key):
        return written
    # The next number is what is scarce.
    locked = lock_thread(inside, thread.pk)
    if reason := posting_obstacle(inside, locked) or _too_many(inside, now):
        raise Refused(reason)
    made = ready(text, people_to_mention(inside, locked))
    post = _add(inside, locked, made, key, poll, now or timezone.now())
    return _told(post) if tells else post


def _add(inside: Inside, thread: Thread, made: Written, key: uuid.UUID, poll: PollAsked | None, now: datetime) -> Post:
    author = cast("User", inside.user)
    thread.last_number += 1
    thread.last_post_at, thread.last_author = now, author
    thread.save(update_fields=["last_number", "last_post_at", "last_author"])
    post = Post.objects.create(
        thread=thread,
        number=thread.last_number,
        author=author,
        key=key,
        text=made.text,
        html=made.html,
        created_at=now,
    )
    index_posts(Post.objects.filter(pk=post.pk))
    call(post, made.mentioned)
    if poll is not None:
        add_poll(post=post, asked=poll)
    if post.number == 1:
        ReadMarker.objects.create(member=author, thread=thread, number=1, read_at=now)
    else:
        # What came while they wrote stays unread.
        own = ReadMarker.objects.filter(member=author, thread=thread, number=post.number - 1)
        own.update(number=post.number, read_at=now)
    page_cache.touch(f"group:{thread.group_id}")
    return post


def _told(post: Post) -> Post:
    tell_of_post(post)
    return post


def call(post: Post, mentioned: list[int]) -> None:
    """Write down whom a post calls; nobody is called by their own post."""
    Mention.objects.bulk_create(
        [Mention(post=post, member_id=pk) for pk in mentioned if pk != post.author_id], ignore_conflicts=True
    )


def _too_many(inside: Inside, now: datetime | None) -> Reason | None:
    """Counted in posts that were made: a form that is shown again costs nothing."""
    if inside.can_moderate:
        return None
    now = now or timezone.now()
    joined = inside.membership.joined_at if inside.membership else now
    most = MOST_OF_NEWCOMERS if joined > now - NEWCOMER else MOST
    recent = Post.objects.filter(author=inside.user.pk, thread__group=inside.group, created_at__gt=now - HOUR)
    return Reason.TOO_FAST if recent.count() >= most else None
