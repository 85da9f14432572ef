"""How often one visitor may open links of this room, or answer."""

from allauth.core.internal import ratelimit
from django.http import HttpRequest

# A whole ministry behind one address reads drafts; nobody guesses 128 bits at this pace.
RATES = {"approval": "120/10m/ip"}


def allowed(request: HttpRequest, action: str) -> bool:
    """May this visitor do `action` once more? Counts it."""
    return bool(ratelimit.consume(request, app="editing", action=action, config=RATES, limit_get=True))
