"""How often one visitor may knock at the doors of this room that guess or write."""

from allauth.core.internal import ratelimit
from django.http import HttpRequest

RATES = {
    "join": "30/h/user",
    # A whole office behind one address; too slow for guessing anything of 128 bits.
    "invitation": "60/10m/ip",
    "invite": "30/h/user",
    "calendar": "20/10m/user",
}


def allowed(request: HttpRequest, action: str) -> bool:
    """May this visitor do `action` once more? Counts it."""
    return bool(ratelimit.consume(request, app="working_groups", action=action, config=RATES, limit_get=True))
