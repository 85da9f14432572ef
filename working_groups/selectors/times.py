"""Moments in words: when something was written; when a meeting is, on the reader's own clock and on its own."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _


def when(start: datetime, end: datetime, zone: str, *, short: bool = False) -> str:
    """“Thursday, 12 November 2026, 10:00–11:30 (Brussels)” on the clock of `zone`."""
    first, last = start.astimezone(ZoneInfo(zone)), end.astimezone(ZoneInfo(zone))
    hours = f"{date_format(first, 'H:i')}–{date_format(last, 'H:i')}"
    if first.date() != last.date():
        hours = f"{date_format(first, 'H:i')} – {date_format(last, 'l, j F, H:i')}"
    day = date_format(first, "D j M" if short else "l, j F Y")
    return f"{day}, {hours} ({place_of(zone)})"


def place_of(zone: str) -> str:
    """Europe/Isle_of_Man: Isle of Man."""
    return zone.rpartition("/")[2].replace("_", " ")


def clocks(start: datetime, end: datetime, zone: str) -> tuple[str, str]:
    """On the reader's own clock, and where that differs, on the meeting's; else nothing."""
    own = timezone.get_current_timezone_name()
    mine, theirs = start.astimezone(ZoneInfo(own)), start.astimezone(ZoneInfo(zone))
    if mine.utcoffset() == theirs.utcoffset():
        return when(start, end, zone), ""
    return when(start, end, own), when(start, end, zone)


def in_words(start: datetime, end: datetime, zone: str) -> str:
    """Both in one line, for lists and letters."""
    mine, theirs = clocks(start, end, zone)
    return _("%(mine)s; there %(theirs)s") % {"mine": mine, "theirs": theirs} if theirs else mine


def moment(when: datetime) -> str:
    """Today, 10:05; 12 November, 09:14; with the year where it is another one. In the viewer's time zone."""
    local = timezone.localtime(when)
    today = timezone.localdate()
    time = date_format(local, "H:i")
    if local.date() == today:
        return _("today, %(time)s") % {"time": time}
    if (today - local.date()).days == 1:
        return _("yesterday, %(time)s") % {"time": time}
    day = date_format(local, "j F" if local.year == today.year else "j F Y")
    return f"{day}, {time}"
