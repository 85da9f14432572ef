"""How often views are counted, so that nobody makes numbers; how often ZIP files are asked for and practices saved.
Reading is never refused."""

import hashlib
import hmac
import re
import secrets

from allauth.core.internal import httpkit, ratelimit
from django.core.cache import cache
from django.http import HttpRequest

# A conference behind one address reads a lot; one resource is not read faster than this by anybody.
# A practice is written over weeks; nobody saves it more often by hand.
RATES = {"view": "120/m/ip,600/h/key", "zip": "10/m/ip,60/h/ip", "propose": "120/h/user"}
# Who asks for the same thing again within so many seconds has clicked twice (COUNTER, code of practice).
DOUBLE_CLICK = 30
SECRET, SECRET_LASTS = "resources:double-clicks", 24 * 60 * 60
# As programs call themselves that fetch files for nobody in particular.
_machines = re.compile(
    r"bot\b|crawl|spider|slurp|archiver|facebookexternalhit|curl|wget|python|\bjava/|libwww|go-http|okhttp|axios",
    re.IGNORECASE,
)


def may_be_counted(request: HttpRequest, slug: str) -> bool:
    """Counts this view; False when there have been too many from this address, or of this resource."""
    return bool(ratelimit.consume(request, app="resources", action="view", config=RATES, key=slug))


def may_ask_for_zip(request: HttpRequest) -> bool:
    """Counts this wish for a ZIP file; False when there have been too many from this address."""
    return bool(ratelimit.consume(request, app="resources", action="zip", config=RATES))


def may_save_proposal(request: HttpRequest) -> bool:
    """Counts this draft of a good practice; False when this member has saved too often."""
    return bool(ratelimit.consume(request, app="resources", action="propose", config=RATES))


def is_reader(request: HttpRequest) -> bool:
    """Whose reading is counted: neither the secretariat's nor that of programs that say what they are."""
    return not getattr(request.user, "is_staff", False) and not _machines.search(_agent(request))


def is_another(request: HttpRequest, what: str) -> bool:
    """Remembers for some seconds that this reader was counted for `what`; False when that was so already.

    Only a keyed hash is remembered, in the cache, and the key is forgotten after a day (why:
    docs/decisions/counting-readers.md).
    """
    member = request.user.pk
    reader = f"member {member}" if member else f"{httpkit.get_client_ip(request)} {_agent(request)}"
    secret = cache.get_or_set(SECRET, lambda: secrets.token_hex(32), SECRET_LASTS)
    mark = hmac.new(str(secret).encode(), f"{what} {reader}".encode(), hashlib.sha256).hexdigest()
    return bool(cache.add(f"{SECRET}:{mark}", 1, DOUBLE_CLICK))


def _agent(request: HttpRequest) -> str:
    return request.headers.get("User-Agent", "")
