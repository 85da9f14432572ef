"""The words for when an event takes place, on the clock at the event."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache

from django.utils.dateformat import format as date_words
from django.utils.formats import date_format
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..models import EventPage


def clock(moment: datetime) -> str:
    """09:30, as it stands on the clock of `moment`'s own zone."""
    return f"{moment:%H:%M}"


def hours(start: datetime, end: datetime) -> str:
    """09:30–11:00."""
    return f"{clock(start)}–{clock(end)}"


def day_name(day: date, *, year: bool = False) -> str:
    """Tuesday 16 March, with the year if asked for."""
    return date_words(day, "l j F Y" if year else "l j F")


def day_short(day: date) -> str:
    """Tue 16 March."""
    return date_words(day, "D j F")


def days(start: datetime, end: datetime) -> str:
    """Tuesday 16 March 2027; Tuesday 16 and Wednesday 17 March 2027; Monday 30 March to Friday 3 April 2027.

    An event that ends at midnight does not reach into the next day.
    """
    first, last = start.date(), (end - timedelta(microseconds=1)).date()
    if first == last:
        return day_name(first, year=True)
    if first.year != last.year:
        return _("%(first)s to %(last)s") % {"first": day_name(first, year=True), "last": day_name(last, year=True)}
    same_month = first.month == last.month
    values = {"first": date_words(first, "l j" if same_month else "l j F"), "last": day_name(last, year=True)}
    if last - first == timedelta(days=1):
        return _("%(first)s and %(last)s") % values
    return _("%(first)s to %(last)s") % values


def hours_of_days(event: EventPage, spans: Iterable[tuple[datetime, datetime]] = ()) -> list[tuple[datetime, datetime]]:
    """Begin and end of each day, on the event's clock: of its one day, or of two or three from the programme's spans.

    Empty where that cannot be said: a longer event, or one whose programme does not cover every day.
    """
    start, end = event.local_start, event.local_end
    last = (end - timedelta(microseconds=1)).date()
    if is_whole_days(event):
        return []
    if start.date() == last:
        return [(start, end)]
    by_day: dict[date, tuple[datetime, datetime]] = {}
    for begins, ends in spans:
        begins, ends = begins.astimezone(event.tz), ends.astimezone(event.tz)
        earliest, latest = by_day.get(begins.date(), (begins, ends))
        by_day[begins.date()] = (min(earliest, begins), max(latest, ends))
    count = (last - start.date()).days + 1
    return [by_day[day] for day in sorted(by_day)] if len(by_day) == count <= 3 else []


def event_hours(event: EventPage, spans: Iterable[tuple[datetime, datetime]] = ()) -> str:
    """09:30–17:30 and 09:00–13:00; where the days are not known one by one, when the event begins and ends."""
    found = hours_of_days(event, spans)
    return _(" and ").join(hours(*each) for each in found) if found else _begin_and_end(event)


def event_hours_tag(event: EventPage, spans: Iterable[tuple[datetime, datetime]] = ()) -> SafeString:
    """The same with <time> elements where the days are known one by one."""
    found = hours_of_days(event, spans)
    if not found:
        return conditional_escape(_begin_and_end(event))
    return format_html_join(_(" and "), "{}", ((hours_tag(*each, event.tz),) for each in found))


def is_whole_days(event: EventPage) -> bool:
    """From midnight to midnight: the hours are not known, and nobody should read 00:00 on a page."""
    return event.local_start.time() == time.min and event.local_end.strftime("%H:%M") in ("23:59", "00:00")


def _begin_and_end(event: EventPage) -> str:
    if is_whole_days(event):
        return ""
    return _("From %(start)s to %(end)s on the last day") % {
        "start": clock(event.local_start),
        "end": clock(event.local_end),
    }


def length(event: EventPage) -> str:
    """For lists, beside the date: the hours of an event of one day, else how many days it has."""
    start, end = event.local_start, event.local_end
    count = ((end - timedelta(microseconds=1)).date() - start.date()).days + 1
    if count == 1 and is_whole_days(event):
        return ""
    return hours(start, end) if count == 1 else ngettext("%d day", "%d days", count) % count


def offset(moment: datetime) -> str:
    """UTC+1, UTC−3:30, UTC."""
    minutes = int((moment.utcoffset() or timedelta()).total_seconds()) // 60
    if not minutes:
        return "UTC"
    sign = "+" if minutes > 0 else "−"
    whole, rest = divmod(abs(minutes), 60)
    return f"UTC{sign}{whole}" + (f":{rest:02}" if rest else "")


def zone_name(event: EventPage) -> str:
    """Brussels time."""
    if event.time_zone in ("UTC", "Etc/UTC"):
        return "UTC"
    return _("%(city)s time") % {"city": event.time_zone.rpartition("/")[2].replace("_", " ")}


def zone(event: EventPage) -> str:
    """Brussels time (UTC+1); both offsets where the clock changes during the event."""
    name = zone_name(event)
    first, last = offset(event.local_start), offset(event.local_end)
    if name == first == last:
        return name
    return f"{name} ({first})" if first == last else f"{name} ({first}, {last})"


def moment_words(moment: datetime, event: EventPage) -> str:
    """2 March 2027 at 18:00, on the event's clock."""
    local = moment.astimezone(event.tz)
    return _("%(day)s at %(time)s") % {"day": date_format(local, "j F Y"), "time": clock(local)}


# A programme has hundreds of them, and they are the same for every visitor. Moments are compared as points in time, and
# nothing here shows the zone in which one was given.
@lru_cache(maxsize=4096)
def time_tag(moment: datetime, tz: tzinfo, *, track: int = 0) -> SafeString:
    """The time of day as <time>, in UTC for machines; `data-track` is what the track filter of the programme reads."""
    attribute = format_html(' data-track="{}"', track) if track else ""
    return format_html(
        '<time datetime="{}"{}>{}</time>',
        f"{moment.astimezone(UTC):%Y-%m-%dT%H:%MZ}",
        attribute,
        clock(moment.astimezone(tz)),
    )


def hours_tag(start: datetime, end: datetime, tz: tzinfo, *, track: int = 0) -> SafeString:
    """09:30–11:00 as two <time> elements; `data-hours` is how the visitor's own hours are put beside them."""
    return _hours_tag(_("(%s your time)"), start, end, tz, track)


@lru_cache(maxsize=4096)
def _hours_tag(words: str, start: datetime, end: datetime, tz: tzinfo, track: int) -> SafeString:
    return format_html('<span data-hours="{}">{}–{}</span>', words, time_tag(start, tz, track=track), time_tag(end, tz))
