"""Days and hours in words: ranges with an en dash, correct across months and years; never converts time zones."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import dateformat


@dataclass(frozen=True)
class Leaf:
    """A calendar leaf: one pair of month and days, or two when the time runs into another month."""

    halves: tuple[tuple[str, str], ...]
    year: str
    words: str


def leaf(start: date, end: date | None = None) -> Leaf:
    """The leaf of an event's days. Give datetimes already in the event's own time zone."""
    first, last = _day(start), _day(end or start)
    year = str(first.year) if first.year == last.year else f"{first.year}–{last.year}"
    if (first.year, first.month) != (last.year, last.month):
        halves = (_half(first, str(first.day)), _half(last, str(last.day)))
    else:
        halves = (_half(first, str(first.day) if first == last else f"{first.day}–{last.day}"),)
    return Leaf(halves, year, date_range(first, last))


def date_range(start: date, end: date | None = None, *, short: bool = False) -> str:
    """“16–17 March 2027”, “30 November – 1 December 2026”, “31 December 2026 – 1 January 2027”."""
    first, last = _day(start), _day(end or start)
    month = "M" if short else "F"
    if first == last:
        return dateformat.format(first, f"j {month} Y")
    if first.year != last.year:
        return f"{dateformat.format(first, f'j {month} Y')} – {dateformat.format(last, f'j {month} Y')}"
    if first.month != last.month:
        return f"{dateformat.format(first, f'j {month}')} – {dateformat.format(last, f'j {month} Y')}"
    return f"{first.day}–{dateformat.format(last, f'j {month} Y')}"


def time_range(start: datetime, end: datetime | None = None) -> str:
    """“09:30–11:00”, or “09:30” without an end."""
    begin = dateformat.time_format(start, "H:i")
    return f"{begin}–{dateformat.time_format(end, 'H:i')}" if end else begin


def _day(value: date) -> date:
    return value.date() if isinstance(value, datetime) else value


def _half(day: date, days: str) -> tuple[str, str]:
    return dateformat.format(day, "M"), days
