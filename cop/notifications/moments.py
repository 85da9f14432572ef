"""When letters that come by the clock are due where their reader lives."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings


def latest_moment(zone: ZoneInfo, now: datetime, *, at: time, weekday: int | None = None) -> datetime:
    """When it was last `at` o'clock there; with `weekday` (0 is Monday) on that day of the week."""
    day = now.astimezone(zone).date()
    if weekday is not None:
        day -= timedelta(days=(day.weekday() - weekday) % 7)
    moment = datetime.combine(day, at, tzinfo=zone)
    if moment > now:
        # By days of the calendar, which need not have 24 hours.
        moment = datetime.combine(day - timedelta(days=1 if weekday is None else 7), at, tzinfo=zone)
    return moment.astimezone(ZoneInfo("UTC"))


def zone_named(name: str) -> ZoneInfo:
    """The time zone, or the site's own where there is none of that name."""
    try:
        return ZoneInfo(name)
    except (LookupError, OSError, ValueError):
        return ZoneInfo(settings.TIME_ZONE)
