"""One page of a thread: its posts as the viewer sees them, with what they may do to each."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import cast

from django.core.paginator import Page, Paginator
from django.db.models import F, FilteredRelation, Q, QuerySet
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cop.core.prepared import prepared

from ..choices import GroupRole, MembershipState
from ..models import Post, Thread
from ..permissions import answering_obstacle, deleting_obstacle, editing_obstacle, posting_obstacle
from .attachments import attachments_of
from .discussion import POSTS_A_PAGE, thread_url
from .doors import Inside
from .people import name_of
from .polls import PollView, polls_of
from .times import moment


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
