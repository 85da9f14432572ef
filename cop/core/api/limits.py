"""How often one address may ask the interface; what the page cache answers is not counted."""

from allauth.core.internal import ratelimit
from django.http import HttpRequest

# A harvester that follows the pages one after the other never meets it.
TIMES, SECONDS = 120, 60
RATES = {"api": f"{TIMES}/{SECONDS}s/ip"}


def allowed(request: HttpRequest) -> bool:
    """May this address ask once more? Counts it."""
    return bool(ratelimit.consume(request, app="core", action="api", config=RATES, limit_get=True))
