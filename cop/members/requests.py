"""What a member has asked for, anywhere on the site: rooms sign up, the secretariat's page of the member shows it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.functional import Promise

if TYPE_CHECKING:
    from .models import User


@dataclass(frozen=True)
class Asked:
    """One line: what, when, how far it is, and where the secretariat sees it (empty where there is no such page)."""

    what: str | Promise
    asked_at: datetime
    state: str | Promise
    url: str = ""


Source = Callable[["User"], Iterable[Asked]]
_sources: list[Source] = []


def register(source: Source) -> None:
    """Called by rooms once the apps are ready; one statement a source."""
    if source not in _sources:
        _sources.append(source)


def requests_of(member: "User") -> list[Asked]:
    """Everything, the newest first."""
    return sorted(
        (each for source in _sources for each in source(member)), key=lambda each: each.asked_at, reverse=True
    )
