"""Forms that were open too long: their CSRF token is of an earlier session.

That happens to honest people: they signed in in another window (the token changes), or the browser has dropped its
cookies. Nothing of such a form may be acted on. A view that can keep what was typed says how, with `rescued_by`.
"""

from collections.abc import Callable
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers
from django.utils.http import url_has_allowed_host_and_scheme

View = Callable[..., HttpResponse]
Rescue = Callable[..., HttpResponse | None]


def rescued_by(rescue: Rescue) -> Callable[[View], View]:
    """`rescue(request, **kwargs of the route)` is asked when a form sent to this view was too old.

    It must change nothing but the visitor's own session, and must itself make sure that the form was one of ours, made
    for this person. It returns the way on, or None for the plain page.
    """

    def mark(view: View) -> View:
        view.rescue = rescue  # type: ignore[attr-defined]
        return view

    return mark


def too_old(request: HttpRequest, reason: str = "") -> HttpResponse:
    """In place of Django's page about CSRF: what has happened, and the way back to the form."""
    match = request.resolver_match
    rescue: Rescue | None = getattr(match.func, "rescue", None) if match and request.method == "POST" else None
    response = rescue(request, **match.kwargs) if rescue and match else None
    if response is None:
        response = render(request, "403_csrf.html", {"form_url": _page_of_the_form(request)}, status=403)
    add_never_cache_headers(response)
    return response


def _page_of_the_form(request: HttpRequest) -> str:
    """Where the form stood, if it was a page of ours; else nothing."""
    address = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure()):
        return ""
    parts = urlsplit(address)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path
