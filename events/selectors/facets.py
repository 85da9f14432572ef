"""What the list of events can be filtered by: what the address asks for, and what choosing more would show."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple
from zoneinfo import ZoneInfo

from django.db.models import QuerySet, Subquery
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from cop.core.prepared import prepared
from cop.taxonomy.countries import country_name

from ..choices import EventKind
from ..models import EventPage
from .events import events_visible_to, joined_topics, parted

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from cop.members.models import User


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
    # Names whose values no event has: they fit nothing.
    unknown: frozenset[str] = frozenset()

    NAMES = ("kind", "topic", "year", "country")

    @classmethod
    def read(cls, query: QueryDict) -> "Filters":
        """From an address; whatever it holds."""
        asked = {name: frozenset(value for value in query.getlist(name) if value) for name in cls.NAMES}
        return cls(past=query.get("past") == "1", **asked)

    def without(self, name: str) -> "Filters":
        """The same without one name."""
        emptied: dict[str, Any] = {name: frozenset()}
        return replace(self, unknown=self.unknown - {name}, **emptied)

    def known(self, facts: Iterable[Fact]) -> "Filters":
        """The same without values that no event has. A name with none but such values fits nothing."""
        possible: dict[str, set[str]] = {name: set() for name in self.NAMES}
        for fact in facts:
            for name in self.NAMES:
                possible[name] |= values(fact, name)
        possible["kind"] |= set(EventKind.values)
        known = {name: getattr(self, name) & possible[name] for name in self.NAMES}
        unknown = frozenset(name for name in self.NAMES if getattr(self, name) and not known[name])
        return replace(self, unknown=unknown, **known)

    @property
    def is_empty(self) -> bool:
        """No filter chosen?"""
        return not self.unknown and not any(getattr(self, name) for name in self.NAMES)

    @property
    def count(self) -> int:
        """How many values are chosen."""
        return sum(len(getattr(self, name)) for name in self.NAMES)

    def pairs(self) -> list[tuple[str, str]]:
        """The filters as query parameters."""
        return [(name, value) for name in self.NAMES for value in sorted(getattr(self, name))]

    def match(self, fact: Fact) -> bool:
        """Does the event fit, whenever it is?"""
        return not self.unknown and all(
            not getattr(self, name) or getattr(self, name) & values(fact, name) for name in self.NAMES
        )


def values(fact: Fact, name: str) -> frozenset[str]:
    """What an event has to say to a filter."""
    if name == "topic":
        return fact.topics
    value = str(getattr(fact, name) or "")
    return frozenset([value]) if value else frozenset()


def facts_for(user: "User | AnonymousUser") -> tuple[list[Fact], dict[str, str]]:
    """Facts of all events that `user` may see, and the names of their topics: one statement, whatever their number."""
    names: dict[str, str] = {}
    facts = []
    for pk, kind, country, starts_at, ends_at, time_zone, joined in _rows(user):
        topics = dict(parted(joined))
        names |= topics
        facts.append(
            Fact(
                pk,
                kind,
                country or "",
                country_name(country) if country else "",
                starts_at.astimezone(ZoneInfo(time_zone)).year,
                frozenset(topics),
                starts_at,
                ends_at,
            )
        )
    return facts, names


@prepared
def _rows(user: "User | AnonymousUser") -> QuerySet[EventPage, tuple[Any, ...]]:
    return (
        events_visible_to(user)
        .order_by("pk")
        .values_list("pk", "kind", "country_id", "starts_at", "ends_at", "time_zone", Subquery(joined_topics()))
    )


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


def groups(
    facts: Sequence[Fact], filters: Filters, topic_names: Mapping[str, str], *, now: datetime
) -> list[dict[str, Any]]:
    """The facets: each value with the number of events that choosing it would show, given the other groups."""
    labels = _labels(facts, topic_names)
    found = []
    for name in Filters.NAMES:
        others = filters.without(name)
        counts: Counter[str] = Counter()
        for fact in facts:
            if (fact.ends_at <= now) == filters.past and others.match(fact):
                counts.update(values(fact, name))
        picked = getattr(filters, name)
        options = [
            {"value": value, "label": labels[name](value), "count": counts[value], "checked": value in picked}
            for value in sorted({*counts, *picked}, key=lambda value: _order(name, value, labels[name]))
        ]
        if options:
            found.append({"name": name, "title": TITLES[name](), "options": options})
    return found


def _order(name: str, value: str, label: Callable[[str], str]) -> tuple[int, str]:
    if name == "year":
        return (-int(value), "")
    if name == "kind":
        return (EventKind.values.index(value), "")
    return (0, label(value).casefold())


def chosen(facts: Sequence[Fact], filters: Filters, topic_names: Mapping[str, str]) -> list[dict[str, str]]:
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
    query = encoded([*([("past", "1")] if past else []), *pairs])
    address = reverse("event_index")
    return f"{address}?{query}" if query else address


def encoded(pairs: Iterable[tuple[str, str]]) -> str:
    """The filters as the query of an address."""
    query = QueryDict(mutable=True)
    for name, value in pairs:
        query.appendlist(name, value)
    return query.urlencode()
