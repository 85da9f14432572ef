"""Keeping the titles that are suggested in line with what everybody may read."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from wagtail.models import Page

from cop.core.folding import tokens
from cop.core.models import live_pages_visible_to

from .. import registry, suggestions
from ..models import Title, TitleKey
from ..models.titles import LONGEST_KEY

# A title is found by so many of its words.
MOST_WORDS = 8
# Stands before the length of the title where the key is not its beginning.
INSIDE = 1_000
AT_ONCE = 1_000


@dataclass(frozen=True)
class _Row:
    kind: str
    title: str
    url: str
    page_id: int | None


def mend() -> int:
    """Add what is missing, take out what is public no longer; returns how many rows changed. Harmless to be run twice.

    Two statements over all pages and titles, one for each room, and some for what changed.
    """
    wanted = _public_titles()
    fields = ("source", "kind", "title", "url", "page_id")
    known = {source: _Row(*row) for source, *row in Title.objects.values_list(*fields)}
    gone = sorted(source for source, row in known.items() if wanted.get(source) != row)
    new = sorted(source for source, row in wanted.items() if known.get(source) != row)
    for some in _portions(gone):
        Title.objects.filter(source__in=some).delete()
    for some in _portions(new):
        with transaction.atomic():
            rows = [_title(source, wanted[source]) for source in some]
            # Another process may be adding the same.
            Title.objects.bulk_create(rows, ignore_conflicts=True)
            made = Title.objects.filter(source__in=some, keys__isnull=True)
            TitleKey.objects.bulk_create([key for title in made for key in _keys(title)], batch_size=AT_ONCE)
    return len(gone) + len(new)


def _public_titles() -> dict[str, _Row]:
    kinds = {
        ContentType.objects.get_for_model(model).pk: kind.key
        for model in registry.page_models()
        if (kind := registry.kind_of_type(model)) is not None
    }
    pages = live_pages_visible_to(Page.objects.filter(content_type__in=kinds), AnonymousUser())
    wanted = {
        f"page {pk}": _Row(kinds[type_id], title, "", pk)
        for pk, type_id, title in pages.values_list("pk", "content_type_id", "title")
    }
    for each in suggestions.registered():
        for one in each.collect():
            row = _Row(each.key, one.title[:255], one.url[:400], one.page_id)
            wanted[f"{each.key} {one.url}"[:250]] = row
    return wanted


def _title(source: str, row: _Row) -> Title:
    return Title(source=source, kind=row.kind, title=row.title, url=row.url, page_id=row.page_id)


def _keys(title: Title) -> Iterator[TitleKey]:
    words = tokens(title.title)
    for place in range(min(len(words), MOST_WORDS)):
        rank = (INSIDE if place else 0) + len(title.title)
        yield TitleKey(key=" ".join(words[place:])[:LONGEST_KEY], rank=rank, title=title)


def _portions(sources: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(sources), AT_ONCE):
        yield sources[start : start + AT_ONCE]
