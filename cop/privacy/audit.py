"""What the audit log shows: pages that are watched, lines of other logs that belong to it, and titles for all.

Rooms sign up in ready(). A line that Wagtail's log already holds is shown from there and not written again.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.functional import Promise

# From the arguments of an address to the number of the member whose data it shows (None: of nobody's account), and the
# name of the thing by number or code.
Subject = Callable[[Mapping[str, Any], tuple[Any, ...]], tuple[int | None, str]]


@dataclass(frozen=True)
class Watch:
    """A page of the admin that shows somebody's data."""

    action: str
    subject: Subject


@dataclass(frozen=True)
class LogSource:
    """Lines of Wagtail's log about members' data: those whose action begins so.

    `by_staff` leaves out what members did with their own things.
    """

    prefix: str
    by_staff: Callable[[QuerySet], QuerySet]


_watches: dict[str, Watch] = {}
_titles: dict[str, str | Promise] = {}
_sources: dict[str, LogSource] = {}


def register_action(action: str, title: str | Promise) -> None:
    """A title for an action that is written into the audit log itself."""
    _titles[action] = title


def watch(url_name: str, *, action: str, title: str | Promise, subject: Subject) -> None:
    """Note each opening of this page."""
    _watches[url_name] = Watch(action, subject)
    _titles[action] = title


def watched(url_name: str | None) -> Watch | None:
    """Is the page watched?"""
    return _watches.get(url_name or "")


def show_log(prefix: str, *, by_staff: Callable[[QuerySet], QuerySet] = lambda lines: lines) -> None:
    """Show these lines of Wagtail's log too."""
    _sources[prefix] = LogSource(prefix, by_staff)


def log_sources() -> list[LogSource]:
    """All of them."""
    return list(_sources.values())


def titles() -> Mapping[str, str | Promise]:
    """Titles of the log's own actions."""
    return dict(_titles)


def title_of(action: str) -> str:
    """An action in words, whichever log it is from."""
    from wagtail.log_actions import registry

    if action in _titles:
        return str(_titles[action])
    return str(registry.get_action_label(action)) if registry.action_exists(action) else action


def note_view(request: HttpRequest, found: Watch, kwargs: Mapping[str, Any], args: tuple[Any, ...]) -> None:
    """One line for the opening of a watched page; one's own data is nobody's business."""
    from .services import audit as service

    member_id, what = found.subject(kwargs, args)
    if member_id != request.user.pk:
        service.note(actor=request.user, action=found.action, member_id=member_id, what=what)
