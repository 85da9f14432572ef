"""Reads of a group's discussions: the list of threads, one page of a thread, the doors to both."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING, cast

from django.core.paginator import Page, Paginator
from django.db.models import Exists, F, FilteredRelation, OuterRef, Q, QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cop.core.prepared import prepared
from cop.search.query import parse

from ..choices import GroupRole, MembershipState
from ..models import Membership, Post, PostEdit, PostReport, Thread
from ..permissions import answering_obstacle, deleting_obstacle, editing_obstacle, posting_obstacle
from .attachments import attachments_of
from .discussion_finding import threads_with
from .doors import Inside
from .polls import PollView, polls_of

if TYPE_CHECKING:
    from cop.members.models import User

THREADS_A_PAGE = 20
POSTS_A_PAGE = 25
LARGEST = 2**62


# Doors -----------------------------------------------------------------------------------------------------------


def get_thread_for(inside: Inside, pk: int) -> Thread:
    """A thread of this group, with how far the viewer has read it and whether they follow it. One statement.

    Threads of other groups are 404, whoever asks: each is reached through the door of its own group.
    """
    # Larger numbers are no ids, and no parameters that databases take.
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


# One page of a thread --------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class PostView:
    """A post as this viewer sees it, with what they may do to it."""

    pk: int
    number: int
    name: str
    role: str
    when: str
    iso: str
    url: str
    html: SafeString
    own_key: str
    is_new: bool
    is_first_new: bool
    is_deleted: bool
    trace: str
    edited: str
    is_answer: bool
    can_quote: bool
    can_edit: bool
    can_delete: bool
    can_restore: bool
    can_report: bool
    can_mark: bool
    poll: PollView | None
    files: Sequence[dict[str, str]] = ()


@dataclass
class ThreadPage:
    """One page of a thread."""

    thread: Thread
    posts: list[PostView]
    page: Page
    new_line: str
    seen: int
    follow: str
    obstacle: str
    # The answer, where it stands on another page or further down.
    answer_url: str
    last_shown: int
    meta: list[str] = field(default_factory=list)


class _Numbers(Sequence[int]):
    """Stands for the posts of a thread where only pages are counted: their numbers are known without asking."""

    def __init__(self, last: int) -> None:
        self.last = last

    def __len__(self) -> int:
        return self.last

    def __getitem__(self, place):  # type: ignore[no-untyped-def]
        return range(1, self.last + 1)[place]


def thread_page(inside: Inside, thread: Thread, number: str | int = 1) -> ThreadPage:
    """A page of posts, of a thread from `get_thread_for`. One statement, two more where posts ask for a vote,
    one where files came with them."""
    page = Paginator(_Numbers(thread.last_number), POSTS_A_PAGE).get_page(number)
    first, last = page.start_index(), page.end_index()
    posts = _posts_between(thread.pk, inside.group.pk, first - 1, last)
    seen = getattr(thread, "seen", None) or 0
    polls = polls_of(inside, thread, posts)
    files = attachments_of(inside.page.slug, posts)
    reads = inside.user.is_authenticated
    slug = inside.page.slug
    first_new = next((post.number for post in posts if reads and seen and post.number > seen), None)
    obstacle = posting_obstacle(inside, thread)
    views = []
    for post in posts:
        post.thread = thread
        view = _view(inside, post, seen if reads else post.number, first_new, polls.get(post.pk))
        views.append(replace(view, files=files[post.pk]) if post.pk in files else view)
    unseen = thread.last_number - seen
    answer = thread.answer_number
    return ThreadPage(
        thread=thread,
        posts=views,
        page=page,
        new_line=_new_line(unseen, getattr(thread, "seen_at", None)) if first_new else "",
        seen=seen,
        follow=getattr(thread, "level", None) or "",
        obstacle=str(obstacle.label) if obstacle and inside.user.is_authenticated else "",
        answer_url=thread_url(slug, thread.pk, answer, f"post-{answer}") if answer and page.number == 1 else "",
        last_shown=last,
        meta=[
            _("Started by %(name)s, %(when)s") % {"name": name_of(thread.author), "when": moment(thread.created_at)},
            ngettext("%(n)d post", "%(n)d posts", thread.last_number) % {"n": thread.last_number},
        ],
    )


@prepared
def _posts_between(thread_id: int, group_id: int, after: int, last: int) -> QuerySet[Post]:
    """With authors, their role in the group, who deleted them, and the vote they ask for."""
    return (
        Post.objects.filter(thread=thread_id, number__gt=after, number__lte=last)
        .select_related("author", "poll")
        .defer("text")
        .annotate(
            own=FilteredRelation("author__group_memberships", condition=Q(author__group_memberships__group=group_id)),
            author_role=F("own__role"),
            author_state=F("own__state"),
        )
        .order_by("number")
    )


def _view(inside: Inside, post: Post, seen: int, first_new: int | None, poll: PollView | None) -> PostView:
    user = inside.user
    is_own = post.author_id is not None and post.author_id == user.pk
    role = getattr(post, "author_role", None)
    belongs = getattr(post, "author_state", None) == MembershipState.ACTIVE
    shown_role = GroupRole(role) if belongs and role in (GroupRole.LEADER, GroupRole.RAPPORTEUR) else None
    can_post = posting_obstacle(inside, post.thread) is None
    return PostView(
        pk=post.pk,
        number=post.number,
        name=name_of(post.author),
        role=str(shown_role.label) if shown_role else "",
        when=moment(post.created_at),
        iso=post.created_at.isoformat(timespec="minutes"),
        url=reverse("group_post", args=[inside.page.slug, post.pk]),
        html=mark_safe("" if post.is_deleted else post.html),
        own_key=str(post.key) if is_own else "",
        is_new=post.number > seen and not is_own,
        is_first_new=post.number == first_new,
        is_deleted=post.is_deleted,
        trace=_trace(post) if post.is_deleted else "",
        edited=moment(post.edited_at) if post.edited_at and not post.is_deleted else "",
        is_answer=post.thread.answer_number == post.number,
        can_quote=can_post and not post.is_deleted,
        can_edit=editing_obstacle(inside, post) is None,
        can_delete=deleting_obstacle(inside, post) is None,
        can_restore=post.is_deleted and inside.can_moderate,
        can_report=user.is_authenticated and not is_own and not post.is_deleted and not inside.can_moderate,
        can_mark=post.number > 1 and not post.is_deleted and answering_obstacle(inside, post.thread) is None,
        poll=poll if not post.is_deleted else None,
    )


def _trace(post: Post) -> str:
    when = moment(cast("datetime", post.deleted_at))
    if post.deleted_by_moderator:
        text = _("Deleted by a moderator, %(when)s.") % {"when": when}
        return f"{text} {_('Reason: %(why)s') % {'why': post.deleted_why}}" if post.deleted_why else text
    return _("Deleted by its author, %(when)s.") % {"when": when}


def _new_line(number: int, since: datetime | None) -> str:
    text = ngettext("%(n)d new post since your visit, %(when)s", "%(n)d new posts since your visit, %(when)s", number)
    return text % {"n": number, "when": moment(since) if since else ""}


# One post --------------------------------------------------------------------------------------------------------


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


# People ----------------------------------------------------------------------------------------------------------


def people_to_mention(
    inside: Inside, thread: Thread | None, begins: str = "", most: int | None = None
) -> dict[int, str]:
    """Who can be called with @ by this writer, by id: members of the group, for they may read it.

    Where the writer may not see who the members are, only those who have written in the thread: a mention must not tell
    who belongs to the group. One statement.
    """
    members = Membership.objects.active().filter(group=inside.group).exclude(member__name="")
    if not inside.can_see_members:
        posts = Post.objects.filter(thread=thread, author=OuterRef("member"), deleted_at__isnull=True)
        members = members.filter(Exists(posts))
    if begins:
        members = members.filter(member__name__icontains=begins)
    found = members.order_by("member__name", "member").values_list("member", "member__name")
    return dict(found[:most] if most else found)


def last_posted_key(inside: Inside) -> str:
    """The key of the newest post that this person has made in the group: a draft with this key was posted.

    Asked where that post does not stand on the page itself, so that a browser which left the posted page at once
    still learns of it.
    """
    own = Post.objects.filter(thread__group=inside.group.pk, author=inside.user.pk)
    key = own.order_by("-pk").values_list("key", flat=True).first()
    return str(key or "")


def name_of(person: "User | None") -> str:
    """The name shown for who wrote something."""
    if person is None or person.erased_at is not None:
        return _("Former member")
    return person.name or _("Member without a name")


# Time ------------------------------------------------------------------------------------------------------------


def moment(when: datetime) -> str:
    """Today, 10:05; 12 November, 09:14; with the year where it is another one. In the viewer's time zone."""
    local = timezone.localtime(when)
    today = timezone.localdate()
    time = date_format(local, "H:i")
    if local.date() == today:
        return _("today, %(time)s") % {"time": time}
    if (today - local.date()).days == 1:
        return _("yesterday, %(time)s") % {"time": time}
    day = date_format(local, "j F" if local.year == today.year else "j F Y")
    return f"{day}, {time}"
