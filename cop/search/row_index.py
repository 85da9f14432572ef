"""The index of rows (posts, texts of documents): a table of words beside each, with the database's own index.

Why not Wagtail's index, and why so: docs/decisions/search-index.md. A room derives a model from `RowWords`, adds
`FullText` to its migration and keeps the rows true in its services; `cop.search.indexes` mends what was missed. This
module and `full_text` are the only places that know which database it is.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import md5
from typing import Any

from django.db import NotSupportedError, models
from django.db.models import Case, QuerySet, Value, When
from django.db.models.functions import MD5

from cop.core.folding import tokens

from .query import Query, Term

_DIGITS = str.maketrans("0123456789", "abcdefghij")
LONGEST_TITLE = 150


def scope_key(scope: int) -> str:
    """Stands before each word of a row: the words of two groups have not one entry of the index in common.

    So a search in some groups never comes near what others hold: neither its results nor its time can tell of them.
    """
    return f"{str(scope).translate(_DIGITS)}z"


def scoped(scope: int, text: str) -> str:
    """A text as it goes into the index."""
    key = scope_key(scope)
    return " ".join(key + word for word in tokens(text))


def source_of(scope: int, *texts: str) -> str:
    """What a row of words was made of, in short; the database computes the same (`source_in_database`)."""
    return md5("\n".join((str(scope), *texts)).encode(), usedforsecurity=False).hexdigest()


def source_in_database(scope: str | Value, *texts: str) -> MD5:
    """`source_of` over columns; `scope` may be a value that is the same for all rows."""
    pieces: list[Any] = [models.functions.Cast(scope, models.TextField())]
    for text in texts:
        pieces += [Value("\n"), models.functions.Cast(text, models.TextField())]
    return MD5(models.functions.Concat(*pieces, output_field=models.TextField()))


@dataclass(frozen=True)
class Match:
    """A query within scopes, in the two languages that databases speak. Words hold letters and digits only."""

    query: Query
    scopes: tuple[int, ...]

    @property
    def tsquery(self) -> str:
        """For to_tsquery of PostgreSQL."""
        parts = [self._any(term, " <-> ", "{}", ":*", " | ") for term in self.query.terms]
        parts += [f"!{self._any(term, ' <-> ', '{}', ':*', ' | ')}" for term in self.query.excluded]
        return " & ".join(parts)

    @property
    def fts5(self) -> str:
        """For MATCH of SQLite."""
        found = " AND ".join(self._any(term, " ", '"{}"', " *", " OR ") for term in self.query.terms)
        without = " OR ".join(self._any(term, " ", '"{}"', " *", " OR ") for term in self.query.excluded)
        return f"({found}) NOT ({without})" if without else found

    def _any(self, term: Term, between: str, around: str, begins: str, either: str) -> str:
        each = []
        for scope in self.scopes:
            key = scope_key(scope)
            row = around.format(between.join(key + word for word in term.words))
            each.append(f"({row}{begins if term.begins else ''})")
        return f"({either.join(each)})"


class WordsField(models.TextField):
    """Words of a row as `scoped` gives them. `found` looks in it with a `Match`."""


@WordsField.register_lookup
class Found(models.Lookup):
    """`text__found=match` looks in title and text, `title__found=match` in the title alone."""

    lookup_name = "found"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        raise NotSupportedError(f"Nothing is looked up in rows on {connection.vendor}.")

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, list[str]]:
        quote = connection.ops.quote_name
        column = f"{quote(self.lhs.alias)}.{quote(f'{self.lhs.target.column}_vector')}"
        # In a subquery, so that the plan is the same for rare and common words: by the index. Of a common word the
        # planner would read the whole table, which looks small to it because the vectors lie apart, and take seconds.
        return f"{column} @@ (SELECT to_tsquery('simple'::regconfig, %s))", [self.rhs.tsquery]

    def as_sqlite(self, compiler: Any, connection: Any) -> tuple[str, list[str]]:
        quote = connection.ops.quote_name
        meta = self.lhs.target.model._meta
        table = quote(f"{meta.db_table}_fts")
        asked = f"{{title}} : ({self.rhs.fts5})" if self.lhs.target.column == "title" else self.rhs.fts5
        row = f"{quote(self.lhs.alias)}.{quote(meta.pk.column)}"
        return f"{row} IN (SELECT rowid FROM {table} WHERE {table} MATCH %s)", [asked]  # noqa: S608


class RowWords(models.Model):
    """Abstract: the words of one row. The heir's primary key is a OneToOneField to the row."""

    # In which group the row is: whoever may not read it does not come near these words.
    scope = models.PositiveBigIntegerField()
    # Newer ones are found first.
    moment = models.DateTimeField()
    title = WordsField()
    text = WordsField()
    source = models.CharField(max_length=32)

    class Meta:
        abstract = True


def found_in[M: RowWords](model: type[M], query: Query, scopes: Iterable[int], most: int) -> QuerySet[M]:
    """Rows of `model` within these scopes: `most` by title, the exact one first, and the `most` newest by any word.

    Bounded, so that what is done with them does not grow. The caller adds its own rule of who may read what: words may
    be a moment older than the rows. To be used as `…__in`.
    """
    match = Match(query, tuple(scopes))
    if not query or not match.scopes:
        return model._default_manager.none()
    rows = model._default_manager
    titled = rows.filter(title__found=match).order_by(nearness(match), "-moment", "pk")[:most]
    newest = rows.filter(text__found=match).order_by("-moment", "pk")[:most]
    # Not every database takes limits within a union; all take them within a subquery.
    by_title, by_text = (rows.filter(pk__in=some.values("pk")).values("pk") for some in (titled, newest))
    return rows.filter(pk__in=by_title.union(by_text))


def nearness(match: Match, prefix: str = "") -> Case:
    """0 the exact title, 1 all words in the title, 2 in the text; to be ordered by, over few rows."""
    titles = [scoped(scope, " ".join(match.query.title)) for scope in match.scopes]
    return Case(
        When(**{f"{prefix}title__in": titles}, then=0), When(**{f"{prefix}title__found": match}, then=1), default=2
    )
