"""Reads of the cookie list: its state for every page (kept in the cache), and all of it for the page that shows it."""

import hashlib
import json
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

from django.core.cache import cache
from django.db.models import Count, QuerySet
from django.db.models.functions import TruncMonth

from ..cookie_choices import OPTIONAL, CookieCategory
from ..models import ConsentRecord, Cookie
from ..models.cookies import VERSION_LENGTH

STATE_KEY = "privacy:cookie-list"
# A change replaces the kept state; this is how long it could be wrong if that failed.
STATE_SECONDS = 300


@dataclass(frozen=True)
class ListState:
    """What every page needs to know of the list. `version` is "" while nothing on it is optional."""

    version: str
    counts: tuple[tuple[str, int], ...]

    @property
    def optional(self) -> tuple[str, ...]:
        """The optional categories that have entries: those one can accept."""
        return tuple(str(category) for category in OPTIONAL if category in dict(self.counts))


@dataclass(frozen=True)
class Category:
    """One of the five, as a page shows it."""

    key: str
    label: str
    text: str
    is_optional: bool
    cookies: tuple[Cookie, ...]

    @property
    def field(self) -> str:
        """The id of its check box."""
        return f"allow-{self.key}"

    @property
    def can_be_chosen(self) -> bool:
        return self.is_optional and bool(self.cookies)


def list_state() -> ListState:
    """From the cache; one statement where it is not there."""
    kept = cache.get(STATE_KEY)
    if kept is None:
        kept = read_state()
        # Not `set`: a change that was committed meanwhile has put its newer state there.
        cache.add(STATE_KEY, kept, STATE_SECONDS)
    version, counts = kept
    return ListState(version, counts)


def read_state() -> tuple[str, tuple[tuple[str, int], ...]]:
    """From the database: the version, and how many entries each category has that has any."""
    cookies = list(Cookie.objects.order_by("pk"))
    counts = {category: sum(cookie.category == category for cookie in cookies) for category in CookieCategory}
    return version_of(cookies), tuple((str(category), number) for category, number in counts.items() if number)


def version_of(cookies: list[Cookie]) -> str:
    """Changes with whatever is optional on the list, and with nothing else."""
    content = optional_content(cookies)
    if not content:
        return ""
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()[:VERSION_LENGTH]


def optional_content(cookies: list[Cookie]) -> list[list[str]]:
    """All that a visitor can read about the optional entries, in an order of its own."""
    return sorted(
        [
            cookie.category,
            cookie.name,
            cookie.provider,
            cookie.purpose,
            cookie.duration,
            "third party" if cookie.third_party else "first party",
            cookie.kind,
        ]
        for cookie in cookies
        if cookie.category in OPTIONAL
    )


def categories() -> list[Category]:
    """All five with their entries, in order; one statement."""
    cookies = list(Cookie.objects.all())
    return [
        Category(
            key=str(category),
            label=str(category.label),
            text=str(category.text),
            is_optional=category.is_optional,
            cookies=tuple(cookie for cookie in cookies if cookie.category == category),
        )
        for category in CookieCategory
    ]


def refused_names(accepted: tuple[str, ...]) -> list[str]:
    """Names (with their *) of what this site itself may have kept in the optional categories that are not accepted."""
    cookies = Cookie.objects.filter(category__in=set(OPTIONAL) - set(accepted), third_party=False)
    return list(cookies.order_by("name").values_list("name", flat=True).distinct())


def matches(name: str, patterns: list[str]) -> bool:
    """Is this the name of one of them? Only * means anything but itself."""
    return any(fnmatchcase(name, pattern.replace("[", "[[]").replace("?", "[?]")) for pattern in patterns)


def choices_by_month() -> QuerySet[ConsentRecord, Any]:
    """How often each choice was made in each month, newest first: rows with `month`, `accepted`, `number`."""
    return (
        ConsentRecord.objects.annotate(month=TruncMonth("made_at"))
        .order_by()
        .values("month", "accepted")
        .annotate(number=Count("pk"))
        .order_by("-month", "-number", "accepted")
    )
