"""The door before every page inside a group."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from ..selectors.doors import Inside, get_group_for
from ..selectors.frame import frame

View = Callable[..., HttpResponse]
LONGEST_WAY_BACK = 2000


def inside_group(may: Callable[[Inside], bool], *, part: str) -> Callable[[View], View]:
    """Hands the view an `Inside` in place of the address part, if the visitor may.

    A group that they may not know of gives 404. Where the group is known, visitors are sent to the door and others read
    whom this part is for (403); both before anything inside is looked up, so that nothing can be told from it.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, slug: str, *args: Any, **kwargs: Any) -> HttpResponse:
            inside = get_group_for(request.user, slug)
            if may(inside):
                return view(request, inside, *args, **kwargs)
            if not request.user.is_authenticated:
                return to_log_in(request)
            return render(request, "working_groups/not_allowed.html", frame(inside, part), status=403)

        return guarded

    return decorate


def to_log_in(request: HttpRequest) -> HttpResponse:
    """To the door, and back here from there; endless questions are not kept, so that the way back fits a header.

    From a form whose sender is no longer signed in, the way leads back to the page that held it: most addresses that
    take a form show nothing themselves.
    """
    back = request.get_full_path() if request.method in ("GET", "HEAD") else _page_of_the_form(request)
    back = back if len(back) <= LONGEST_WAY_BACK else request.path
    return redirect(f"{reverse('account_login')}?{urlencode({'next': back})}")


def _page_of_the_form(request: HttpRequest) -> str:
    """The page of a group from which a form came, as the browser says (we send `same-origin`); else its address."""
    try:
        came_from = urlsplit(request.headers.get("Referer", ""))
    except ValueError:
        return request.get_full_path()
    if came_from.netloc != request.get_host() or not came_from.path.startswith("/working-groups/"):
        return request.get_full_path()
    return f"{came_from.path}?{came_from.query}" if came_from.query else came_from.path


def readers(inside: Inside) -> bool:
    """Those who may read what the group makes."""
    return inside.can_read


def members_of_the_site(inside: Inside) -> bool:
    """Readers with an account; a visitor is asked to sign in."""
    return inside.can_read and inside.user.is_authenticated


def is_looked_at(request: HttpRequest) -> bool:
    """Not a browser that fetches ahead, nor a question for headers."""
    return request.method != "HEAD" and "prefetch" not in request.headers.get("Sec-Purpose", "")
