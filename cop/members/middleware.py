"""What every request of a logged-in member needs, and the door of the admin."""

from collections.abc import Callable
from urllib.parse import urlencode

from django.contrib.sites.requests import RequestSite
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from .permissions import can_enter_admin
from .second_factor import needs_second_factor
from .time_zones import known_time_zones

GetResponse = Callable[[HttpRequest], HttpResponse]


class MemberMiddleware:
    """Shows times on the member's own clock; events show their own beside it."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        if user.is_authenticated and user.time_zone in known_time_zones():
            with timezone.override(user.time_zone):
                return self.get_response(request)
        return self.get_response(request)

    def process_template_response(self, request: HttpRequest, response: TemplateResponse) -> TemplateResponse:
        """allauth's pages call the machine `site`, which would hide the name and the links of our frame."""
        context = response.context_data
        if context and isinstance(context.get("site"), RequestSite):
            del context["site"]
        return response


class AdminDoorMiddleware:
    """Nothing below /admin/, API included, answers without a login of ours, the right and a second factor.

    Wagtail's own log-in form is never reached: it counts no tries and asks for no second factor (traps.md no. 3).
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        home = reverse("wagtailadmin_home")
        if request.path.startswith(home):
            refusal = self.refusal(request, home)
            if refusal is not None:
                return refusal
        return self.get_response(request)

    def refusal(self, request: HttpRequest, home: str) -> HttpResponse | None:
        asked = request.get_full_path() if request.method == "GET" else home
        if not request.user.is_authenticated:
            self.refuse_machines(request)
            if request.path == reverse("wagtailadmin_login"):
                asked = request.GET.get("next", home)
            return _redirect("account_login", asked)
        if request.path == reverse("wagtailadmin_logout"):
            return None
        if not can_enter_admin(request.user):
            raise PermissionDenied
        if needs_second_factor(request):
            self.refuse_machines(request)
            return _redirect("second_factor", asked)
        if request.path == reverse("wagtailadmin_login"):
            return HttpResponseRedirect(home)
        return None

    @staticmethod
    def refuse_machines(request: HttpRequest) -> None:
        """A script of the admin would follow a redirect and read a page as its answer."""
        if request.headers.get("X-Requested-With") == "XMLHttpRequest":
            raise PermissionDenied


def _redirect(url_name: str, then: str) -> HttpResponse:
    # `then` is checked where it is used: by allauth's adapter and by the page about the second factor.
    return HttpResponseRedirect(f"{reverse(url_name)}?{urlencode({'next': then})}")
