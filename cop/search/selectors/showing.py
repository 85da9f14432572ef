"""Hits as the search page shows them: extracts, marked words, what stands below."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString
from wagtail.models import Page

from cop.core.addresses import address_of
from cop.core.body import plain_text

from .. import registry, words
from ..query import Query


@dataclass(frozen=True)
class Result:
    """One hit as the page shows it."""

    title: SafeString
    url: str
    text: SafeString
    meta: Sequence[str]
    is_sample: bool
    # Where in it: a page or a slide.
    place: str = ""
    # What of it was found beside it (a page of its file): in words, and the address.
    below: str = ""
    below_url: str = ""


def hit_of(page: Page, kind: registry.Kind, query: Query) -> registry.Hit:
    """A page that was found, with the part of its text that holds the words."""
    body = getattr(page, "body", "") or ""
    texts = [getattr(page, "summary", ""), words.plain(body) if isinstance(body, str) else plain_text(body)]
    return registry.Hit(
        title=page.title,
        url=address_of(page),
        text=words.extract(texts, query),
        meta=kind.meta(page),
        is_sample=getattr(page, "is_sample", False),
    )


def shown(hit: registry.Hit, query: Query, below: registry.Hit | None = None) -> Result:
    """A hit with the words marked; `below` is what was found of it besides."""
    return Result(
        title=words.marked(hit.title, query),
        url=hit.url,
        text=words.marked(hit.text, query),
        meta=hit.meta,
        is_sample=hit.is_sample,
        place=hit.place,
        below=below.below if below else "",
        below_url=below.url if below else "",
    )
