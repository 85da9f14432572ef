"""How often one visitor may ask for suggestions, a member save searches, one visitor's searches be counted."""

from allauth.core.internal import ratelimit
from django.http import HttpRequest

RATES = {
    # A whole conference behind one address, typing.
    "suggest": "1200/5m/ip",
    "save": "60/h/user",
    # Searches without result beyond these are answered, and not counted.
    "silence": "60/h/ip",
}


def allowed(request: HttpRequest, action: str) -> bool:
    """May this visitor do `action` once more? Counts it."""
    return bool(ratelimit.consume(request, app="search", action=action, config=RATES, limit_get=True))
