"""How often one visitor may ask for suggestions."""

from allauth.core.internal import ratelimit
from django.http import HttpRequest

# A whole conference behind one address, typing.
RATES = {"suggest": "1200/5m/ip"}


def allowed(request: HttpRequest, action: str) -> bool:
    """May this visitor do `action` once more? Counts it."""
    return bool(ratelimit.consume(request, app="search", action=action, config=RATES, limit_get=True))
