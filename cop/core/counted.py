"""The first of many rows and how many there are, in one statement."""

from typing import Any

from django.db.models import Count, QuerySet, Window


def first_of(rows: QuerySet[Any], most: int) -> tuple[int, list[Any]]:
    """The number of all `rows`, and the first `most` of them in their order. They must not be `distinct`."""
    found = list(rows.annotate(number_of_all=Window(Count("*")))[:most])
    return (found[0].number_of_all if found else 0), found
