"""The doors to events, and what an event says about itself wherever it is shown."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from django.db.models import CharField, OuterRef, QuerySet, StringAgg, Subquery, Value
from django.db.models.functions import Concat
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cop.core.models import live_pages_visible_to
from cop.core.prepared import prepared
from cop.taxonomy.countries import country_name

from ..choices import Mode
from ..models import EventIndexPage, EventPage, EventState, EventTopic
from .fullness import setup_of

if TYPE_CHECKING:
    from cop.members.models import User

# Between topics, and between a topic's address and its name, where the database joins them into one text.
BETWEEN, INSIDE = "\x1e", "\x1f"


# Doors ----------------------------------------------------------------------------------------------------------


def everybody() -> AnonymousUser:
    """The visitor of whom nothing is known; what they may see may be passed on."""
    return AnonymousUser()


def events_visible_to(user: "User | AnonymousUser") -> QuerySet[EventPage]:
    """Published events that `user` may see."""
    return live_pages_visible_to(EventPage.objects.all(), user)


def joined_topics() -> QuerySet:
    """Address part and name of all topics of an event in one text, so that they come with it (see `topics_of`)."""
    return (
        EventTopic.objects.filter(content_object=OuterRef("pk"))
        .order_by()
        .values("content_object")
        .annotate(
            all=StringAgg(
                Concat("tag__slug", Value(INSIDE), "tag__name", output_field=CharField()), delimiter=Value(BETWEEN)
            )
        )
        .values("all")
    )


def get_event_for(user: "User | AnonymousUser", slug: str) -> EventPage:
    """The event at this address with all that stands beside it, in one statement; 404 if hidden or absent."""
    if "\0" in slug:
        raise Http404  # PostgreSQL refuses the character rather than find nothing.
    for event in _events_at(user, slug):
        return event
    raise Http404


@prepared
def _events_at(user: "User | AnonymousUser", slug: str) -> QuerySet[EventPage]:
    return (
        events_visible_to(user)
        .filter(slug=slug)
        .select_related("state", "registration_setup", "series", "picture")
        .annotate(joined_topics=Subquery(joined_topics()))
        .order_by()
    )


def get_index_for(user: "User | AnonymousUser") -> EventIndexPage:
    """The page that stands above the list; 404 if hidden or absent."""
    for page in _indexes(user):
        return page
    raise Http404


@prepared
def _indexes(user: "User | AnonymousUser") -> QuerySet[EventIndexPage]:
    return live_pages_visible_to(EventIndexPage.objects.order_by("path"), user)


# What an event says about itself --------------------------------------------------------------------------------


def state_of(event: EventPage) -> EventState | None:
    """Its state; None for a page that was never published."""
    return getattr(event, "state", None)


def is_cancelled(event: EventPage) -> bool:
    """Has it been called off?"""
    state = state_of(event)
    return state is not None and state.cancelled_at is not None


def parted(joined: str | None) -> list[tuple[str, str]]:
    """Address part and name of each topic in a text that `joined_topics` made."""
    halves = (each.partition(INSIDE) for each in (joined or "").split(BETWEEN) if each)
    return [(slug, name) for slug, _inside, name in halves]


def topics_of(event: EventPage) -> list[tuple[str, str]]:
    """Address part and name of each topic, by name."""
    if hasattr(event, "joined_topics"):
        pairs = parted(event.joined_topics)
    else:
        # A draft: its topics are those of the revision, not those of the table.
        pairs = [(item.tag.slug, item.tag.name) for item in event.topic_items.all()]
    return sorted(pairs, key=lambda pair: pair[1].casefold())


def badges(event: EventPage, now: datetime, *, places: str = "") -> list[dict[str, str]]:
    """How one takes part, and what has become of it; `places` says how full it is (`registration.availability`)."""
    found = [{"label": str(Mode(event.mode).label), "tone": "blue"}]
    if is_cancelled(event):
        found.append({"label": _("Cancelled"), "tone": "bad"})
    elif event.ends_at <= now:
        found.append({"label": pgettext("event", "Over"), "tone": ""})
    elif event.starts_at <= now:
        found.append({"label": _("Happening now"), "tone": "good"})
    elif registration_is_open(event, now):
        found.append(
            {
                "few": {"label": _("Few places left"), "tone": "wait"},
                "room_full": {"label": _("The room is full"), "tone": "wait"},
                "waiting_open": {"label": _("Waiting list open"), "tone": "wait"},
                "full": {"label": _("Full"), "tone": "wait"},
            }.get(places, {"label": _("Registration open"), "tone": "good"})
        )
    return found


def registration_is_open(event: EventPage, now: datetime) -> bool:
    """Is it the time to register? Whether this visitor may, and a place is left, the registration box says."""
    setup = setup_of(event)
    if setup is None or setup.opens_at is None or is_cancelled(event):
        return False
    # The set-up's closing time falls back to its event's start: give it this event, not one more statement.
    setup.event = event
    return setup.opens_at <= now < setup.closing_time


def where(event: EventPage) -> str:
    """Venue and town in one line, the country where no town is known; for online events that word."""
    if event.mode == Mode.ONLINE:
        return _("Online")
    parts = [event.venue, event.city or (country_name(event.country_id) if event.country_id else "")]
    place = ", ".join(dict.fromkeys(part for part in parts if part))
    if event.mode == Mode.HYBRID:
        return _("%(place)s and online") % {"place": place} if place else _("Online")
    return place


def boundaries(event: EventPage) -> list[datetime]:
    """The moments at which what a page says about the event changes by itself."""
    moments = [event.starts_at, event.ends_at]
    setup = setup_of(event)
    if setup is not None:
        setup.event = event
        moments += [moment for moment in (setup.opens_at, setup.closing_time) if moment]
    return moments


def next_boundary(events: Iterable[EventPage], now: datetime) -> datetime | None:
    """The first of these moments that lies ahead."""
    return min((moment for event in events for moment in boundaries(event) if moment > now), default=None)


def last_day(event: EventPage) -> datetime:
    """A moment of its last day on the clock at the event; midnight belongs to the day before."""
    return event.local_end - timedelta(microseconds=1)
