"""Days and hours of sample events: always relative to today, on the clock of Brussels."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

BRUSSELS = ZoneInfo("Europe/Brussels")
TUESDAY, THURSDAY = 1, 3


def today() -> date:
    """The day in Brussels."""
    return timezone.now().astimezone(BRUSSELS).date()


def next_weekday(after_days: int, weekday: int) -> date:
    """The first such day at least `after_days` from today (0 is Monday)."""
    day = today() + timedelta(days=after_days)
    return day + timedelta(days=(weekday - day.weekday()) % 7)


def at(day: date, clock: str) -> datetime:
    """A moment of that day: at(day, "09:30")."""
    return datetime.combine(day, time.fromisoformat(clock), BRUSSELS)
