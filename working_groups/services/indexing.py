"""What search knows of posts and documents: written with each change of them, and mended where something was missed."""

from collections.abc import Callable, Iterable, Iterator
from itertools import batched
from typing import Any

from django.db import transaction
from django.db.models import F, Q, QuerySet

from cop.search.row_index import RowWords, scoped, source_in_database, source_of

from ..models import DocumentText, DocumentWords, Post, PostWords
from ..selectors.document_finding import is_present

AT_ONCE = 200
FIELDS = ["scope", "moment", "title", "text", "source"]


@transaction.atomic
def index_posts(posts: QuerySet[Post]) -> int:
    """Make what search knows of these posts true: readable ones with their present words, deleted ones not at all.

    To be called in the transaction of each change of words, title, thread, group or deletion. Returns how many are
    known.
    """
    PostWords.objects.filter(post__in=posts.filter(deleted_at__isnull=False).values("pk")).delete()
    rows = posts.filter(deleted_at__isnull=True).values_list(
        "pk", "number", "created_at", "thread__group", "thread__title", "text"
    )
    return _write(PostWords, "post", (_words_of_post(*row) for row in rows.iterator(chunk_size=AT_ONCE)))


@transaction.atomic
def index_documents(documents: Iterable[int]) -> int:
    """The same for the documents with these numbers: every page of the present version, of trashed ones nothing."""
    texts = DocumentText.objects.filter(version__document__in=list(documents))
    DocumentWords.objects.filter(page__in=texts.filter(~is_present()).values("pk")).delete()
    return _index_pages(texts)


def mend_posts(thorough: bool) -> int:
    """Find posts of which search knows nothing, or (`thorough`) something else than they say, and mend them in
    portions; returns how many there were."""
    gone, _models = PostWords.objects.filter(post__deleted_at__isnull=False).delete()
    there = Post.objects.filter(deleted_at__isnull=True)
    true = source_in_database("thread__group", "number", "thread__title", "text")
    wrong = _unlike(there, true) if thorough else there.filter(search_words__isnull=True)
    return gone + _mend(wrong, lambda ids: index_posts(Post.objects.filter(pk__in=ids)))


def mend_documents(thorough: bool) -> int:
    """The same for pages of documents."""
    there = DocumentText.objects.filter(is_present())
    gone, _models = DocumentWords.objects.filter(~is_present("page__version")).delete()
    true = source_in_database("version__document__group", "number", "version__document__name", "text")
    wrong = _unlike(there, true) if thorough else there.filter(search_words__isnull=True)
    return gone + _mend(wrong, lambda ids: _index_pages(DocumentText.objects.filter(pk__in=ids)))


def _unlike(there: QuerySet[Any], true: Any) -> QuerySet[Any]:
    return there.alias(true=true).filter(Q(search_words__isnull=True) | ~Q(search_words__source=F("true")))


def _mend(wrong: QuerySet[Any], index: Callable[[Iterable[int]], int]) -> int:
    ids = list(wrong.order_by("-pk").values_list("pk", flat=True))
    for portion in batched(ids, AT_ONCE):
        index(portion)
    return len(ids)


@transaction.atomic
def _index_pages(texts: QuerySet[DocumentText]) -> int:
    rows = texts.filter(is_present()).values_list(
        "pk", "number", "version__document__changed_at", "version__document__group", "version__document__name", "text"
    )
    return _write(DocumentWords, "page", (_words_of_page(*row) for row in rows.iterator(chunk_size=AT_ONCE)))


def _words_of_post(pk: int, number: int, moment: Any, group: int, title: str, text: str) -> PostWords:
    is_first = number == 1
    return PostWords(
        post_id=pk,
        scope=group,
        moment=moment,
        title=scoped(group, title) if is_first else "",
        text=scoped(group, text if is_first else f"{title}\n{text}"),
        source=source_of(group, str(number), title, text),
    )


def _words_of_page(pk: int, number: int, moment: Any, group: int, name: str, text: str) -> DocumentWords:
    return DocumentWords(
        page_id=pk,
        scope=group,
        moment=moment,
        title="" if number else scoped(group, name),
        text=scoped(group, text),
        source=source_of(group, str(number), name, text),
    )


def _write[M: RowWords](model: type[M], key: str, rows: Iterator[M]) -> int:
    number = 0
    for portion in batched(rows, AT_ONCE):
        model._default_manager.bulk_create(
            portion, update_conflicts=True, unique_fields=[key], update_fields=FIELDS, batch_size=AT_ONCE
        )
        number += len(portion)
    return number
