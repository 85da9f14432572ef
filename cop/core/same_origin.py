"""The guard of forms on pages that are the same for everybody: no token in the page, but only our own pages may post.

A CSRF token makes a page one visitor's, and sets a cookie; then it cannot be kept. Browsers say themselves where a
request comes from, in headers that no page can change: Sec-Fetch-Site, else Origin, else Referer (our Referrer-Policy
sends it to ourselves). Who says nothing at all is refused. Use it only where a forged post could do little harm.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt


def comes_from_our_page(request: HttpRequest) -> bool:
    """Was this request made by a page of this very site?"""
    if site := request.headers.get("Sec-Fetch-Site"):
        return site == "same-origin"
    ours = (request.scheme, request.get_host().lower())
    said = request.headers.get("Origin") or request.headers.get("Referer", "")
    try:
        address = urlsplit(said)
    except ValueError:
        return False
    return (address.scheme, address.netloc.lower()) == ours


def from_our_pages_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A view whose POST needs no token, but must come from a page of ours; else 403."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "POST" and not comes_from_our_page(request):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return csrf_exempt(guarded)


def page_before(request: HttpRequest, otherwise: str) -> str:
    """Path and query of the page that a form was sent from, if it is one of ours; for a redirect back."""
    try:
        address = urlsplit(request.headers.get("Referer", ""))
    except ValueError:
        return otherwise
    if (address.scheme, address.netloc.lower()) != (request.scheme, request.get_host().lower()):
        return otherwise
    path = address.path + (f"?{address.query}" if address.query else "")
    # "//elsewhere.example/" is a path here, and another site in a Location header.
    return path if path.startswith("/") and url_has_allowed_host_and_scheme(path, allowed_hosts=None) else otherwise
