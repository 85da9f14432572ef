"""Answers for programs: one page of a collection, one item, or what went wrong; open to scripts of every site."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date

from ..facets import with_query
from .asking import Asked
from .declarations import Collection

JSON = "application/json; charset=utf-8"
# RFC 9457
PROBLEM = "application/problem+json; charset=utf-8"
OPEN = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Last-Modified, Link, Retry-After",
    "Cross-Origin-Resource-Policy": "cross-origin",
}
METHODS = "GET, HEAD, OPTIONS"


def page(collection: Collection, wanted: Asked, ids: Sequence[int], pages: int) -> tuple[dict[str, Any], str]:
    """One page as data, and its neighbours as a Link header."""
    first = (wanted.page - 1) * wanted.per_page
    rows = collection.load(ids[first : first + wanted.per_page])
    neighbours = {
        "previous": address(collection, wanted, wanted.page - 1) if wanted.page > 1 else None,
        "next": address(collection, wanted, wanted.page + 1) if wanted.page < pages else None,
    }
    data = {
        "total": len(ids),
        "page": wanted.page,
        "pages": pages,
        "per_page": wanted.per_page,
        **neighbours,
        "items": [collection.item(row) for row in rows],
    }
    names = {"previous": "prev", "next": "next"}
    link = ", ".join(f'<{url}>; rel="{names[name]}"' for name, url in neighbours.items() if url)
    return data, link


def address(collection: Collection, wanted: Asked, number: int) -> str:
    """Another page of the same choice."""
    pairs = [(name, value) for name, values in wanted.filters.lists() for value in values]
    return with_query(collection.url, [*pairs, ("page", str(number)), ("per_page", str(wanted.per_page))])


def answer(request: HttpRequest, data: Any, *, link: str = "", changed_at: datetime | None = None) -> HttpResponse:
    """Data as JSON, or 304 for a program that has them.

    Lists bear no date of change, nor do things with parts: what is taken out leaves none behind.
    """
    content = json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()
    etag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    moment = int(changed_at.timestamp()) if changed_at else None
    response = HttpResponse(content, content_type=JSON, headers={**OPEN, "ETag": etag})
    if link:
        response.headers["Link"] = link
    if moment is not None:
        response.headers["Last-Modified"] = http_date(moment)
    found = get_conditional_response(request, etag=etag, last_modified=moment, response=response) or response
    for name, value in OPEN.items():
        found.headers[name] = value
    return found


def problem(status: int, title: str, detail: str, *, headers: Mapping[str, str] | None = None) -> HttpResponse:
    """What went wrong, in words that a person can read too."""
    data = {"type": "about:blank", "title": title, "status": status, "detail": detail}
    content = json.dumps(data, ensure_ascii=False)
    return HttpResponse(content, status=status, content_type=PROBLEM, headers={**OPEN, **(headers or {})})


def preflight() -> HttpResponse:
    """What a browser asks before a script of another site may send headers of its own."""
    return HttpResponse(
        status=204,
        headers={
            **OPEN,
            "Allow": METHODS,
            "Access-Control-Allow-Methods": METHODS,
            "Access-Control-Allow-Headers": "If-None-Match, If-Modified-Since",
            "Access-Control-Max-Age": "86400",
        },
    )
