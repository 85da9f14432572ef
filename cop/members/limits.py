"""How often one visitor may knock at the doors of this room that search or are reached without a session."""

from allauth.core.internal import ratelimit
from django.http import HttpRequest

RATES = {
    # A whole office behind one address, typing; too slow for copying the directory name by name.
    "people": "120/10m/ip",
    "contact_link": "60/10m/ip",
}


def allowed(request: HttpRequest, action: str) -> bool:
    """May this visitor do `action` once more? Counts it."""
    return bool(ratelimit.consume(request, app="members", action=action, config=RATES, limit_get=True))
