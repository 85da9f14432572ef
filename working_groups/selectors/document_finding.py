"""Finding words in documents: by name, or on one page."""

from collections.abc import Sequence

from django.db.models import F, Q, QuerySet

from ..models import DocumentText, WorkingGroup


def texts_with(words: Sequence[str]) -> Q:
    """One page that holds every word, or a document whose name does."""
    in_text, in_name = Q(), Q(number=0)
    for word in words:
        in_text &= Q(text__icontains=word)
        in_name &= Q(version__document__name__icontains=word)
    return in_text | in_name


def find_texts(fits: Q) -> QuerySet[DocumentText]:
    """Texts of the present versions of documents that are there, the newest first; the caller says of which groups."""
    return (
        DocumentText.objects.filter(
            fits, version__document__current=F("version"), version__document__trashed_at__isnull=True
        )
        .select_related("version__document")
        .order_by("-version__document__changed_at", "version", "number")
    )


def hits(fits: Q, group: WorkingGroup) -> list[DocumentText]:
    """Of each document the page that is shown: the first with the words, else its name. One statement."""
    found: dict[int, DocumentText] = {}
    for text in find_texts(fits).filter(version__document__group=group)[:500]:
        known = found.get(text.version_id)
        if known is None or known.number == 0:
            found[text.version_id] = text
    return list(found.values())
