"""Additions to the Content-Security-Policy of one answer: what its page needs from another site, and nothing more.

The policy of every page is strict. A page that holds something of a third party (inert until the visitor agrees) says
so while it is made: `csp.allow(request, "frame-src", "https://video.example/embed/1")`. Only origins that the setting
THIRD_PARTIES lists for this directive are added; the answer says whether they were.
"""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest

DIRECTIVES = ("frame-src", "script-src", "connect-src", "img-src")


def origin_of(address: str) -> str:
    """Scheme and host of an address; "" unless it is https, without a user and without oddities."""
    try:
        parts = urlsplit(address)
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return ""
    if parts.scheme != "https" or not parts.hostname or "@" in parts.netloc:
        return ""
    return f"https://{parts.hostname}{port}"


def is_listed(directive: str, address: str) -> bool:
    """Does the setting know this address's origin for this directive?"""
    return origin_of(address) in settings.THIRD_PARTIES.get(directive, ()) and directive in DIRECTIVES


def allow(request: HttpRequest, directive: str, address: str) -> bool:
    """Let this answer's page load from the origin of `address`; False, and nothing changes, if it is not listed."""
    if not is_listed(directive, address):
        return False
    additions = getattr(request, "csp_additions", None)
    if additions is None:
        additions = request.csp_additions = {}  # type: ignore[attr-defined]
    additions.setdefault(directive, set()).add(origin_of(address))
    return True


def with_additions(policy: str, request: HttpRequest) -> str:
    """The policy, widened by what was allowed while this answer was made."""
    additions = getattr(request, "csp_additions", None)
    if not additions:
        return policy
    parts = [part.strip() for part in policy.split(";")]
    for directive in DIRECTIVES:
        sources = " ".join(sorted(additions.get(directive, ())))
        if not sources:
            continue
        place = next((number for number, part in enumerate(parts) if part.split()[0] == directive), None)
        if place is None:
            parts.append(f"{directive} {sources}")
        else:
            parts[place] = f"{parts[place]} {sources}"
    return "; ".join(parts)
