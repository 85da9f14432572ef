"""An offer answered from a letter: the signed link is the key, logging in is not needed.

Opening the link changes nothing, since mail scanners open every link. The POST needs no CSRF token: it carries no
authority but that of the address itself, and so it works where cookies are blocked, and sets none.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from ..choices import RegistrationStatus
from ..limits import allowed
from ..models import Registration, SessionPlace
from ..models.registration import Claim
from ..permissions import offer_obstacle
from ..refusals import Refused
from ..selectors.dates import day_name, hours
from ..selectors.offers import claim_for_token
from ..selectors.registering import event_facts
from ..selectors.registration import left, moment
from ..services.waiting_list import accept_offer, decline_offer

ANSWERS = {"accept": accept_offer, "decline": decline_offer}


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def offer(request: HttpRequest, token: str) -> HttpResponse:
    """See, accept or decline an offer. Permission: whoever holds the signed link, for this one offer."""
    if not allowed(request, "offer"):
        return _page(request, "busy", status=429)
    found = claim_for_token(token)
    if found is None:
        return _page(request, "unknown", status=404)
    claim, serial = found
    registration = claim.registration if isinstance(claim, SessionPlace) else claim
    answer = ANSWERS.get(request.POST.get("answer", ""))
    if request.method == "POST" and answer and not _is_cancelled(claim, registration):
        try:
            answer(claim=claim, actor=registration.member, serial=serial)
        except Refused:
            return _show(request, claim, serial)
        # The answer is told by the page itself, so that a reload repeats nothing.
        return _private(redirect("offer", token=token))
    return _show(request, claim, serial)


def _show(request: HttpRequest, claim: Claim, serial: int) -> HttpResponse:
    claim.refresh_from_db(fields=["status", "serial", "offer_expires_at"])
    now = timezone.now()
    state = _state(claim, serial)
    if state == "open" and offer_obstacle(claim.status, claim.offer_expires_at, now=now):
        state = "ended"
    registration = claim.registration if isinstance(claim, SessionPlace) else claim
    event = registration.event
    if state == "open" and (_is_cancelled(claim, registration) or not claim.can_be_answered):
        state = "ended"
    context: dict[str, Any] = {"event": event, "facts": event_facts(event)}
    if isinstance(claim, SessionPlace):
        session = claim.session
        session.event = event
        start, end = session.local_start, session.local_end
        context["session"] = session
        context["facts"] = [
            (_("Session"), session.title),
            (_("When"), f"{day_name(start.date(), year=True)}, {hours(start, end)}"),
            (_("Event"), event.title),
        ]
    elif isinstance(claim, Registration):
        context["facts"] = [*context["facts"], (_("You take part"), claim.category.name)]
    if state == "open" and claim.offer_expires_at:
        context["ends"] = moment(event, claim.offer_expires_at)
        context["left"] = left(event, claim.offer_expires_at, now=now)
    return _page(request, state, status=410 if state == "ended" else 200, **context)


def _is_cancelled(claim: Claim, registration: Registration) -> bool:
    if isinstance(claim, SessionPlace) and claim.session.is_cancelled:
        return True
    state = getattr(registration.event, "state", None)
    return state is not None and state.cancelled_at is not None


def _state(claim: Claim, serial: int) -> str:
    """open, accepted, declined or ended: what has become of the offer that the link was made for."""
    if claim.status == RegistrationStatus.OFFERED and claim.serial == serial:
        return "open"
    answered_last = claim.serial == serial + 1
    if answered_last and claim.status == RegistrationStatus.CANCELLED:
        return "declined"
    if claim.status in (RegistrationStatus.CONFIRMED, RegistrationStatus.ATTENDED) and claim.serial > serial:
        return "accepted"
    return "ended"


def _page(request: HttpRequest, state: str, *, status: int, **context: Any) -> HttpResponse:
    response = render(request, "events/registration/offer.html", {"state": state, **context}, status=status)
    return _private(response)


def _private(response: HttpResponse) -> HttpResponse:
    """The address is a secret: it is passed on to no other site and kept by no search engine."""
    # "no-referrer" would post the forms of the page (cookies, signing out) with "Origin: null": they are refused then.
    response.headers["Referrer-Policy"] = "same-origin"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response
