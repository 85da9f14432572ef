"""What letters about saved searches tell of this room: posts, documents and meetings, of groups that the member reads.

By their own membership, or because the group is open to everybody with an account; the right to oversee groups is no
reason for letters. Why, and what counts as new: docs/decisions/saved-searches.md.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cop.search.news import LOOKS_BACK, MOST, News, Thing, register_news

from .choices import MembershipState
from .models import Document, DocumentText, Meeting, Membership, Post
from .permissions import is_readable_with_an_account
from .selectors.attachments import document_url
from .selectors.my_meetings import meeting_url
from .selectors.times import moment

# So much of a document is looked through.
LONGEST = 100_000


@dataclass(frozen=True)
class GroupThing(Thing):
    """`is_open`: everybody with an account may read it; its author need not be told."""

    group_id: int = 0
    author_id: int | None = None
    is_open: bool = False


def register() -> None:
    """Called once, when the apps are ready."""
    register_news(News("discussions", _("Discussion"), read_posts, came=came))
    register_news(News("documents", _("Document of a working group"), read_documents, came=came))
    register_news(News("meetings", _("Meeting of a working group"), read_meetings, came=came))


def came(members: Sequence[int], things: Sequence[Thing]) -> Mapping[tuple[int, int], datetime]:
    """When each came for each of the members; one statement for all of them.

    What is open came when it was made. In another group it came when somebody joined, if that was later; who comes back
    had what was there before they went.
    """
    groups: dict[int, list[GroupThing]] = defaultdict(list)
    ours = [thing for thing in things if isinstance(thing, GroupThing)]
    for thing in ours:
        groups[thing.group_id].append(thing)
    mine = Membership.objects.filter(member__in=members, group__in=list(groups), state=MembershipState.ACTIVE)
    found = {
        (member, thing.number): thing.moment
        for member in members
        for thing in ours
        if thing.is_open and thing.author_id != member
    }
    for member, group, joined, away in mine.values_list("member", "group", "joined_at", "away_since"):
        for thing in groups[group]:
            if not thing.is_open and thing.author_id != member:
                had_it = away is not None and thing.moment <= away
                found[member, thing.number] = thing.moment if had_it else max(thing.moment, joined)
    return found


def read_posts(since: datetime, until: datetime) -> list[GroupThing]:
    """Posts, the newest first. One statement."""
    posts = Post.objects.filter(_came("thread__group", "created_at", since, until), deleted_at=None)
    rows = posts.select_related("thread__group__page").defer("html", "thread__group__page__body")
    return [
        GroupThing(
            number=post.pk,
            moment=post.created_at,
            title=post.thread.title,
            url=reverse("group_post", args=[post.thread.group.page.slug, post.pk]),
            # A title is as old as its thread.
            words=f"{post.thread.title}\n{post.text}" if post.number == 1 else post.text,
            text=_line(post.text),
            date=f"{post.thread.group.page.title}, {moment(post.created_at)}",
            is_sample=post.thread.is_sample,
            about=post.thread_id,
            group_id=post.thread.group_id,
            author_id=post.author_id,
            is_open=is_readable_with_an_account(post.thread.group),
        )
        for post in rows.order_by("-created_at", "-pk")[:MOST]
    ]


def read_documents(since: datetime, until: datetime) -> list[GroupThing]:
    """Present versions of documents, with what the version before held. Two statements, one where there are none."""
    documents = Document.objects.filter(_came("group", "current__created_at", since, until), trashed_at=None)
    rows = list(
        documents.select_related("group__page", "current")
        .defer("group__page__body")
        .order_by("-current__created_at", "-pk")[:MOST]
    )
    texts = _texts_of(rows)
    return [
        GroupThing(
            number=each.pk,
            moment=each.current.created_at,
            title=each.name,
            url=document_url(each.group.page.slug, each.pk, 0),
            words=f"{each.name}\n{texts[each.pk, each.current.number]}",
            text=_line(texts[each.pk, each.current.number]),
            date=f"{each.group.page.title}, {moment(each.current.created_at)}",
            is_sample=each.is_sample,
            before=f"{each.name}\n{texts[each.pk, each.current.number - 1]}" if each.current.number > 1 else "",
            group_id=each.group_id,
            author_id=each.current.author_id,
            is_open=is_readable_with_an_account(each.group),
        )
        for each in rows
        if each.current is not None
    ]


def read_meetings(since: datetime, until: datetime) -> list[GroupThing]:
    """Meetings when they are made, and their minutes when these are published, as another thing. One statement."""
    made, written = _came("group", "created_at", since, until), _came("group", "minutes_at", since, until)
    meetings = Meeting.objects.filter(made | written, cancelled_at=None).select_related("group__page")
    rows = meetings.defer("agenda_html", "minutes_html", "group__page__body").order_by("-created_at", "-pk")
    found = []
    for meeting in rows[:MOST]:
        found.append(_meeting(meeting, meeting.pk, meeting.created_at, meeting.agenda))
        if meeting.minutes_at:
            found.append(_meeting(meeting, -meeting.pk, meeting.minutes_at, meeting.minutes))
    return found


def _meeting(meeting: Meeting, number: int, since: datetime, text: str) -> GroupThing:
    page, is_minutes = meeting.group.page, number < 0
    return GroupThing(
        number=number,
        moment=since,
        title=meeting.title,
        url=meeting_url(page.slug, meeting.pk) + ("#minutes" if is_minutes else ""),
        words=text if is_minutes else f"{meeting.title}\n{text}",
        text=_line(text),
        date=f"{page.title}, {moment(meeting.starts_at)}",
        is_sample=meeting.is_sample,
        about=meeting.pk,
        group_id=meeting.group_id,
        author_id=None if is_minutes else meeting.author_id,
        is_open=meeting.is_open and is_readable_with_an_account(meeting.group),
    )


def _came(group: str, field: str, since: datetime, until: datetime) -> Q:
    """What was made between these; and what is not old, of groups that somebody with saved searches has joined."""
    joined = Membership.objects.filter(
        state=MembershipState.ACTIVE, joined_at__gt=since, joined_at__lte=until, member__saved_searches__isnull=False
    )
    new = Q(**{f"{field}__gt": since})
    late = Q(**{f"{field}__gt": since - LOOKS_BACK, f"{group}__in": joined.values("group")})
    return Q(**{f"{field}__lte": until}) & (new | late)


def _texts_of(documents: Sequence[Document]) -> dict[tuple[int, int], str]:
    """By document and number of the version, the present one and the one before; "" for those without text."""
    found: dict[tuple[int, int], str] = defaultdict(str)
    if not documents:
        return found
    texts: QuerySet[DocumentText] = DocumentText.objects.filter(
        version__document__in=documents, version__number__gte=F("version__document__last_number") - 1
    )
    names = ("version__document", "version__number", "text")
    for document, number, text in texts.order_by("version", "number").values_list(*names):
        if len(found[document, number]) < LONGEST:
            found[document, number] += f"{text}\n"[:LONGEST]
    return found


def _line(text: str) -> str:
    return " ".join(text.split())
