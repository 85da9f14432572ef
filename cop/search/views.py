"""The search page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from .selectors.finding import find


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
    return render(request, "search/search.html", {"found": found, "trail": [(_("Home"), "/")]})
