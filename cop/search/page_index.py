"""Asking Wagtail's index of pages for a query; who may read what it finds is the caller's to say."""

from collections.abc import Iterator
from typing import Any

from django.contrib.postgres.search import SearchQuery, SearchQueryField
from django.db import connection
from django.db.models import Case, F, FloatField, Func, QuerySet, Value, When, Window
from django.db.models.functions import RowNumber
from wagtail.models import Page
from wagtail.search.backends import get_search_backend
from wagtail.search.query import And, Phrase, PlainText

from .query import Query, Term

# So many are compared by all of their words: weighing a page means reading them, which takes longer than finding it.
# What comes behind stands as its title fits, the newest first.
MOST_WEIGHED = 500


def ways(query: Query, model: type[Page]) -> Iterator[QuerySet]:
    """Pages of this type that hold all terms and none of the excluded ones, best first; then, for who found none, those
    that hold words which begin so. Nothing is asked before they are read."""
    backend = get_search_backend()
    found = [backend.search(And([_asked(term) for term in query.terms]), model)]
    if all(term.begins or len(term.words) == 1 for term in query.terms):
        found.append(backend.autocomplete(PlainText(" ".join(query.title)), model))
    for number, results in enumerate(found):
        is_weighed = not number and connection.vendor == "postgresql"
        pages = _weighed(results) if is_weighed else results.get_queryset()
        for term in query.excluded:
            # Not in the query itself: of two exclusions Wagtail makes something else for SQLite.
            pages = pages.exclude(pk__in=backend.search(_asked(term), model).get_queryset().values("pk"))
        yield pages


def _weighed(results: Any) -> QuerySet:
    """What Wagtail finds on PostgreSQL, where only those whose titles fit best, or that are the newest, are weighed by
    all of their words."""
    compiler = results.query_compiler
    config = compiler.get_config(results.backend)
    rank, title = (
        compiler.build_tsrank(F(f"index_entries__{name}"), compiler.query, config=config) * weight
        for name, weight in (("body", 1.0), ("title", F("index_entries__title_norm")))
    )
    words = F("index_entries__title")._combine(F("index_entries__body"), "||", False)
    asked = _Unforeseen(compiler.build_tsquery(compiler.query, config=config))
    place = Window(RowNumber(), order_by=[title.desc(), F("pk").desc()])
    weight = Case(When(place__lte=MOST_WEIGHED, then=rank + title), default=Value(0.0), output_field=FloatField())
    pages = compiler.queryset.annotate(_vector_=words).filter(_vector_=asked)
    return pages.alias(place=place).order_by(weight.desc(), title.desc(), "-pk")


class _Unforeseen(SearchQuery):
    """A query whose words the planner does not see, so that pages are found by the index, however common the words are.
    It takes reading the words of all pages for cheap, and chooses that."""

    def __init__(self, query: Any) -> None:
        Func.__init__(self, query, output_field=SearchQueryField())

    def as_sql(self, compiler: Any, connection: Any, **_context: Any) -> tuple[str, list[Any]]:
        sql, parameters = compiler.compile(self.source_expressions[0])
        return f"(SELECT {sql})", parameters


def _asked(term: Term) -> PlainText | Phrase:
    words = " ".join(term.words)
    return PlainText(words) if len(term.words) == 1 else Phrase(words)
