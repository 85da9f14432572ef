"""A group's discussions: the door to a thread, its addresses, the list of all."""

from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import F, FilteredRelation, Q, QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cop.core.prepared import prepared
from cop.search.query import parse

from ..models import Post, Thread
from ..permissions import posting_obstacle
from .discussion_finding import threads_with
from .doors import LARGEST, Inside
from .people import name_of
from .posts import reports_waiting
from .times import moment

THREADS_A_PAGE = 20
POSTS_A_PAGE = 25


# Doors -----------------------------------------------------------------------------------------------------------


def get_thread_for(inside: Inside, pk: int) -> Thread:
    """A thread of this group, with how far the viewer has read it and whether they follow it. One statement.

    Threads of other groups are 404, whoever asks: each is reached through the door of its own group.
    """
    for thread in _thread_at(
        inside.group.pk, min(pk, LARGEST), inside.user.pk if inside.user.is_authenticated else None
    ):
        thread.group = inside.group
        return thread
    raise Http404


@prepared
def _thread_at(group_id: int, pk: int, member_id: int | None) -> QuerySet[Thread]:
    threads = Thread.objects.filter(group=group_id, pk=pk).select_related("author")
    if member_id is None:
        return threads
    return threads.annotate(
        marker=FilteredRelation("markers", condition=Q(markers__member=member_id)),
        follow=FilteredRelation("follows", condition=Q(follows__member=member_id)),
        seen=F("marker__number"),
        seen_at=F("marker__read_at"),
        level=F("follow__level"),
    )


# Addresses -------------------------------------------------------------------------------------------------------


def page_of(number: int) -> int:
    """The page of a thread on which a post stands."""
    return (max(number, 1) - 1) // POSTS_A_PAGE + 1


def thread_url(slug: str, thread_id: int, number: int = 1, anchor: str = "") -> str:
    """The page of a thread that shows the post with this number."""
    url = reverse("thread", args=[slug, thread_id])
    page = page_of(number)
    return f"{url}{f'?page={page}' if page > 1 else ''}{f'#{anchor}' if anchor else ''}"


def post_url(slug: str, post: Post) -> str:
    """Where a post stands in its thread now; `group_post` is the address that lasts."""
    return thread_url(slug, post.thread_id, post.number, f"post-{post.number}")


# The list of threads ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ThreadRow:
    """One line of the list."""

    title: str
    url: str
    person: str
    meta: list[str]
    badges: list[tuple[str, str]]
    is_sample: bool


@dataclass
class ThreadList:
    """A page of the list."""

    rows: list[ThreadRow]
    page: Page
    words: str
    can_start: bool
    waiting: int = 0


def thread_list(inside: Inside, number: str | int = 1, words: str = "") -> ThreadList:
    """Threads, pinned ones first, then by last post; with `words` those that hold them (see `threads_with`).

    Statements: count, page; for moderators the number of reports that wait.
    """
    user = inside.user
    if words:
        threads = threads_with(parse(words), inside.group)
    else:
        threads = Thread.objects.filter(group=inside.group).order_by("-is_pinned", "-last_post_at", "-pk")
    threads = threads.select_related("author", "last_author")
    if user.is_authenticated:
        threads = threads.annotate(
            marker=FilteredRelation("markers", condition=Q(markers__member=user.pk)), seen=F("marker__number")
        )
    page = Paginator(threads, THREADS_A_PAGE).get_page(number)
    return ThreadList(
        rows=[_row(inside, thread) for thread in page.object_list],
        page=page,
        words=words,
        can_start=posting_obstacle(inside) is None,
        waiting=reports_waiting(inside).count() if inside.can_moderate else 0,
    )


def _row(inside: Inside, thread: Thread) -> ThreadRow:
    seen = getattr(thread, "seen", None)
    badges: list[tuple[str, str]] = []
    target, anchor = 1, ""
    if inside.user.is_authenticated:
        unread = thread.last_number - (seen or 0)
        if seen is None:
            badges.append((_("New"), "blue"))
        elif unread > 0:
            badges.append((ngettext("%(n)d unread", "%(n)d unread", unread) % {"n": unread}, "blue"))
            target, anchor = seen + 1, "new"
    if thread.is_announcement:
        badges.append((_("Announcement"), ""))
    if thread.is_pinned:
        badges.append((_("Pinned"), ""))
    if thread.answer_number:
        badges.append((_("Answered"), "good"))
    if thread.is_closed:
        badges.append((_("Closed"), ""))
    answers = thread.last_number - 1
    meta = [_("Started by %(name)s") % {"name": name_of(thread.author)}]
    if answers:
        meta.append(ngettext("%(n)d answer", "%(n)d answers", answers) % {"n": answers})
        last = {"name": name_of(thread.last_author), "when": moment(thread.last_post_at)}
        meta.append(_("last by %(name)s, %(when)s") % last)
    else:
        meta.append(moment(thread.created_at))
    return ThreadRow(
        title=thread.title,
        url=thread_url(inside.page.slug, thread.pk, target, anchor),
        person=name_of(thread.author),
        meta=meta,
        badges=badges,
        is_sample=thread.is_sample,
    )
