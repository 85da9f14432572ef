"""Filtering and counting many thousand things in memory: each value of a filter is a number with a bit for each thing.

What fits is an “and” of “or”s of whole numbers, and a count is the number of their bits: twenty thousand things with
three hundred values are counted in a few milliseconds, whatever is chosen (measured: docs/performance.md). The rules
are those of `cop.core.facets`, whose words (`Chosen`, `Facet`) are used here too; lists of a few hundred things need no
index.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import compress
from typing import Any

from django.http import QueryDict

from .facets import Chosen, Facet, Row

# Bits of things: the first thing of the index is the lowest bit.
type Bits = int

_ZEROS_AND_ONES = bytes.maketrans(b"01", b"\0\1")


class FacetIndex:
    """What things have to say to filters. The order of the things is kept: it is the order of their bits."""

    def __init__(self, names: Sequence[str], things: Iterable[tuple[int, Row]]) -> None:
        """`things` are numbers (primary keys) with what each has to say, by the names of the filters."""
        self.ids: list[int] = []
        members: dict[str, dict[str, list[int]]] = {name: {} for name in names}
        for place, (pk, row) in enumerate(things):
            self.ids.append(pk)
            for name, known in members.items():
                for value in row[name]:
                    known.setdefault(value, []).append(place)
        self.everything: Bits = (1 << len(self.ids)) - 1
        self.values: Mapping[str, Mapping[str, Bits]] = {
            name: {value: _bits(places, len(self.ids)) for value, places in known.items()}
            for name, known in members.items()
        }
        self._place = {pk: place for place, pk in enumerate(self.ids)}

    def __len__(self) -> int:
        return len(self.ids)

    def of(self, ids: Iterable[int]) -> Bits:
        """The bits of these things; numbers that are not in the index are passed over."""
        places = [place for place in map(self._place.get, ids) if place is not None]
        return _bits(places, len(self.ids))

    def read(self, query: QueryDict, facets: Sequence[Facet]) -> Chosen:
        """What the address asks for; values that no thing has are dropped (see `cop.core.facets.read`)."""
        kept: dict[str, frozenset[str]] = {}
        unknown: set[str] = set()
        for facet in facets:
            asked = frozenset(value for value in query.getlist(facet.name) if value)
            kept[facet.name] = asked & (self.values[facet.name].keys() | facet.always)
            if asked and not kept[facet.name]:
                unknown.add(facet.name)
        return Chosen(kept, frozenset(unknown))

    def fitting(self, chosen: Chosen, within: Bits) -> Bits:
        """Which of the things `within` fit: “or” inside a filter, “and” between filters."""
        if chosen.unknown:
            return 0
        found = within
        for name, picked in chosen.values.items():
            if picked:
                found &= self.any_of(name, picked)
        return found

    def groups(self, facets: Sequence[Facet], chosen: Chosen, within: Bits) -> list[dict[str, Any]]:
        """For the component “facets”: each value with the number of things that choosing it would show."""
        found = []
        for facet in facets:
            others = self.fitting(chosen.without(facet.name), within)
            picked = chosen.of(facet.name)
            counts = {value: (bits & others).bit_count() for value, bits in self.values[facet.name].items()}
            shown = {value for value, number in counts.items() if number} | picked
            order = facet.order or (lambda value, label=facet.label: label(value).casefold())
            options = [
                {"value": value, "label": facet.label(value), "count": counts.get(value, 0), "checked": value in picked}
                for value in sorted(shown, key=order)
            ]
            if options:
                found.append({"name": facet.name, "title": str(facet.title), "options": options})
        return found

    def ids_of(self, bits: Bits, order: Sequence[int] | None = None) -> list[int]:
        """The numbers of these things in the order of the index, or in another one (`order`: places of the index)."""
        flags = format(bits, f"0{max(len(self.ids), 1)}b")[::-1].encode().translate(_ZEROS_AND_ONES)
        if order is None:
            return list(compress(self.ids, flags))
        return [self.ids[place] for place in order if flags[place]]

    def first(self, bits: Bits, most: int) -> list[int]:
        """The first of these things in the order of the index, without looking at the others."""
        found: list[int] = []
        while bits and len(found) < most:
            lowest = bits & -bits
            found.append(self.ids[lowest.bit_length() - 1])
            bits ^= lowest
        return found

    def any_of(self, name: str, picked: Iterable[str]) -> Bits:
        """The things that have at least one of these values."""
        known = self.values.get(name, {})
        found = 0
        for value in picked:
            found |= known.get(value, 0)
        return found


def _bits(places: Iterable[int], length: int) -> Bits:
    """Set through bytes: setting bits one by one in a large whole number copies it each time."""
    flags = bytearray(length // 8 + 1)
    for place in places:
        flags[place >> 3] |= 1 << (place & 7)
    return int.from_bytes(flags, "little")
