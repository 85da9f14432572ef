"""How often one visitor may write to the secretariat."""

from allauth.core.internal import ratelimit
from django.http import HttpRequest

# A conference behind one address writes more than one message; a machine writes more than this.
RATES = {"contact": "6/10m/ip,40/d/ip"}


def allowed(request: HttpRequest, action: str) -> bool:
    """May this visitor do `action` once more? Counts it."""
    return bool(ratelimit.consume(request, app="home", action=action, config=RATES))
