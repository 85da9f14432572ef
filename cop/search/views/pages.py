"""The search page, and what is suggested while one types."""

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from .. import suggestions
from ..limits import allowed
from ..selectors.finding import find
from ..selectors.saved import save_address
from ..selectors.suggesting import suggestions_for
from ..services.silence import note_silence
from ..site_listing import KEY


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """For everybody; shows what this visitor may read. Never kept: there are more queries than memory."""
    asked = request.GET
    found = find(
        asked.get("q", ""),
        request.user,
        only=asked.get("only", "")[:40],
        page=asked.get("page", ""),
        url=reverse("search"),
    )
    if found.query and not found.total and request.method == "GET" and allowed(request, "silence"):
        note_silence(query=found.query)
    context = {"found": found, "trail": [(_("Home"), "/")], "save_url": save_address(KEY, asked)}
    return render(request, "search/search.html", context)


@require_safe
def suggest(request: HttpRequest, among: str = "") -> HttpResponse:
    """For everybody, and the same for all: titles of what is public. `{"suggestions": [{title, url, kind}]}`. `among`
    names a field with suggestions of its own; 404 for any other."""
    if among and suggestions.kinds_of_field(among) is None:
        raise Http404
    if not allowed(request, "suggest"):
        return JsonResponse({"suggestions": []}, status=429)
    response = JsonResponse({"suggestions": suggestions_for(request.GET.get("q", ""), among)})
    response.headers["Cache-Control"] = "public, max-age=60"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
