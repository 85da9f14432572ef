"""The one cookie that holds a visitor's choice: how it is written, and what counts as a choice when it is read.

Its value is the version of the list and the accepted categories: `3f9a1c20d4e8.functional.analytics`. Scripts read it
too (static/js/consent.js knows the same form), so it is not HttpOnly. Whatever does not look exactly like this is no
choice: garbage, 4 KB of it, categories that do not exist, a list that has changed since.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from .cookie_choices import OPTIONAL

AGE = timedelta(days=182)
LONGEST = 100
WELL_FORMED = re.compile(r"([0-9a-f]{12})((?:\.[a-z]+)*)", re.ASCII)


@dataclass(frozen=True)
class Choice:
    """What a visitor accepted (of the optional categories, in their order), on which version of the list."""

    version: str
    accepted: tuple[str, ...]

    @property
    def text(self) -> str:
        return ".".join((self.version, *self.accepted))


def in_order(categories: Iterable[str]) -> tuple[str, ...]:
    """The optional ones among these, each once, in the order of the list."""
    wanted = set(categories)
    return tuple(str(category) for category in OPTIONAL if category in wanted)


def parse(value: str) -> Choice | None:
    """The choice in a cookie's value; None unless it is exactly what we write."""
    if len(value) > LONGEST or not (found := WELL_FORMED.fullmatch(value)):
        return None
    accepted = tuple(found[2].split(".")[1:])
    return Choice(found[1], accepted) if accepted == in_order(accepted) else None


def choice_of(request: HttpRequest, version: str) -> Choice | None:
    """The choice that this browser brings, if it was made on this version of the list."""
    choice = parse(request.COOKIES.get(settings.CONSENT_COOKIE_NAME, ""))
    return choice if choice and choice.version == version else None


def keep(response: HttpResponse, choice: Choice) -> None:
    """Write the choice into the browser, for six months."""
    response.set_cookie(
        settings.CONSENT_COOKIE_NAME,
        choice.text,
        max_age=AGE,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=False,
        samesite="Lax",
    )
