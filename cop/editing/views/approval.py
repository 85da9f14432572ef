"""A draft read and answered from a letter: the link is the key, logging in is not needed.

Opening the link changes nothing, since mail scanners open every link. The POST needs no CSRF token: it carries no
authority but that of the address itself, and so it works where cookies are blocked, and sets none.
"""

import copy
import re
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.models import Page

from cop.core import page_cache
from cop.core.addresses import address_of

from ..choices import Answer, ApprovalState
from ..forms import AnswerForm
from ..limits import allowed
from ..models import Approval
from ..permissions import state_of
from ..refusals import EditingRefused
from ..selectors.approvals import approval_for_token, has_newer_version
from ..services import approvals

# The bar stands behind the link that skips to the content, which must come first.
TOP = re.compile(rb'<body[^>]*>(?:\s*<a class="skip"[^>]*>[^<]*</a>)?', re.IGNORECASE)
READABLE = (ApprovalState.OPEN, ApprovalState.APPROVED, ApprovalState.CHANGES)


@require_safe
def draft(request: HttpRequest, token: str) -> HttpResponse:
    """The page as it was in this version, with a bar on top. Permission: whoever holds the link, while it is valid."""
    page_cache.never(request)
    approval, refusal = _find(request, token)
    if approval is None:
        return refusal
    page = approval.revision.as_object()
    response = page.serve_preview(_as_visitor(request, page), page.default_preview_mode)
    if hasattr(response, "render"):
        response.render()
    bar = render_to_string("editing/partials/bar.html", _context(approval, token), request=request).encode()
    response.content = TOP.sub(lambda top: top[0] + bar, response.content, count=1)
    return _private(response)


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """Approve, or say what should change. Permission: whoever holds the link, once."""
    page_cache.never(request)
    approval, refusal = _find(request, token)
    if approval is None:
        return refusal
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            approvals.answer(
                approval=approval, answer=Answer(form.cleaned_data["answer"]), comment=form.cleaned_data["comment"]
            )
        except EditingRefused as refused:
            form.add_error(None, str(refused))
        else:
            # The answer is told by the page itself, so that a reload repeats nothing.
            return _private(redirect("approval_answer", token=token))
    return _private(render(request, "editing/answer.html", {**_context(approval, token), "form": form}))


def _find(request: HttpRequest, token: str) -> tuple[Approval | None, HttpResponse]:
    """The request behind the link with a version to show, or the page that says why there is none."""
    if not allowed(request, "approval"):
        return None, _closed(request, "busy", 429)
    approval = approval_for_token(token)
    if approval is None:
        return None, _closed(request, "unknown", 404)
    state = state_of(approval, now=timezone.now())
    if state not in READABLE or approval.revision is None:
        return None, _closed(request, state, 410)
    if state != ApprovalState.OPEN and approval.expires_at <= timezone.now():
        # Who has answered may look again, but not for ever.
        return None, _closed(request, ApprovalState.EXPIRED, 410)
    return approval, HttpResponse()


def _context(approval: Approval, token: str) -> dict[str, Any]:
    return {
        "approval": approval,
        "title": approval.revision.object_str if approval.revision else "",
        "who": approval.created_by.get_short_name() if approval.created_by else "",
        "state": state_of(approval, now=timezone.now()),
        "newer": has_newer_version(approval),
        "draft_url": reverse("approval", args=[token]),
        "answer_url": reverse("approval_answer", args=[token]),
    }


def _as_visitor(request: HttpRequest, page: Page) -> HttpRequest:
    """A request for the page's own address by somebody who is not logged in.

    Not Wagtail's `make_preview_request`: it sends the request through all middleware, and our page cache would answer
    with the published page, or keep the draft for everybody.
    """
    visitor = copy.copy(request)
    visitor.path = visitor.path_info = address_of(page)
    visitor.META = dict(request.META)
    visitor.method = "GET"
    visitor.GET, visitor.POST, visitor.COOKIES = QueryDict(), QueryDict(), {}
    visitor.user = AnonymousUser()
    visitor.is_preview = True  # type: ignore[attr-defined]
    visitor.page_cache_notes = page_cache.Notes()  # type: ignore[attr-defined]
    return visitor


def _closed(request: HttpRequest, state: str, status: int) -> HttpResponse:
    return _private(render(request, "editing/closed.html", {"state": str(state)}, status=status))


def _private(response: HttpResponse) -> HttpResponse:
    """The address is a secret: kept by no browser, passed on to no other site, found by no search engine."""
    response.headers["Cache-Control"] = "no-store, private"
    # "no-referrer" would post the forms of the page (cookies, signing out) with "Origin: null": they are refused then.
    response.headers["Referrer-Policy"] = "same-origin"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response
