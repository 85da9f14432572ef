"""Threads put in order: moved to another group, split in two, merged into one. Posts keep their lasting addresses."""

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F, Sum

from cop.core import page_cache
from cop.core.files.checking import MEGABYTE

from ..choices import MembershipState, Visibility
from ..models import (
    Document,
    DocumentVersion,
    MeetingPaper,
    Membership,
    Mention,
    Post,
    ReadMarker,
    Thread,
    ThreadFollow,
    ThreadTrace,
    WorkingGroup,
)
from ..permissions import arranging_obstacle, moving_obstacle
from ..refusals import Reason, Refused
from .documents import attachments_folder, free_name, used_bytes
from .indexing import index_documents, index_posts
from .memberships import lock_group, log_group
from .standing import inside_now, lock_thread

if TYPE_CHECKING:
    from cop.members.models import User

# Numbers that no thread reaches: where posts wait while they are numbered anew.
ASIDE = 1_000_000_000
AT_ONCE = 500


@transaction.atomic
def move_thread(*, thread: Thread, actor: "User", to_group_id: int) -> Thread:
    """Move a thread to another group, with the files of its posts; nobody gets a letter, both histories say it.

    It is neither pinned there nor an announcement. Who may not read that group loses their mention, what they follow
    and how far they have read. Into the group in which it stands, nothing changes. Raises `Refused` (NOT_YOURS unless
    the actor leads both, ARCHIVED, MOVED, QUOTA of the other group).
    """
    if thread.group_id == to_group_id:
        return thread
    # In the order of their numbers, so that two moves across each other wait and do not block.
    groups = {pk: lock_group(pk) for pk in sorted((thread.group_id, to_group_id))}
    standing = {pk: inside_now(pk, actor) for pk in sorted(groups)}
    if reason := moving_obstacle(standing[thread.group_id], standing[to_group_id]):
        raise Refused(reason)
    here, there = groups[thread.group_id], groups[to_group_id]
    locked = lock_thread(standing[here.pk], thread.pk)
    _move_files(locked, there)
    locked.group, locked.is_pinned, locked.is_announcement = there, False, False
    locked.save(update_fields=["group", "is_pinned", "is_announcement"])
    index_posts(Post.objects.filter(thread=locked))
    _forget_outsiders(locked, there)
    ThreadTrace.objects.filter(group=there, number=locked.pk).delete()
    ThreadTrace.objects.create(group=here, number=locked.pk, into=locked)
    log_group(here, "thread.move_out", actor=actor, thread=locked.pk, title=locked.title)
    log_group(there, "thread.move_in", actor=actor, thread=locked.pk, title=locked.title)
    page_cache.touch(f"group:{here.pk}", f"group:{there.pk}")
    return locked


def _move_files(thread: Thread, there: WorkingGroup) -> None:
    files = list(Document.objects.select_for_update(of=("self",)).filter(post__thread=thread).order_by("pk"))
    if not files:
        return
    sizes = DocumentVersion.objects.filter(document__in=[file.pk for file in files]).aggregate(total=Sum("size"))
    if used_bytes(there.pk) + int(sizes["total"] or 0) > there.quota_megabytes * MEGABYTE:
        raise Refused(Reason.QUOTA)
    # A meeting of the old group has lost them.
    MeetingPaper.objects.filter(document__in=files).delete()
    folder = attachments_folder(there)
    for file in files:
        file.group, file.folder, file.name = there, folder, free_name(there, folder, file.name)
        file.save(update_fields=["group", "folder", "name"])
    index_documents(file.pk for file in files)


def _forget_outsiders(thread: Thread, there: WorkingGroup) -> None:
    members = Membership.objects.filter(group=there, state=MembershipState.ACTIVE).values("member")
    Mention.objects.filter(post__thread=thread).exclude(member__in=members).delete()
    ThreadFollow.objects.filter(thread=thread).exclude(member__in=members).delete()
    if there.visibility in (Visibility.PRIVATE, Visibility.HIDDEN):
        ReadMarker.objects.filter(thread=thread).exclude(member__in=members).delete()


@transaction.atomic
def split_thread(*, post: Post, actor: "User", title: str) -> Thread:
    """Begin a thread of its own with `post` and all after it; whoever had read them, has read them there.

    Nobody gets a letter. Of a post that has just begun one (a second click), that thread is returned. Raises `Refused`
    (NOT_YOURS, ARCHIVED, MOVED, SPLIT_FIRST).
    """
    inside = inside_now(post.thread.group_id, actor)
    if reason := arranging_obstacle(inside):
        raise Refused(reason)
    old = lock_thread(inside, post.thread_id)
    now = Post.objects.filter(pk=post.pk).values_list("thread_id", "number").first()
    if now is not None and now[0] != old.pk and now[1] == 1:
        return lock_thread(inside, now[0])
    if now is None or now[0] != old.pk:
        raise Refused(Reason.MOVED)
    if (first := now[1]) == 1:
        raise Refused(Reason.SPLIT_FIRST)
    kept = first - 1
    begins = Post.objects.get(pk=post.pk)
    new = Thread.objects.create(
        group=inside.group,
        title=title,
        author_id=begins.author_id,
        is_sample=old.is_sample,
        closed_at=old.closed_at,
        last_post_at=old.last_post_at,
        last_author_id=old.last_author_id,
        created_at=begins.created_at,
    )
    Post.objects.filter(thread=old, number__gte=first).update(thread=new, number=F("number") - kept)
    index_posts(Post.objects.filter(thread=new))
    new.last_number = old.last_number - kept
    if (answer := old.answer_number) is not None and answer > kept:
        new.answer_number, old.answer_number = (answer - kept if answer > first else None), None
    new.save()
    last = Post.objects.get(thread=old, number=kept)
    old.last_number, old.last_post_at, old.last_author_id = kept, last.created_at, last.author_id
    old.numbering += 1
    old.save()
    _split_markers(old, new, kept)
    # Links of another group from which they came find these posts as well.
    came = ThreadTrace.objects.filter(into=old).exclude(group=inside.group).values_list("group", flat=True).distinct()
    ThreadTrace.objects.bulk_create([ThreadTrace(group_id=pk, number=new.pk, into=new) for pk in came])
    log_group(inside.group, "thread.split", actor=actor, thread=old.pk, title=old.title, new=new.pk, new_title=title)
    page_cache.touch(f"group:{inside.group.pk}")
    return new


def _split_markers(old: Thread, new: Thread, kept: int) -> None:
    further = ReadMarker.objects.filter(thread=old, number__gt=kept)
    ReadMarker.objects.bulk_create(
        [
            ReadMarker(member_id=each.member_id, thread=new, number=each.number - kept, read_at=each.read_at)
            for each in further
        ],
        batch_size=AT_ONCE,
    )
    further.update(number=kept)
    ThreadFollow.objects.bulk_create(
        [
            ThreadFollow(member_id=each.member_id, thread=new, level=each.level)
            for each in ThreadFollow.objects.filter(thread=old)
        ],
        batch_size=AT_ONCE,
    )


@transaction.atomic
def merge_threads(*, thread: Thread, into: Thread, actor: "User") -> Thread:
    """Put the posts of `thread` into another one of the same group, in the order of time; its own address leads there.

    Title, pin and closing stay those of `into`. What somebody has not read in one of them is unread; nobody gets a
    letter. Raises `Refused` (NOT_YOURS, ARCHIVED, ITSELF, MOVED: also where one of them is gone already).
    """
    inside = inside_now(thread.group_id, actor)
    if reason := arranging_obstacle(inside):
        raise Refused(reason)
    if thread.pk == into.pk:
        raise Refused(Reason.ITSELF)
    locked = {pk: lock_thread(inside, pk) for pk in sorted((thread.pk, into.pk))}
    gone, kept = locked[thread.pk], locked[into.pk]
    order = list(
        Post.objects.filter(thread__in=locked)
        .order_by("created_at", "thread", "number")
        .values_list("pk", "thread_id", "number")
    )
    _merge_markers(gone, kept, order)
    answer = _number_anew(gone, kept, order)
    index_posts(Post.objects.filter(thread=kept))
    first = Post.objects.get(thread=kept, number=1)
    kept.created_at, kept.author_id = first.created_at, first.author_id
    last = Post.objects.get(thread=kept, number=len(order))
    kept.last_number, kept.last_post_at, kept.last_author_id = len(order), last.created_at, last.author_id
    kept.answer_number = answer
    kept.numbering += 1
    kept.save()
    heard = ThreadFollow.objects.filter(thread=kept).values("member")
    ThreadFollow.objects.filter(thread=gone).exclude(member__in=heard).update(thread=kept)
    ThreadTrace.objects.filter(into=gone).update(into=kept)
    ThreadTrace.objects.create(group=inside.group, number=gone.pk, into=kept)
    log_group(
        inside.group, "thread.merge", actor=actor, thread=kept.pk, title=kept.title, gone=gone.pk, gone_title=gone.title
    )
    gone.delete()
    page_cache.touch(f"group:{inside.group.pk}")
    return kept


def _number_anew(gone: Thread, kept: Thread, order: list[tuple[int, int, int]]) -> int | None:
    """Number all posts from 1; the number of the post that answers: that of `kept`, else that of `gone`."""
    answers = {(each.pk, each.answer_number) for each in (gone, kept) if each.answer_number}
    Post.objects.filter(thread=kept).update(number=F("number") + ASIDE)
    Post.objects.filter(thread=gone).update(
        thread=kept, number=F("number") + ASIDE + gone.last_number + kept.last_number
    )
    posts = [Post(pk=pk, number=number) for number, (pk, _thread, _number) in enumerate(order, start=1)]
    Post.objects.bulk_update(posts, ["number"], batch_size=AT_ONCE)
    found = {
        thread: number
        for number, (_pk, thread, was) in enumerate(order, start=1)
        if (thread, was) in answers and number > 1
    }
    return found.get(kept.pk, found.get(gone.pk))


def _merge_markers(gone: Thread, kept: Thread, order: list[tuple[int, int, int]]) -> None:
    """Everybody has read up to the first post that they have not."""
    places: dict[int, list[int]] = {gone.pk: [], kept.pk: []}
    for place, (_pk, thread, _number) in enumerate(order, start=1):
        places[thread].append(place)
    read: dict[int, dict[int, ReadMarker]] = {}
    for marker in ReadMarker.objects.filter(thread__in=places):
        read.setdefault(marker.member_id, {})[marker.thread_id] = marker
    merged = []
    for member_id, markers in read.items():
        unread = [
            places[pk][_read_to(markers.get(pk), places[pk])] for pk in places if not _all(markers.get(pk), places[pk])
        ]
        number = min(unread, default=len(order) + 1) - 1
        if number:
            read_at = max(marker.read_at for marker in markers.values())
            merged.append(ReadMarker(member_id=member_id, thread=kept, number=number, read_at=read_at))
    ReadMarker.objects.filter(thread__in=places).delete()
    ReadMarker.objects.bulk_create(merged, batch_size=AT_ONCE)


def _read_to(marker: ReadMarker | None, places: list[int]) -> int:
    return 0 if marker is None else min(marker.number, len(places))


def _all(marker: ReadMarker | None, places: list[int]) -> bool:
    return _read_to(marker, places) == len(places)
