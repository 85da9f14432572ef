"""How often views are counted, so that nobody makes numbers; how often ZIP files are asked for and practices saved.
Reading is never refused."""

from allauth.core.internal import ratelimit
from django.http import HttpRequest

# A conference behind one address reads a lot; one resource is not read faster than this by anybody.
# A practice is written over weeks; nobody saves it more often by hand.
RATES = {"view": "120/m/ip,600/h/key", "zip": "10/m/ip,60/h/ip", "propose": "120/h/user"}


def may_be_counted(request: HttpRequest, slug: str) -> bool:
    """Counts this view; False when there have been too many from this address, or of this resource."""
    return bool(ratelimit.consume(request, app="resources", action="view", config=RATES, key=slug))


def may_ask_for_zip(request: HttpRequest) -> bool:
    """Counts this wish for a ZIP file; False when there have been too many from this address."""
    return bool(ratelimit.consume(request, app="resources", action="zip", config=RATES))


def may_save_proposal(request: HttpRequest) -> bool:
    """Counts this draft of a good practice; False when this member has saved too often."""
    return bool(ratelimit.consume(request, app="resources", action="propose", config=RATES))
