"""Filters that live in the address."""

from django.http import QueryDict

from cop.core import facets
from cop.core.facets import Chosen, Facet

FACETS = (
    Facet("colour", "Colour", str.title, always=frozenset({"green"})),
    Facet("size", "Size", str, order=lambda value: -int(value)),
)
ROWS = [
    {"colour": frozenset({"red", "blue"}), "size": frozenset({"1"})},
    {"colour": frozenset({"red"}), "size": frozenset({"2"})},
    {"colour": frozenset(), "size": frozenset({"2"})},
]


def read(query: str) -> Chosen:
    return facets.read(QueryDict(query), FACETS, ROWS)


def test_read_keeps_what_some_thing_has_and_what_may_always_be_chosen():
    chosen = read("colour=red&colour=green&colour=black&size=9&other=1&size=")

    assert chosen == Chosen({"colour": frozenset({"red", "green"}), "size": frozenset()}, frozenset({"size"}))
    assert (chosen.count, chosen.is_empty) == (2, False)
    assert read("") == Chosen({"colour": frozenset(), "size": frozenset()})
    assert read("").is_empty


def test_matches_means_or_inside_a_name_and_and_between_names():
    def matching(query: str) -> list[int]:
        return [number for number, row in enumerate(ROWS) if read(query).matches(row)]

    assert matching("") == [0, 1, 2]
    assert matching("colour=red") == [0, 1]
    assert matching("size=1&size=2") == [0, 1, 2]
    assert matching("colour=red&size=2") == [1]
    assert matching("colour=green") == []
    assert matching("colour=black") == []
    assert matching("colour=black&size=2") == []
    assert matching("colour=black&colour=red") == [0, 1]
    assert not read("colour=black").is_empty
    assert read("colour=black").without("colour").is_empty
    assert read("colour=black").having("colour", "red") == read("colour=red")


def test_groups_count_what_choosing_a_value_would_show():
    shown = facets.groups(FACETS, ROWS, read("colour=red&colour=green"))

    assert [
        (group["name"], [(each["value"], each["label"], each["count"], each["checked"]) for each in group["options"]])
        for group in shown
    ] == [
        ("colour", [("blue", "Blue", 1, False), ("green", "Green", 0, True), ("red", "Red", 2, True)]),
        ("size", [("2", "2", 1, False), ("1", "1", 1, False)]),
    ]


def test_groups_leave_out_a_filter_without_values():
    assert facets.groups(FACETS, [], read("")) == []


def test_links_take_one_value_back_each():
    def url(pairs) -> str:
        return facets.with_query("/list/", pairs)

    assert facets.links(FACETS, read("colour=red&colour=blue&size=1"), url) == [
        {"label": "Blue", "url": "/list/?colour=red&size=1", "joint": ""},
        {"label": "Red", "url": "/list/?colour=blue&size=1", "joint": "or"},
        {"label": "1", "url": "/list/?colour=blue&colour=red", "joint": "and"},
    ]
    assert facets.links(FACETS, read(""), url) == []
    assert url([]) == "/list/"


def test_groups_count_rows_that_stand_for_many_things():
    [colours, _sizes] = facets.groups(FACETS, ROWS, read(""), numbers=[10, 5, 1])

    assert {each["value"]: each["count"] for each in colours["options"]} == {"red": 15, "blue": 10}
