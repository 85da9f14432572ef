"""What stands in a member's personal calendar, and whose calendar a secret address opens."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.http import Http404

from ..choices import ACTIVE
from ..models import CalendarFeed, Registration, SessionPlace
from .events import events_visible_to

if TYPE_CHECKING:
    from cop.members.models import User

# A calendar keeps what was; we send it for a year.
KEPT = timedelta(days=365)


@dataclass(frozen=True)
class Entry:
    """The member's last word on an event; `raised` counts the changes of all their registrations for it."""

    registration: Registration
    raised: int


@dataclass(frozen=True)
class Personal:
    """A member's calendar."""

    events: list[Entry]
    sessions: list[tuple[SessionPlace, int]]


def member_of_feed(token: str) -> "User":
    """Whose calendar this address opens; 404 for unknown and revoked ones and for accounts that are switched off."""
    feed = CalendarFeed.objects.select_related("member").filter(token=token, member__is_active=True).first()
    if feed is None:
        raise Http404
    return feed.member


def feed_of(member: "User") -> CalendarFeed | None:
    """The member's own secret address, if one was made."""
    return CalendarFeed.objects.filter(member=member).first()


def personal(member: "User", *, now: datetime) -> Personal:
    """Events and chosen sessions of a member: two statements, and one for what they may still see."""
    registrations = list(
        Registration.objects.filter(member=member, event__ends_at__gt=now - KEPT)
        .select_related("event__state", "event__country", "category")
        .order_by("pk")
    )
    visible = set(
        events_visible_to(member).filter(pk__in={each.event_id for each in registrations}).values_list("pk", flat=True)
    )
    of_event: dict[int, list[Registration]] = defaultdict(list)
    for each in registrations:
        if each.event_id in visible:
            of_event[each.event_id].append(each)
    entries = [
        Entry(next((each for each in all_of_them if each.status in ACTIVE), all_of_them[-1]),
              sum(each.serial for each in all_of_them))
        for all_of_them in of_event.values()
    ]  # fmt: skip
    entries.sort(key=lambda entry: (entry.registration.event.starts_at, entry.registration.event_id))
    of_session: dict[int, list[SessionPlace]] = defaultdict(list)
    for place in (
        SessionPlace.objects.filter(registration__member=member, registration__event_id__in=of_event)
        .select_related("session__room", "session__event__state", "session__event__country", "registration__category")
        .order_by("pk")
    ):
        of_session[place.session_id].append(place)
    sessions = [
        (next((each for each in places if each.status in ACTIVE), places[-1]), sum(each.serial for each in places))
        for places in of_session.values()
    ]
    sessions.sort(key=lambda pair: (pair[0].session.starts_at, pair[0].session_id))
    return Personal(entries, sessions)
