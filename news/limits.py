"""How often one visitor may knock at the doors of this room that write or mail."""

from allauth.core.internal import ratelimit
from django.http import HttpRequest

# A whole office behind one address subscribes on one morning; nobody fills strangers' mailboxes from here.
RATES = {
    "subscribe": "20/10m/ip,100/d/ip",
    # By the address that was typed: at most so many letters a day to somebody who may not have asked.
    "subscribe_address": "6/d/key",
    "confirm": "60/10m/ip",
    "mine": "20/10m/user",
}


def allowed(request: HttpRequest, action: str, *, key: str | None = None) -> bool:
    """May this visitor do `action` once more? Counts it."""
    return bool(ratelimit.consume(request, app="news", action=action, config=RATES, key=key, limit_get=True))
