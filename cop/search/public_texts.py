"""What everybody may read, for the words of “did you mean”: pages, and whatever texts rooms add.

A room signs up in ready() with its public rows; nothing that needs an account, a membership or a right may be among
them. The words of each row are counted once and remembered (`models.CountedText`), so that the clock looks only at what
has come and what has gone, however much text there is.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from wagtail.models import Page

from cop.core.body import plain_text
from cop.core.models import BasePage, live_pages_visible_to
from cop.core.serving import own, with_own_fields

from . import registry
from .words import plain

AT_ONCE = 200


@dataclass(frozen=True)
class Texts:
    """`public()`: numbers of all rows that everybody may read now, the newest last. `read(numbers)`: their texts; what
    has meanwhile gone or been hidden may not be among them. A row whose text changes gets another number."""

    key: str
    public: Callable[[], Iterable[int]]
    read: Callable[[Sequence[int]], Iterable[tuple[int, str]]]


_texts: dict[str, Texts] = {}


def register_texts(texts: Texts) -> None:
    """Called by rooms in ready()."""
    _texts[texts.key] = texts


def registered() -> list[Texts]:
    """All that have signed up."""
    return list(_texts.values())


def public_texts(since: datetime | None = None) -> Iterator[str]:
    """One text for each public page: of all, or of those published since then."""
    pages = live_pages_visible_to(Page.objects.all(), AnonymousUser())
    if since is not None:
        pages = pages.filter(last_published_at__gte=since)
    last = 0
    while numbers := list(pages.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:AT_ONCE]):
        for page in with_own_fields(Page.objects.filter(pk__in=numbers)):
            mine = own(page)
            if isinstance(mine, BasePage) and registry.kind_of(mine) is not None:
                yield text_of(mine)
        last = numbers[-1]


def text_of(page: BasePage) -> str:
    """The words by which a page is found, as they are written."""
    body = getattr(page, "body", "") or ""
    parts = [page.title, page.summary, plain(body) if isinstance(body, str) else plain_text(body)]
    for field in page.get_searchable_search_fields():
        if field.field_name not in ("title", "summary", "body", "folded_words"):
            value = field.get_value(page)
            parts.append(plain(" ".join(map(str, value)) if isinstance(value, list) else str(value or "")))
    return " ".join(part for part in parts if part)
