"""Dates as people write them in sheets, and how much of each is known."""

import re
from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from ..choices import DatePrecision

MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
          "december")  # fmt: skip
# 2023, 2023-06, 2023-06-15, also with slashes and points.
_YEAR_FIRST = re.compile(r"(?P<year>\d{4})(?:[-/.](?P<month>\d{1,2})(?:[-/.](?P<day>\d{1,2}))?)?", re.ASCII)
# 06/2023, 15.06.2023.
_YEAR_LAST = re.compile(r"(?:(?P<day>\d{1,2})(?P<sign>[-/.]) ?)?(?P<month>\d{1,2})[-/.] ?(?P<year>\d{4})", re.ASCII)
# June 2023, 15 June 2023, Jun. 2023.
_IN_WORDS = re.compile(r"(?:(?P<day>\d{1,2})\.? )?(?P<month>[A-Za-z]{3,9})\.?,? (?P<year>\d{4})", re.ASCII)


def read_date(text: str) -> tuple[date, DatePrecision]:
    """The day, and how much of it is known; the first of a month or year stands for what is not. Raises
    `ValidationError` for what is no date from 1900 to 2100, or can be read in two ways."""
    matches = (each.fullmatch(text) for each in (_YEAR_FIRST, _YEAR_LAST, _IN_WORDS))
    match = next(filter(None, matches), None)
    parts = match.groupdict() if match else {}
    try:
        year = int(parts.get("year") or 0)
        month, day = _month(parts.get("month") or "1"), int(parts.get("day") or 1)
        if not 1900 <= year <= 2100:
            raise ValueError
        if parts.get("sign") in ("/", "-") and month != day:
            # Some write the day first, some the month.
            if month <= 12 and day <= 12:
                words = _("“%(text)s” can be read in two ways. Write %(one)s or %(other)s.")
                days = {"one": date(year, month, day).isoformat(), "other": date(year, day, month).isoformat()}
                raise ValidationError(words % {"text": text, **days})
            month, day = (day, month) if month > 12 else (month, day)
        found = date(year, month, day)
    except ValueError as error:
        raise ValidationError(_("Write it as 2023, 2023-06, 06/2023, June 2023 or 2023-06-15.")) from error
    if parts.get("day"):
        return found, DatePrecision.DAY
    return found, DatePrecision.MONTH if parts.get("month") else DatePrecision.YEAR


def _month(text: str) -> int:
    if text.isdigit():
        return int(text)
    return next((number for number, name in enumerate(MONTHS, 1) if name.startswith(text.casefold())), 0)
