"""What privacy does around every request: asks for new terms at some doors, and notes who looks at members' data."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from . import audit, terms_doors

GetResponse = Callable[[HttpRequest], HttpResponse]


class TermsMiddleware:
    """New terms are asked for when a member opens a page to do something; what is being sent is never held up.

    The question stands on the account that the request has read anyway: no statement of its own.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable, args: Any, kwargs: Any) -> HttpResponse | None:
        match = request.resolver_match
        if request.method != "GET" or match is None or not terms_doors.is_door(match.view_name):
            return None
        if not (request.user.is_authenticated and request.user.must_accept_terms):
            return None
        return HttpResponseRedirect(f"{reverse('accept_terms')}?{urlencode({'next': request.get_full_path()})}")


class AuditMiddleware:
    """A page of the admin that shows a member's data was opened: one line, if it was answered."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        match = request.resolver_match
        if match is not None and response.status_code == 200 and (watch := audit.watched(match.view_name)):
            audit.note_view(request, watch, match.kwargs, match.args)
        return response
