"""Reads of the documents of a meeting: what belongs to it, what could, and to which meetings a document belongs."""

from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format

from cop.search import words as typed_words

from ..models import Document, Meeting
from .documents import FileRow, file_row
from .doors import Inside
from .group_meetings import meetings_in
from .my_meetings import meeting_url

MOST_OFFERED = 50
MOST_MEETINGS = 20


@dataclass(frozen=True)
class MeetingOf:
    """A meeting to which a document belongs."""

    title: str
    day: str
    url: str


def documents_of(meeting: Meeting) -> QuerySet[Document]:
    """The documents of a meeting that are there, in their order; nothing that was deleted or went to another group.

    Whoever may see the meeting may read the group, and so its documents.
    """
    found = Document.objects.filter(
        papers__meeting=meeting, group=meeting.group_id, trashed_at=None, current__isnull=False
    )
    return found.order_by("papers__number")


def papers_of(inside: Inside, meeting: Meeting) -> list[FileRow]:
    """The same as lines of a list. One statement."""
    found = documents_of(meeting).select_related("current__author")
    return [file_row(inside, each, with_tags=False) for each in found]


def documents_to_choose(inside: Inside, meeting: Meeting, words: str = "") -> list[FileRow]:
    """Documents of the group that do not belong to the meeting yet, the newest first; with words, those whose name
    holds all of them. One statement."""
    found = Document.objects.filter(group=inside.group.pk, trashed_at=None, current__isnull=False)
    for word in typed_words.words_in(words):
        found = found.filter(name__icontains=word)
    found = found.exclude(papers__meeting=meeting).select_related("current__author").order_by("-changed_at", "-pk")
    return [file_row(inside, each, with_tags=False) for each in found[:MOST_OFFERED]]


def meetings_with(inside: Inside, document: Document) -> list[MeetingOf]:
    """The meetings to which a document belongs, of those that the viewer may see; the latest first. One statement."""
    found = meetings_in(inside).filter(papers__document=document).only("title", "starts_at")
    return [
        MeetingOf(
            title=each.title,
            day=date_format(timezone.localtime(each.starts_at), "j F Y"),
            url=meeting_url(inside.page.slug, each.pk),
        )
        for each in found.order_by("-starts_at", "-pk")[:MOST_MEETINGS]
    ]
