"""The list of events: one page of it, its tabs and filters, and the same choice for its calendar."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.core.paginator import Page as PageOfList
from django.core.paginator import Paginator
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from ..choices import EventKind
from ..models import EventPage
from . import dates, facets
from .events import badges, events_visible_to, last_day, next_boundary, where
from .facets import Filters, facts_for, index_url
from .fullness import availabilities

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from cop.members.models import User

PER_PAGE = 12


@dataclass(frozen=True)
class Listing:
    """One page of the list of events."""

    filters: Filters
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
    facts, topic_names = facts_for(user)
    filters = Filters.read(query).known(facts)
    fitting = [fact for fact in facts if filters.match(fact)]
    upcoming = [fact for fact in fitting if fact.ends_at > now]
    past = [fact for fact in fitting if fact.ends_at <= now]
    upcoming.sort(key=lambda fact: (fact.starts_at, fact.pk))
    past.sort(key=lambda fact: (fact.starts_at, fact.pk), reverse=True)
    page = Paginator(past if filters.past else upcoming, PER_PAGE).get_page(query.get("page"))
    ids = [fact.pk for fact in page.object_list]
    rows = (
        events_visible_to(user)
        .select_related("state", "registration_setup")
        .defer("body", "address", "search_description")
        .in_bulk(ids)
    )
    events = [rows[pk] for pk in ids if pk in rows]
    ends = [fact.ends_at for fact in facts if fact.ends_at > now]
    later = next_boundary(events, now)
    return Listing(
        filters=filters,
        page=page,
        events=events,
        upcoming_count=len(upcoming),
        past_count=len(past),
        places=availabilities(events, now=now),
        groups=facets.groups(facts, filters, topic_names, now=now),
        chosen=facets.chosen(facts, filters, topic_names),
        expires_at=min([*ends, *([later] if later else [])], default=None),
    )


def index_context(user: "User | AnonymousUser", query: QueryDict, *, now: datetime | None = None) -> dict[str, Any]:
    """The template's context of the list."""
    now = now or timezone.now()
    shown = listing(user, query, now=now)
    filters = shown.filters
    return {
        "trail": [(_("Home"), "/")],
        "listing": shown,
        "filters": filters,
        "rows": [row(event, now, places=shown.places.get(event.pk, "")) for event in shown.events],
        "tabs": [
            {
                "label": _("Upcoming"),
                "url": index_url(False, filters.pairs()),
                "current": not filters.past,
                "count": shown.upcoming_count,
                "count_label": _("events"),
            },
            {
                "label": _("Past"),
                "url": index_url(True, filters.pairs()),
                "current": filters.past,
                "count": shown.past_count,
                "count_label": _("events"),
            },
        ],
        "kept": [("past", "1")] if filters.past else [],
        "clear_url": index_url(filters.past),
        "other_url": index_url(not filters.past, filters.pairs()),
        "calendar_url": f"{reverse('events_calendar')}?{facets.encoded(filters.pairs())}".rstrip("?"),
        "changes_at": shown.expires_at,
    }


def events_for_calendar(user: "User | AnonymousUser", query: QueryDict) -> list[EventPage]:
    """Past and coming events that fit the filters of the list, for its calendar."""
    facts, _names = facts_for(user)
    filters = Filters.read(query).known(facts)
    ids = [fact.pk for fact in facts if filters.match(fact)]
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
