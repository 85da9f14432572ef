"""The list of events: one page of it, its tabs and filters, and the same choice for its calendar."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.core.paginator import Page as PageOfList
from django.core.paginator import Paginator
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from ..choices import EventKind
from ..models import EventPage
from . import dates
from .events import badges, events_visible_to, last_day, next_boundary, where
from .facets import Choice, calendar_url, choice, index_url
from .fullness import availabilities

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from cop.members.models import User

PER_PAGE = 12


@dataclass(frozen=True)
class Listing:
    """One page of the list of events."""

    choice: Choice
    page: PageOfList
    events: list[EventPage]
    upcoming_count: int
    past_count: int
    places: dict[int, str] = field(default_factory=dict)
    groups: list[dict[str, Any]] = field(default_factory=list)
    chosen: list[dict[str, str]] = field(default_factory=list)
    expires_at: datetime | None = None


def listing(user: "User | AnonymousUser", query: QueryDict, *, now: datetime) -> Listing:
    """The list as the address asks for it. Today's event is upcoming until it ends."""
    asked = choice(user, query)
    upcoming = [fact for fact in asked.fitting if fact.ends_at > now]
    past = [fact for fact in asked.fitting if fact.ends_at <= now]
    upcoming.sort(key=lambda fact: (fact.starts_at, fact.pk))
    past.sort(key=lambda fact: (fact.starts_at, fact.pk), reverse=True)
    page = Paginator(past if asked.past else upcoming, PER_PAGE).get_page(query.get("page"))
    ids = [fact.pk for fact in page.object_list]
    rows = (
        events_visible_to(user)
        .select_related("state", "registration_setup")
        .defer("body", "address", "search_description")
        .in_bulk(ids)
    )
    events = [rows[pk] for pk in ids if pk in rows]
    ends = [fact.ends_at for fact in asked.facts if fact.ends_at > now]
    later = next_boundary(events, now)
    return Listing(
        choice=asked,
        page=page,
        events=events,
        upcoming_count=len(upcoming),
        past_count=len(past),
        places=availabilities(events, now=now),
        groups=asked.groups(now),
        chosen=asked.links(),
        expires_at=min([*ends, *([later] if later else [])], default=None),
    )


def index_context(user: "User | AnonymousUser", query: QueryDict, *, now: datetime | None = None) -> dict[str, Any]:
    """The template's context of the list."""
    now = now or timezone.now()
    shown = listing(user, query, now=now)
    is_past, pairs = shown.choice.past, shown.choice.chosen.pairs()
    return {
        "trail": [(_("Home"), "/")],
        "listing": shown,
        "is_past": is_past,
        "filters": shown.choice.chosen,
        "rows": [row(event, now, places=shown.places.get(event.pk, "")) for event in shown.events],
        "tabs": [
            {
                "label": _("Upcoming"),
                "url": index_url(False, pairs),
                "current": not is_past,
                "count": shown.upcoming_count,
                "count_label": _("events"),
            },
            {
                "label": _("Past"),
                "url": index_url(True, pairs),
                "current": is_past,
                "count": shown.past_count,
                "count_label": _("events"),
            },
        ],
        "kept": [("past", "1")] if is_past else [],
        "clear_url": index_url(is_past),
        "other_url": index_url(not is_past, pairs),
        "calendar_url": calendar_url(pairs),
        "changes_at": shown.expires_at,
    }


def events_for_calendar(user: "User | AnonymousUser", query: QueryDict) -> list[EventPage]:
    """Past and coming events that fit the filters of the list, for its calendar."""
    ids = [fact.pk for fact in choice(user, query).fitting]
    rows = events_visible_to(user).select_related("state").in_bulk(ids)
    return sorted(rows.values(), key=lambda event: (event.starts_at, event.pk))


def row(event: EventPage, now: datetime, *, places: str = "") -> dict[str, Any]:
    """An event as a line of the list."""
    return {
        "event": event,
        "title": event.title,
        "url": event.get_absolute_url(),
        "start": event.local_start,
        "end": last_day(event),
        "past": event.ends_at <= now,
        "sample": event.is_sample,
        "meta": (str(EventKind(event.kind).label), dates.length(event), where(event)),
        "badges": badges(event, now, places=places)[1:],
        "summary": event.summary,
    }
