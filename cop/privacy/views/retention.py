"""How long each kind of data is kept, for everybody."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from cop.core import page_cache


@require_safe
def retention_page(request: HttpRequest) -> HttpResponse:
    """The table of rules. Permission: public; nothing but code is on it."""
    page_cache.tag(request)
    page_cache.known_parameters(request)
    return render(request, "privacy/retention.html", {"trail": [(_("Home"), "/"), (_("Privacy"), "/privacy/")]})
