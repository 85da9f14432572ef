"""My page: the member's own front door."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ..selectors.my_page import my_page as what_is_mine


@require_safe
@login_required
def my_page(request: HttpRequest) -> HttpResponse:
    """For the member who asks, and nobody else."""
    return render(request, "home/my_page.html", {"mine": what_is_mine(request.user)})  # type: ignore[arg-type]
