"""A door before whatever the admin has about one page of the site: who may not know of that page stays outside.

Wagtail's own views ask whether one may do what they offer, and some name the page while they refuse or ask for more
(moving, the lists of bulk actions, the explorer of a page without rights).
"""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from wagtail.admin.auth import permission_denied

from .permissions import choosable_pages

# Arguments of routes that are numbers of pages.
ARGUMENTS = ("page_id", "page_to_move_id", "parent_page_id", "destination_id")


class KnownPagesMiddleware:
    """After the log-in. Hidden and absent pages are answered alike; one statement on addresses with a page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Refuse as Wagtail does, in words that name nothing."""
        home = reverse("wagtailadmin_home")
        user = request.user
        if not request.path.startswith(home) or not user.is_authenticated or user.is_superuser:
            return None
        wanted = {str(kwargs[name]) for name in ARGUMENTS if kwargs.get(name) is not None}
        if (kwargs.get("app_label"), kwargs.get("model_name")) == ("wagtailcore", "page"):
            wanted |= {number for number in request.GET.getlist("id") if number.isdecimal() and len(number) < 19}
        if not wanted or choosable_pages(user).filter(pk__in=wanted).count() == len(wanted):
            return None
        refusal: HttpResponse = permission_denied(request)
        return refusal
