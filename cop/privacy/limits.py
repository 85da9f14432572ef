"""How often choices are recorded, so that nobody fills the table. Choosing itself is never refused."""

from allauth.core.internal import ratelimit
from django.http import HttpRequest

# A whole conference behind one address may choose; and for all addresses together there is an end too.
RATES = {"choice": "300/h/ip,10000/h/key"}


def may_be_recorded(request: HttpRequest) -> bool:
    """Counts this choice; False when there have been too many from this address, or from all."""
    return bool(ratelimit.consume(request, app="privacy", action="choice", config=RATES, key="all"))
