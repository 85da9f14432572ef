"""What every request and answer gets: an id, one log line, and the headers that keep browsers strict."""

import logging
import re
import time
import uuid
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import BadRequest
from django.db import DataError
from django.http import Http404, HttpRequest, HttpResponse, UnreadablePostError
from django.middleware.gzip import GZipMiddleware
from django.views.defaults import page_not_found

from cop.core.csp import with_additions
from cop.core.logging import request_id, route_of
from cop.core.views.errors import TOO_MUCH, bad_request

GetResponse = Callable[[HttpRequest], HttpResponse]

access_log = logging.getLogger("cop.access")


class RequestIdMiddleware:
    """Takes X-Request-ID from the proxy (or makes one), returns it, and writes the access line."""

    well_formed = re.compile(r"[A-Za-z0-9._-]{8,64}")
    # Asked every few seconds by machines; their lines would bury the others.
    quiet = ("/health/", "/static/")

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get("X-Request-ID", "")
        identifier = given if self.well_formed.fullmatch(given) else uuid.uuid4().hex
        token = request_id.set(identifier)
        started = time.perf_counter()
        try:
            response = self.get_response(request)
            if access_log.isEnabledFor(logging.INFO) and not request.path.startswith(self.quiet):
                self.log(request, response, started)
        finally:
            request_id.reset(token)
        response.headers["X-Request-ID"] = identifier
        return response

    @staticmethod
    def log(request: HttpRequest, response: HttpResponse, started: float) -> None:
        access_log.info(
            "answered",
            extra={
                "method": request.method,
                "route": "(page cache)" if response.headers.get("X-Page-Cache") == "hit" else route_of(request),
                "status": response.status_code,
                "milliseconds": round((time.perf_counter() - started) * 1000, 1),
            },
        )


class TextCompressionMiddleware(GZipMiddleware):
    """Compresses pages and other text; files keep their length, so that downloads show how far they are.

    The bytes of random length that Django adds make the size of an answer useless for guessing what is in it.
    """

    texts = ("text/", "application/json", "application/xml", "image/svg+xml")

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        if response.streaming or not response.headers.get("Content-Type", "").startswith(self.texts):
            return response
        return super().process_response(request, response)


class TooMuchMiddleware:
    """Reads what a form sent before anybody else does, and answers in words where it is more than we take.

    It stands before the CSRF check, which would read it too and let Django show its own page in development. What
    is not a form at all (in another alphabet than UTF-8) ends here too.
    """

    # Longer than any number that a column of ours holds.
    endless = re.compile(r"\d{19,}")

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable, args: Any, kwargs: Any) -> HttpResponse | None:
        if request.method != "POST":
            return None
        try:
            request.POST  # noqa: B018 - reading is what may fail
        except (*TOO_MUCH, BadRequest) as exception:
            return bad_request(request, exception)
        except UnreadablePostError:
            # The line broke; whoever reads it next says so.
            pass
        return None

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """A number that no row can have, where the database was the first to notice: not found there, not our fault."""
        if not isinstance(exception, (OverflowError, DataError)):
            return None
        sent = [request.get_full_path(), *(value for _name, values in request.POST.lists() for value in values)]
        return bad_request(request, exception) if any(map(self.endless.search, sent)) else None


class OwnNotFoundMiddleware:
    """The demo shows the site's own page at a wrong address, though DEBUG is on. It stands last: views are asked."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return page_not_found(request, exception) if isinstance(exception, Http404) else None


class SecurityHeadersMiddleware:
    """Content-Security-Policy and its relatives; `no-store` on whatever belongs to one visitor."""

    policy = (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
        "connect-src 'self'; media-src 'self'; manifest-src 'self'; form-action {form_action}; base-uri 'none'; "
        "frame-ancestors {ancestors}"
    )
    # Wagtail's admin starts its choosers from inline scripts and styles its editor inline (traps.md no. 7).
    admin_policy = (
        "default-src 'none'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; media-src 'self'; frame-src 'self'; "
        "manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'self'"
    )
    permissions = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        # Browsers apply form-action to the redirect that follows a POST too: logging in with an OpenID provider
        # posts to us and is sent there.
        self.form_action = " ".join(["'self'", *_provider_origins()])

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        headers = response.headers
        headers.setdefault("Content-Security-Policy", self.policy_for(request))
        headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        headers.setdefault("Permissions-Policy", self.permissions)
        if belongs_to_one_visitor(request, response):
            headers["Cache-Control"] = "no-store, private"
        else:
            headers.setdefault("Cache-Control", "no-cache")
        return response

    def policy_for(self, request: HttpRequest) -> str:
        if request.path.startswith("/admin/"):
            return self.admin_policy
        # The admin shows a draft in a frame of its own; the request for it is Wagtail's, not a browser's.
        ancestors = "'self'" if getattr(request, "is_preview", False) else "'none'"
        return with_additions(self.policy.format(form_action=self.form_action, ancestors=ancestors), request)


def belongs_to_one_visitor(request: HttpRequest, response: HttpResponse) -> bool:
    """Did the visitor bring a session, or does the answer set a cookie? (Asks no database.)"""
    return settings.SESSION_COOKIE_NAME in request.COOKIES or bool(response.cookies)


def _provider_origins() -> list[str]:
    apps = settings.SOCIALACCOUNT_PROVIDERS.get("openid_connect", {}).get("APPS", [])
    addresses = [urlsplit(app["settings"]["server_url"]) for app in apps]
    return [f"{address.scheme}://{address.netloc}" for address in addresses]
