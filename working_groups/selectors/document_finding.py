"""Finding words in documents: by name, or on one page."""

from collections.abc import Iterable
from typing import Protocol

from django.db.models import Exists, OuterRef, QuerySet

from cop.search.query import Query
from cop.search.row_index import Match, found_in, nearness

from ..models import Document, DocumentText, DocumentWords, WorkingGroup

# So many documents of a group are looked through by their names, and so many pages of the newest by their words.
MOST_OF_A_GROUP = 500


def is_present(version: str = "version") -> Exists:
    """Is it a page of the present version of a document that is there? `version` is the way from the row to it.

    Not a comparison of two columns of a join: PostgreSQL expects one row of that, and then looks through all pages.
    """
    return Exists(Document.objects.filter(current=OuterRef(version), trashed_at__isnull=True))


def texts_with(query: Query, groups: Iterable[int], most: int) -> QuerySet[DocumentText]:
    """Pages of these groups that hold all words, and names that do (page 0): the exact name first, then names, then the
    newest. Of present versions of documents that are there; the caller says again who may read."""
    match = Match(query, tuple(groups))
    words = found_in(DocumentWords, query, match.scopes, most)
    texts = DocumentText.objects.filter(is_present(), search_words__in=words)
    if not match.scopes:
        return texts.none()
    return (
        texts.select_related("version__document")
        .annotate(near=nearness(match, "search_words__"))
        .order_by("near", "-version__document__changed_at", "version", "number")
    )


class _Numbered(Protocol):
    """A `DocumentText`, or a row with some of its columns."""

    version_id: int
    number: int


def first_of_each[Text: _Numbered](texts: Iterable[Text]) -> dict[int, Text]:
    """Of each document, by the number of its version, the page that is shown: the first with the words, else its name;
    in the order in which they were found."""
    found: dict[int, Text] = {}
    for text in texts:
        known = found.get(text.version_id)
        if known is None or known.number == 0:
            found[text.version_id] = text
    return found


def documents_with(query: Query, group: WorkingGroup) -> int:
    """How many documents `hits` would find, without reading their pages. One statement."""
    texts = texts_with(query, [group.pk], MOST_OF_A_GROUP).filter(version__document__group=group)
    return texts.order_by().values("version").distinct().count()


def hits(query: Query, group: WorkingGroup) -> list[DocumentText]:
    """What is found of each document of a group. One statement."""
    texts = texts_with(query, [group.pk], MOST_OF_A_GROUP).filter(version__document__group=group)
    return list(first_of_each(texts).values())
