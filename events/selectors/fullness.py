"""How full events are, in one word each."""

from collections.abc import Sequence
from datetime import datetime

from ..models import EventPage, RegistrationSetup
from ..permissions import registration_obstacle
from ..services.places import EventPlaces, places_of

# From here on it is told how few places there are: a tenth of them, but at least this many.
FEW = 10


def setup_of(event: EventPage) -> RegistrationSetup | None:
    """The set-up beside the event, if there is one (no statement when it was selected with the event)."""
    setup = getattr(event, "registration_setup", None)
    if setup is not None:
        setup.event = event
    return setup


def availabilities(events: Sequence[EventPage], *, now: datetime) -> dict[int, str]:
    """How full each of these events is, by its id, for lists: open, few, room_full, waiting_open or full.

    One statement for all whose registration is open; the others are not named.
    """
    setups = [setup for event in events if (setup := setup_of(event)) and not registration_obstacle(setup, now=now)]
    return {places.setup.event_id: fullness(places) for places in places_of(setups).values()}


def fullness(places: EventPlaces) -> str:
    """open, few, room_full, waiting_open or full, as the categories that everybody may choose stand."""
    public = [category for category in places.categories.values() if category.is_public]
    scarce = [each for each in public if places.free(each.pk) is not None]
    free = [each for each in public if places.is_free(each.pk) and not places.somebody_waits_for(each.pk)]
    if public and not free:
        return "waiting_open" if places.setup.has_waiting_list else "full"
    if scarce:
        rooms = [max(0, places.free(each.pk) or 0) for each in scarce if not places.somebody_waits_for(each.pk)]
        largest = max(rooms, default=0)
        limit = places.setup.total_places or sum(each.places or 0 for each in scarce)
        if largest == 0:
            return "room_full"
        if largest <= max(FEW, limit // 10):
            return "few"
    return "open"
