"""Whether there is anything to tell of a group since a member's mark: asked of all memberships in one statement.

A digest itself is read when it leaves (`selectors.digests`), and withdrawn if nothing of it is left by then.
"""

from datetime import datetime
from typing import Any

from django.db.models import CharField, Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat

from cop.notifications.models import Letter

from ..choices import DocumentState, FollowLevel
from ..models import Document, DocumentComment, DocumentVersion, Meeting, Post, ThreadFollow

# Of the membership around a query, and around one further down.
_READER, _READER_BELOW = OuterRef("member_id"), OuterRef(OuterRef("member_id"))


def has_news(until: datetime) -> Q:
    """To annotate memberships: has something come since its mark, up to `until`?"""
    return (
        Q(Exists(_posts(until)))
        | Q(Exists(_versions(until)))
        | Q(Exists(_states(until)))
        | Q(Exists(_comments(until)))
        | Q(Exists(_meetings(until)))
    )


def _posts(until: datetime) -> QuerySet[Post]:
    """Of others, not deleted, in no muted thread, and not told of by a letter (`telling.hearers`)."""
    mute = ThreadFollow.objects.filter(thread=OuterRef("thread"), member=_READER_BELOW, level=FollowLevel.MUTE)
    # The same words as `services.post_mails.cause_of`.
    told = _letter("group post ", OuterRef("pk"), " to ", _READER_BELOW)
    posts = Post.objects.filter(_since_mark("created_at", until), thread__group=OuterRef("group"), deleted_at=None)
    return posts.filter(_of_another("author")).exclude(Exists(mute)).exclude(Exists(told))


def _versions(until: datetime) -> QuerySet[DocumentVersion]:
    """Shared by others, and not quietly. Who has a letter about them had another rhythm then: the digest knows."""
    return DocumentVersion.objects.filter(
        _since_mark("created_at", until),
        _of_another("author"),
        document__group=OuterRef("group"),
        document__trashed_at=None,
        is_quiet=False,
    )


def _states(until: datetime) -> QuerySet[Document]:
    documents = Document.objects.filter(_since_mark("state_at", until), group=OuterRef("group"), trashed_at=None)
    return documents.filter(_of_another("state_by")).exclude(state=DocumentState.DRAFT)


def _comments(until: datetime) -> QuerySet[DocumentComment]:
    return DocumentComment.objects.filter(
        _since_mark("created_at", until),
        _of_another("author"),
        document__group=OuterRef("group"),
        document__trashed_at=None,
    )


def _meetings(until: datetime) -> QuerySet[Meeting]:
    """What no letter has told; the same words as `services.meeting_telling`. Who did it, the digest knows."""

    def untold(what: str, once: Any = "") -> Q:
        return ~Q(Exists(_letter("group meeting ", OuterRef("pk"), f" meeting_{what} ", once, " ", _READER_BELOW)))

    meetings = Meeting.objects.filter(group=OuterRef("group"))
    return meetings.filter(
        (_since_mark("created_at", until) & _of_another("author") & Q(cancelled_at=None) & untold("invited"))
        | (_since_mark("changed_at", until) & Q(sequence__gt=0, cancelled_at=None)
           & untold("changed", OuterRef("sequence")))
        | (_since_mark("cancelled_at", until) & untold("cancelled"))
        | (_since_mark("minutes_at", until) & untold("minutes"))
    )  # fmt: skip


def _since_mark(moment: str, until: datetime) -> Q:
    conditions: dict[str, Any] = {
        f"{moment}__gt": OuterRef("digest_mark"),
        f"{moment}__gte": OuterRef("joined_at"),
        f"{moment}__lte": until,
    }
    return Q(**conditions)


def _of_another(person: str) -> Q:
    return ~Q(**{person: _READER}) | Q(**{person: None})


def _letter(*words: Any) -> QuerySet[Letter]:
    """The letter with this cause; its words stand in it one after the other."""
    parts = [Value(word) if isinstance(word, str) else Cast(word, CharField()) for word in words]
    return Letter.objects.filter(cause=Concat(*parts, output_field=CharField()))
