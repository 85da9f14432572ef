"""What the list of events can be filtered by, and what each event has to say to its filters."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple
from zoneinfo import ZoneInfo

from django.db.models import QuerySet, Subquery
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext_lazy

from cop.core import facets
from cop.core.facets import Chosen, Facet, Pairs, Row
from cop.core.prepared import prepared
from cop.taxonomy.countries import country_name

from ..choices import EventKind
from ..models import EventPage
from .events import events_visible_to, joined_topics, parted

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from cop.members.models import User

NAMES = ("kind", "topic", "year", "country")


class Fact(NamedTuple):
    """What filtering needs to know of one event."""

    pk: int
    starts_at: datetime
    ends_at: datetime
    row: Row


@dataclass(frozen=True)
class Choice:
    """What the address asks for: coming or past events, and the filters."""

    past: bool
    chosen: Chosen
    fitting: Sequence[Fact]
    facets: Sequence[Facet]
    facts: Sequence[Fact]

    def groups(self, now: datetime) -> list[dict[str, Any]]:
        """The facets of the coming or the past events."""
        rows = [fact.row for fact in self.facts if (fact.ends_at <= now) == self.past]
        return facets.groups(self.facets, rows, self.chosen)

    def links(self) -> list[dict[str, str]]:
        """The chosen values as links that take them back."""
        return facets.links(self.facets, self.chosen, lambda pairs: index_url(self.past, pairs))


def choice(user: "User | AnonymousUser", query: QueryDict) -> Choice:
    """The events that `user` may see and that fit the address, whenever they are. One statement."""
    facts, topic_names = _facts_for(user)
    asked = _facets(topic_names)
    chosen = facets.read(query, asked, [fact.row for fact in facts])
    fitting = facts if chosen.is_empty else [fact for fact in facts if chosen.matches(fact.row)]
    return Choice(query.get("past") == "1", chosen, fitting, asked, facts)


def _facets(topic_names: Mapping[str, str]) -> list[Facet]:
    kinds = EventKind.values
    return [
        Facet(
            "kind",
            gettext_lazy("Kind"),
            lambda value: str(EventKind(value).label),
            order=kinds.index,
            always=frozenset(kinds),
        ),
        Facet("topic", gettext_lazy("Topic"), lambda value: topic_names.get(value, value)),
        Facet("year", gettext_lazy("Year"), str, order=lambda value: -int(value)),
        Facet("country", gettext_lazy("Country"), country_name),
    ]


def _facts_for(user: "User | AnonymousUser") -> tuple[list[Fact], dict[str, str]]:
    """Facts of all events that `user` may see, and the names of their topics: one statement, whatever their number."""
    names: dict[str, str] = {}
    facts = []
    for pk, kind, country, starts_at, ends_at, time_zone, joined in _rows(user):
        topics = dict(parted(joined))
        names |= topics
        row = {
            "kind": frozenset((kind,)),
            "topic": frozenset(topics),
            "year": frozenset((str(starts_at.astimezone(ZoneInfo(time_zone)).year),)),
            "country": frozenset((country,)) if country else facets.NOTHING,
        }
        facts.append(Fact(pk, starts_at, ends_at, row))
    return facts, names


@prepared
def _rows(user: "User | AnonymousUser") -> QuerySet[EventPage, tuple[Any, ...]]:
    return (
        events_visible_to(user)
        .order_by("pk")
        .values_list("pk", "kind", "country_id", "starts_at", "ends_at", "time_zone", Subquery(joined_topics()))
    )


def index_url(past: bool, pairs: Pairs = ()) -> str:
    """The address of the list with these filters."""
    return facets.with_query(reverse("event_index"), [*([("past", "1")] if past else []), *pairs])


def calendar_url(pairs: Iterable[tuple[str, str]]) -> str:
    """The address of the calendar of the same events."""
    return facets.with_query(reverse("events_calendar"), pairs)
