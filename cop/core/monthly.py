"""Counting by month: rows with numbers and nobody behind them. Why so: docs/decisions/counting-readers.md."""

from datetime import date, datetime
from typing import Any

from django.db.models import F, Model
from django.utils import timezone


def month_of(moment: datetime) -> date:
    """The first day of its month, on the clock of the site: the same month for everybody."""
    return timezone.localdate(moment, timezone.get_default_timezone()).replace(day=1)


def add_one(model: type[Model], what: str, *, month: date, **key: Any) -> None:
    """One more of `what` in the row of this key and month, which is unique. One statement; two more in a new month.

    The row of the month is locked for this statement, and nothing else ever.
    """
    rows = model._default_manager.filter(month=month, **key)
    if rows.update(**{what: F(what) + 1}):
        return
    model._default_manager.bulk_create([model(month=month, **key)], ignore_conflicts=True)
    rows.update(**{what: F(what) + 1})
