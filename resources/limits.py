"""How often views are counted, so that nobody makes numbers, and ZIP files asked for. Reading is never refused."""

from allauth.core.internal import ratelimit
from django.http import HttpRequest

# A conference behind one address reads a lot; one resource is not read faster than this by anybody.
RATES = {"view": "120/m/ip,600/h/key", "zip": "10/m/ip,60/h/ip"}


def may_be_counted(request: HttpRequest, slug: str) -> bool:
    """Counts this view; False when there have been too many from this address, or of this resource."""
    return bool(ratelimit.consume(request, app="resources", action="view", config=RATES, key=slug))


def may_ask_for_zip(request: HttpRequest) -> bool:
    """Counts this wish for a ZIP file; False when there have been too many from this address."""
    return bool(ratelimit.consume(request, app="resources", action="zip", config=RATES))
