"""Filters of a list that live in the address: what was chosen, what choosing more would show, links that take it back.

A room says which filters its list has (`Facet`) and what each of its things has to say to them (a row). Several values
of one name mean "or", several names mean "and". Values that no thing has are dropped; a name that has only such values
fits nothing: who follows a feed of one topic must not get everything on the day on which the topic goes.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _

# What one thing has to say, by the name of the filter.
type Row = Mapping[str, frozenset[str]]
type Pairs = Iterable[tuple[str, str]]

NOTHING: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Facet:
    """One filter: its name in the address, its title, and how a value is called. `order` sorts values; else by label.

    `always` are values that may be chosen although no thing has them now.
    """

    name: str
    title: str | Promise
    label: Callable[[str], str]
    order: Callable[[str], Any] | None = None
    always: frozenset[str] = NOTHING


@dataclass(frozen=True)
class Chosen:
    """What the address asks for, by name."""

    values: Mapping[str, frozenset[str]]
    # Names whose values no thing has.
    unknown: frozenset[str] = NOTHING

    @property
    def is_empty(self) -> bool:
        """No filter chosen?"""
        return not self.unknown and not any(self.values.values())

    @property
    def count(self) -> int:
        """How many values are chosen."""
        return sum(map(len, self.values.values()))

    def of(self, name: str) -> frozenset[str]:
        """The values chosen of one name."""
        return self.values.get(name, NOTHING)

    def without(self, *names: str) -> "Chosen":
        """The same without these names."""
        kept = {name: values for name, values in self.values.items() if name not in names}
        return Chosen(kept, self.unknown.difference(names))

    def having(self, name: str, *values: str) -> "Chosen":
        """The same with exactly these values of one name."""
        return Chosen({**self.values, name: frozenset(values)}, self.unknown - {name})

    def pairs(self) -> list[tuple[str, str]]:
        """The choice as query parameters."""
        return [(name, value) for name, values in self.values.items() for value in sorted(values)]

    def matches(self, row: Row) -> bool:
        """Does the thing fit?"""
        return not self.unknown and all(not values or values & row[name] for name, values in self.values.items())


def read(query: QueryDict, facets: Sequence[Facet], rows: Iterable[Row]) -> Chosen:
    """From an address, whatever it holds."""
    asked = {facet.name: frozenset(value for value in query.getlist(facet.name) if value) for facet in facets}
    if not any(asked.values()):
        return Chosen(asked)
    possible = {facet.name: set(facet.always) for facet in facets}
    for row in rows:
        for name, known in possible.items():
            known |= row[name]
    known_values = {name: values & possible[name] for name, values in asked.items()}
    return Chosen(known_values, frozenset(name for name, values in asked.items() if values and not known_values[name]))


def groups(
    facets: Sequence[Facet], rows: Sequence[Row], chosen: Chosen, *, numbers: Sequence[int] | None = None
) -> list[dict[str, Any]]:
    """For the component “facets”: each value with the number of things that choosing it would show.

    Many things say the same: give each row once, and in `numbers` how many things it stands for.
    """
    weights = numbers or [1] * len(rows)
    found = []
    for facet in facets:
        others = chosen.without(facet.name)
        counts: Counter[str] = Counter()
        for row, number in zip(rows, weights, strict=True):
            if others.matches(row):
                for value in row[facet.name]:
                    counts[value] += number
        picked = chosen.of(facet.name)
        options = [
            {"value": value, "label": facet.label(value), "count": counts[value], "checked": value in picked}
            for value in sorted({*counts, *picked}, key=facet.order or (lambda value: facet.label(value).casefold()))  # noqa: B023
        ]
        if options:
            found.append({"name": facet.name, "title": str(facet.title), "options": options})
    return found


def links(facets: Sequence[Facet], chosen: Chosen, url: Callable[[Pairs], str]) -> list[dict[str, str]]:
    """For the component “chosen”: links that take a value back; “or” inside a name, “and” between names. A name whose
    values no thing has is one too: nothing is found because of it."""
    labels = {facet.name: facet.label for facet in facets}
    pairs = chosen.pairs()
    items: list[dict[str, str]] = []
    before = ""
    for name, value in pairs:
        if name not in labels:
            continue
        joint = "" if not items else _("or") if name == before else _("and")
        rest = [pair for pair in pairs if pair != (name, value)]
        items.append({"label": labels[name](value), "url": url(rest), "joint": joint})
        before = name
    for facet in facets:
        if facet.name in chosen.unknown:
            label = _("%(filter)s that is no longer here") % {"filter": facet.title}
            items.append({"label": label, "url": url(pairs), "joint": _("and") if items else ""})
    return items


def with_query(path: str, pairs: Pairs) -> str:
    """An address with these parameters."""
    query = QueryDict(mutable=True)
    for name, value in pairs:
        query.appendlist(name, value)
    return f"{path}?{query.urlencode()}" if query else path
