"""Asking Wagtail's index of pages for a query; who may read what it finds is the caller's to say."""

from collections.abc import Iterator

from django.db.models import QuerySet
from wagtail.models import Page
from wagtail.search.backends import get_search_backend
from wagtail.search.query import And, Phrase, PlainText

from .query import Query, Term


def ways(query: Query, model: type[Page]) -> Iterator[QuerySet]:
    """Pages of this type that hold all terms and none of the excluded ones, best first; then, for who found none, those
    that hold words which begin so. Nothing is asked before they are read."""
    backend = get_search_backend()
    found = [backend.search(And([_asked(term) for term in query.terms]), model)]
    if all(term.begins or len(term.words) == 1 for term in query.terms):
        found.append(backend.autocomplete(PlainText(" ".join(query.title)), model))
    for results in found:
        pages = results.get_queryset()
        for term in query.excluded:
            # Not in the query itself: of two exclusions Wagtail makes something else for SQLite.
            pages = pages.exclude(pk__in=backend.search(_asked(term), model).get_queryset().values("pk"))
        yield pages


def _asked(term: Term) -> PlainText | Phrase:
    words = " ".join(term.words)
    return PlainText(words) if len(term.words) == 1 else Phrase(words)
