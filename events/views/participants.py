"""Who takes part: those who agreed to being seen by the one who looks."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ..forms.text import plain_line
from ..limits import allowed
from ..selectors.events import get_event_for
from ..selectors.participants import participants, takes_part
from ..selectors.registering import trail

PAGE_SIZE = 50


@require_safe
def event_participants(request: HttpRequest, slug: str) -> HttpResponse:
    """The participant list. Permission: that of the event, and of each participant (`participants_visible_to`)."""
    event = get_event_for(request.user, slug)
    wanted = plain_line(request.GET.get("q", "").replace("\x00", ""))[:100]
    too_often = bool(wanted) and not allowed(request, "participants")
    found = participants(request.user, event, "" if too_often else wanted)
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    response = render(
        request,
        "events/registration/participants.html",
        {
            "event": event,
            "page": page,
            "wanted": wanted,
            "too_often": too_often,
            "takes_part": takes_part(request.user, event),
            "count": page.paginator.count,
            "trail": trail(event),
        },
        status=429 if too_often else 200,
    )
    # They agreed to be seen here, not to be found by name in search engines for ever.
    response.headers["X-Robots-Tag"] = "noindex"
    return response
