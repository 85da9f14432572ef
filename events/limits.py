"""How often one visitor may knock at the doors of this room that guess or write."""

from allauth.core.internal import ratelimit
from django.http import HttpRequest

# Enough for every honest use (a whole office behind one address, a form sent again and again); too little for guessing.
RATES = {
    "register": "40/10m/user",
    "code": "10/h/user",
    "offer": "60/10m/ip",
    # A form with a large file, sent again and again by everybody in one office.
    "slides": "120/10m/ip",
    "calendar": "20/10m/user",
    "participants": "120/10m/ip",
}


def allowed(request: HttpRequest, action: str, *, count: bool = True) -> bool:
    """May this visitor do `action` once more? Counts it, unless told only to look."""
    return bool(
        ratelimit.consume(request, app="events", action=action, config=RATES, limit_get=True, dry_run=not count)
    )
