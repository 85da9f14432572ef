"""Reads for the event page and the list of events: doors, what an event says about itself, filters."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from django.contrib.auth.models import AnonymousUser
from django.core.paginator import Page as PageOfList
from django.core.paginator import Paginator
from django.db.models import CharField, OuterRef, QuerySet, StringAgg, Subquery, Value
from django.db.models.functions import Concat
from django.http import Http404, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cop.core.models import live_pages_visible_to
from cop.taxonomy.countries import country_name

from ..choices import EventKind, Mode
from ..models import EventIndexPage, EventPage, EventState, EventTopic
from . import dates
from .fullness import availabilities, setup_of

if TYPE_CHECKING:
    from cop.members.models import User

PER_PAGE = 12
# Between topics, and between a topic's address and its name, where the database joins them into one text.
BETWEEN, INSIDE = "\x1e", "\x1f"


# Doors ----------------------------------------------------------------------------------------------------------


def everybody() -> AnonymousUser:
    """The visitor of whom nothing is known; what they may see may be passed on."""
    return AnonymousUser()


def events_visible_to(user: "User | AnonymousUser") -> QuerySet[EventPage]:
    """Published events that `user` may see."""
    return live_pages_visible_to(EventPage.objects.all(), user)


def joined_topics() -> QuerySet:
    """Address part and name of all topics of an event in one text, so that they come with it (see `topics_of`)."""
    return (
        EventTopic.objects.filter(content_object=OuterRef("pk"))
        .order_by()
        .values("content_object")
        .annotate(
            all=StringAgg(
                Concat("tag__slug", Value(INSIDE), "tag__name", output_field=CharField()), delimiter=Value(BETWEEN)
            )
        )
        .values("all")
    )


def get_event_for(user: "User | AnonymousUser", slug: str) -> EventPage:
    """The event at this address with all that stands beside it, in one statement; 404 if hidden or absent."""
    if "\0" in slug:
        raise Http404  # PostgreSQL refuses the character rather than find nothing.
    event = (
        events_visible_to(user)
        .filter(slug=slug)
        .select_related("state", "registration_setup", "series", "picture")
        .annotate(joined_topics=Subquery(joined_topics()))
        .first()
    )
    if event is None:
        raise Http404
    return event


def get_index_for(user: "User | AnonymousUser") -> EventIndexPage:
    """The page that stands above the list; 404 if hidden or absent."""
    page = live_pages_visible_to(EventIndexPage.objects.all(), user).first()
    if page is None:
        raise Http404
    return page


# What an event says about itself --------------------------------------------------------------------------------


def state_of(event: EventPage) -> EventState | None:
    """Its state; None for a page that was never published."""
    return getattr(event, "state", None)


def is_cancelled(event: EventPage) -> bool:
    """Has it been called off?"""
    state = state_of(event)
    return state is not None and state.cancelled_at is not None


def topics_of(event: EventPage) -> list[tuple[str, str]]:
    """Address part and name of each topic, by name."""
    if hasattr(event, "joined_topics"):
        pairs = [tuple(each.split(INSIDE, 1)) for each in (event.joined_topics or "").split(BETWEEN) if each]
    else:
        # A draft: its topics are those of the revision, not those of the table.
        pairs = [(item.tag.slug, item.tag.name) for item in event.topic_items.all()]
    return sorted(pairs, key=lambda pair: pair[1].casefold())


def badges(event: EventPage, now: datetime, *, places: str = "") -> list[dict[str, str]]:
    """How one takes part, and what has become of it; `places` says how full it is (`registration.availability`)."""
    found = [{"label": str(Mode(event.mode).label), "tone": "blue"}]
    if is_cancelled(event):
        found.append({"label": _("Cancelled"), "tone": "bad"})
    elif event.ends_at <= now:
        found.append({"label": pgettext("event", "Over"), "tone": ""})
    elif event.starts_at <= now:
        found.append({"label": _("Happening now"), "tone": "good"})
    elif registration_is_open(event, now):
        found.append(
            {
                "few": {"label": _("Few places left"), "tone": "wait"},
                "room_full": {"label": _("The room is full"), "tone": "wait"},
                "waiting_open": {"label": _("Waiting list open"), "tone": "wait"},
                "full": {"label": _("Full"), "tone": "wait"},
            }.get(places, {"label": _("Registration open"), "tone": "good"})
        )
    return found


def registration_is_open(event: EventPage, now: datetime) -> bool:
    """Is it the time to register? Whether this visitor may, and a place is left, the registration box says."""
    setup = setup_of(event)
    if setup is None or setup.opens_at is None or is_cancelled(event):
        return False
    # The set-up's closing time falls back to its event's start: give it this event, not one more statement.
    setup.event = event
    return setup.opens_at <= now < setup.closing_time


def where(event: EventPage) -> str:
    """Venue and town in one line, the country where no town is known; for online events that word."""
    if event.mode == Mode.ONLINE:
        return _("Online")
    parts = [event.venue, event.city or (country_name(event.country_id) if event.country_id else "")]
    place = ", ".join(dict.fromkeys(part for part in parts if part))
    if event.mode == Mode.HYBRID:
        return _("%(place)s and online") % {"place": place} if place else _("Online")
    return place


def boundaries(event: EventPage) -> list[datetime]:
    """The moments at which what a page says about the event changes by itself."""
    moments = [event.starts_at, event.ends_at]
    setup = setup_of(event)
    if setup is not None:
        setup.event = event
        moments += [moment for moment in (setup.opens_at, setup.closing_time) if moment]
    return moments


def next_boundary(events: Iterable[EventPage], now: datetime) -> datetime | None:
    """The first of these moments that lies ahead."""
    return min((moment for event in events for moment in boundaries(event) if moment > now), default=None)


def last_day(event: EventPage) -> datetime:
    """A moment of its last day on the clock at the event; midnight belongs to the day before."""
    return event.local_end - timedelta(microseconds=1)


# The list -------------------------------------------------------------------------------------------------------


class Fact(NamedTuple):
    """What filtering needs to know of one event."""

    pk: int
    kind: str
    country: str
    country_name: str
    year: int
    topics: frozenset[str]
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True)
class Filters:
    """What the address asks for. Several values of one name mean "or", several names mean "and"."""

    past: bool = False
    kind: frozenset[str] = frozenset()
    topic: frozenset[str] = frozenset()
    country: frozenset[str] = frozenset()
    year: frozenset[str] = frozenset()

    NAMES = ("kind", "topic", "year", "country")

    @classmethod
    def read(cls, query: QueryDict) -> "Filters":
        """From an address; whatever it holds."""
        chosen = {name: frozenset(value for value in query.getlist(name) if value) for name in cls.NAMES}
        return cls(past=query.get("past") == "1", **chosen)

    def without(self, name: str) -> "Filters":
        """The same without one name."""
        emptied: dict[str, Any] = {name: frozenset()}
        return replace(self, **emptied)

    def known(self, facts: Iterable[Fact]) -> "Filters":
        """The same without values that no event has: a mistyped address shows the list rather than nothing."""
        possible: dict[str, set[str]] = {name: set() for name in self.NAMES}
        for fact in facts:
            for name in self.NAMES:
                possible[name] |= values(fact, name)
        possible["kind"] |= set(EventKind.values)
        return replace(self, **{name: getattr(self, name) & possible[name] for name in self.NAMES})

    @property
    def is_empty(self) -> bool:
        """No filter chosen?"""
        return not any(getattr(self, name) for name in self.NAMES)

    @property
    def count(self) -> int:
        """How many values are chosen."""
        return sum(len(getattr(self, name)) for name in self.NAMES)

    def pairs(self) -> list[tuple[str, str]]:
        """The filters as query parameters."""
        return [(name, value) for name in self.NAMES for value in sorted(getattr(self, name))]

    def match(self, fact: Fact) -> bool:
        """Does the event fit, whenever it is?"""
        return all(not getattr(self, name) or getattr(self, name) & values(fact, name) for name in self.NAMES)


def values(fact: Fact, name: str) -> frozenset[str]:
    """What an event has to say to a filter."""
    if name == "topic":
        return fact.topics
    value = str(getattr(fact, name) or "")
    return frozenset([value]) if value else frozenset()


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


def facts_for(user: "User | AnonymousUser") -> tuple[list[Fact], dict[str, str]]:
    """Facts of all events that `user` may see, and the names of their topics: one statement, whatever their number."""
    visible = events_visible_to(user)
    names: dict[str, str] = {}
    facts = []
    for event in (
        visible.only("kind", "starts_at", "ends_at", "time_zone", "country_id")
        .annotate(joined_topics=Subquery(joined_topics()))
        .order_by("pk")
    ):
        topics = dict(topics_of(event))
        names |= topics
        facts.append(
            Fact(
                event.pk,
                event.kind,
                event.country_id or "",
                country_name(event.country_id) if event.country_id else "",
                event.local_start.year,
                frozenset(topics),
                event.starts_at,
                event.ends_at,
            )
        )
    return facts, names


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
        groups=_groups(facts, filters, topic_names, now=now),
        chosen=_chosen(facts, filters, topic_names),
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
        "calendar_url": f"{reverse('events_calendar')}?{_encoded(filters.pairs())}".rstrip("?"),
        "changes_at": shown.expires_at,
    }


def _labels(facts: Sequence[Fact], topic_names: Mapping[str, str]) -> dict[str, Callable[[str], str]]:
    countries = {fact.country: fact.country_name for fact in facts}
    return {
        "kind": lambda value: str(EventKind(value).label),
        "topic": lambda value: topic_names.get(value, value),
        "year": str,
        "country": lambda value: countries.get(value, value),
    }


TITLES = {
    "kind": lambda: _("Kind"),
    "topic": lambda: _("Topic"),
    "year": lambda: _("Year"),
    "country": lambda: _("Country"),
}


def _groups(
    facts: Sequence[Fact], filters: Filters, topic_names: Mapping[str, str], *, now: datetime
) -> list[dict[str, Any]]:
    """The facets: each value with the number of events that choosing it would show, given the other groups."""
    labels = _labels(facts, topic_names)
    groups = []
    for name in Filters.NAMES:
        others = filters.without(name)
        counts: Counter[str] = Counter()
        for fact in facts:
            if (fact.ends_at <= now) == filters.past and others.match(fact):
                counts.update(values(fact, name))
        chosen = getattr(filters, name)
        options = [
            {"value": value, "label": labels[name](value), "count": counts[value], "checked": value in chosen}
            for value in sorted({*counts, *chosen}, key=lambda value: _order(name, value, labels[name]))
        ]
        if options:
            groups.append({"name": name, "title": TITLES[name](), "options": options})
    return groups


def _order(name: str, value: str, label: Callable[[str], str]) -> tuple[int, str]:
    if name == "year":
        return (-int(value), "")
    if name == "kind":
        return (EventKind.values.index(value), "")
    return (0, label(value).casefold())


def _chosen(facts: Sequence[Fact], filters: Filters, topic_names: Mapping[str, str]) -> list[dict[str, str]]:
    """The chosen values as links that take them back: “or” inside a name, “and” between names."""
    labels = _labels(facts, topic_names)
    items: list[dict[str, str]] = []
    before = ""
    for name, value in filters.pairs():
        rest = [pair for pair in filters.pairs() if pair != (name, value)]
        joint = "" if not items else _("or") if name == before else _("and")
        items.append({"label": labels[name](value), "url": index_url(filters.past, rest), "joint": joint})
        before = name
    return items


def index_url(past: bool, pairs: Iterable[tuple[str, str]] = ()) -> str:
    """The address of the list with these filters."""
    query = _encoded([*([("past", "1")] if past else []), *pairs])
    address = reverse("event_index")
    return f"{address}?{query}" if query else address


def _encoded(pairs: Iterable[tuple[str, str]]) -> str:
    query = QueryDict(mutable=True)
    for name, value in pairs:
        query.appendlist(name, value)
    return query.urlencode()


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
