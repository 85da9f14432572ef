"""The ticket of one's own registration: a page, and a sheet to print."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from .. import tickets
from ..choices import RegistrationStatus
from ..models import Registration
from ..selectors import my_registration as mine
from ..selectors.dates import day_short
from ..selectors.events import last_day
from ..selectors.registering import event_facts, trail_below_mine
from .doors import members_only


def _ticket(request: HttpRequest, slug: str) -> tuple[Registration, dict[str, Any]] | None:
    """The registration and what its ticket says; None while there is no ticket for it."""
    registration = mine.get_registration_for(request.user, slug)
    if registration is None:
        raise Http404
    state = getattr(registration.event, "state", None)
    if not tickets.has_ticket(registration) or (state is not None and state.cancelled_at is not None):
        return None
    sessions = [
        (f"{day_short(session.place.session.local_start.date())}, {session.hours}", session.place.session.title)
        for session in mine.my_sessions(registration, now=timezone.now())
        if session.place.status == RegistrationStatus.CONFIRMED and not session.place.session.is_cancelled
    ]
    facts = [*event_facts(registration.event), (_("You take part"), registration.category.name)]
    return registration, {"facts": facts, "sessions": sessions}


@require_safe
@members_only
def ticket(request: HttpRequest, slug: str) -> HttpResponse:
    """The ticket on the screen. Permission: its member, while the place is confirmed."""
    found = _ticket(request, slug)
    if found is None:
        return redirect("my_registration", slug=slug)
    registration, shown = found
    return render(
        request,
        "events/registration/ticket.html",
        {
            "event": registration.event,
            "registration": registration,
            "last_day": last_day(registration.event),
            "trail": trail_below_mine(registration.event),
            "code": tickets.grouped(registration.code),
            "qr": tickets.qr_svg(registration),
            **shown,
        },
    )


@require_safe
@members_only
def ticket_pdf(request: HttpRequest, slug: str) -> HttpResponse:
    """The ticket as PDF. Permission: as for the page."""
    found = _ticket(request, slug)
    if found is None:
        return redirect("my_registration", slug=slug)
    registration, shown = found
    response = HttpResponse(tickets.ticket_pdf(registration, **shown), content_type="application/pdf")
    name = f"ticket-{slugify(registration.event.slug) or 'event'}.pdf"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
