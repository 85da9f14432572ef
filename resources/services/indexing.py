"""What search knows of the text in files: written with each change of them, and mended where something was missed."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, time
from itertools import batched
from typing import Any

from django.db import transaction
from django.db.models import F, Q, QuerySet, Value

from cop.search.row_index import scoped, source_in_database, source_of

from ..models import FileText, FileWords
from ..selectors.file_finding import SCOPE, is_findable

AT_ONCE = 200
FIELDS = ["scope", "moment", "title", "text", "source"]


@transaction.atomic
def index_resources(resources: Iterable[int]) -> int:
    """Make what search knows of the files of these resources true: every page of what is published, of others
    nothing; who finds it is another question (`selectors.file_finding`). Returns how many pages are known.

    To be called in the transaction of each change of files, and when a page is published or no longer is.
    """
    texts = FileText.objects.filter(version__file__resource__in=list(resources))
    FileWords.objects.filter(page__in=texts.filter(~is_findable()).values("pk")).delete()
    return _index(texts)


def mend_files(thorough: bool) -> int:
    """Find pages of which search knows nothing, or (`thorough`) something else than they say, and mend them in
    portions; forget what is published no more. Returns how many there were."""
    gone, _models = FileWords.objects.filter(~is_findable("page__version")).delete()
    there = FileText.objects.filter(is_findable())
    wrong = Q(search_words__isnull=True)
    if thorough:
        wrong |= ~Q(search_words__source=F("true"))
    true = source_in_database(Value(SCOPE), "number", "text")
    ids = list(there.alias(true=true).filter(wrong).order_by("-pk").values_list("pk", flat=True))
    for portion in batched(ids, AT_ONCE):
        _index(FileText.objects.filter(pk__in=portion))
    return gone + len(ids)


@transaction.atomic
def _index(texts: QuerySet[FileText]) -> int:
    rows = texts.filter(is_findable()).values_list("pk", "number", "version__file__resource__date", "text")
    return _write(_words_of(*row) for row in rows.iterator(chunk_size=AT_ONCE))


def _words_of(pk: int, number: int, day: Any, text: str) -> FileWords:
    return FileWords(
        page_id=pk,
        scope=SCOPE,
        moment=datetime.combine(day, time(12), UTC),
        title="",
        text=scoped(SCOPE, text),
        source=source_of(SCOPE, str(number), text),
    )


def _write(rows: Iterator[FileWords]) -> int:
    number = 0
    for portion in batched(rows, AT_ONCE):
        FileWords.objects.bulk_create(
            portion, update_conflicts=True, unique_fields=["page"], update_fields=FIELDS, batch_size=AT_ONCE
        )
        number += len(portion)
    return number
