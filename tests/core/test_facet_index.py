"""Filtering by bits answers as filtering row by row does, whatever is chosen."""

import random

from django.http import QueryDict

from cop.core import facets
from cop.core.facet_index import FacetIndex
from cop.core.facets import Facet

FACETS = [Facet("kind", "Kind", str), Facet("year", "Year", str, order=int), Facet("topic", "Topic", str.upper)]
NAMES = [facet.name for facet in FACETS]


def rows(number: int, seed: int) -> list[dict[str, frozenset[str]]]:
    chance = random.Random(seed)
    return [
        {name: frozenset(str(chance.randrange(5)) for _ in range(chance.randrange(3))) for name in NAMES}
        for _ in range(number)
    ]


def test_index_answers_as_rows_do():
    made = rows(203, seed=1)
    index = FacetIndex(NAMES, [(pk + 1000, row) for pk, row in enumerate(made)])
    chance = random.Random(2)
    for _ in range(60):
        query = QueryDict("&".join(f"{chance.choice(NAMES)}={chance.randrange(6)}" for _ in range(chance.randrange(5))))

        chosen = index.read(query, FACETS)

        assert chosen == facets.read(query, FACETS, made)
        fitting = index.fitting(chosen, index.everything)
        assert index.ids_of(fitting) == [pk + 1000 for pk, row in enumerate(made) if chosen.matches(row)]
        assert _without_zeros(index.groups(FACETS, chosen, index.everything)) == _without_zeros(
            facets.groups(FACETS, made, chosen)
        )


def _without_zeros(groups):
    """A value that nothing would show may be listed or not."""
    kept = [
        {**group, "options": [option for option in group["options"] if option["count"] or option["checked"]]}
        for group in groups
    ]
    return [group for group in kept if group["options"]]


def test_only_things_within_are_found_and_counted():
    index = FacetIndex(["kind"], [(7, {"kind": frozenset("a")}), (8, {"kind": frozenset("a")})])
    within = index.of([8, 99])

    chosen = index.read(QueryDict("kind=a"), [Facet("kind", "Kind", str)])

    assert index.ids_of(index.fitting(chosen, within)) == [8]
    assert [option["count"] for option in index.groups([Facet("kind", "Kind", str)], chosen, within)[0]["options"]] == [
        1
    ]


def test_another_order_is_kept():
    index = FacetIndex(["kind"], [(pk, {"kind": frozenset("a")}) for pk in (3, 1, 2)])

    assert index.ids_of(index.everything) == [3, 1, 2]
    assert index.ids_of(index.of([3, 2]), order=[2, 1, 0]) == [2, 3]


def test_empty_index_has_nothing():
    index = FacetIndex(["kind"], [])

    assert (len(index), index.ids_of(index.everything), index.of([1])) == (0, [], 0)
    assert index.groups([Facet("kind", "Kind", str)], index.read(QueryDict("kind=a"), []), 0) == []
