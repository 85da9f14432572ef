"""An event as schema.org describes events, for search engines."""

from typing import Any

from django.conf import settings

from cop.core.structured import as_script

from ..choices import Mode
from ..models import EventPage
from . import events

__all__ = ["as_script", "event_data"]

ATTENDANCE = {
    Mode.IN_PERSON: "https://schema.org/OfflineEventAttendanceMode",
    Mode.ONLINE: "https://schema.org/OnlineEventAttendanceMode",
    Mode.HYBRID: "https://schema.org/MixedEventAttendanceMode",
}


def event_data(event: EventPage, *, picture_url: str = "") -> dict[str, Any]:
    """The facts as a dictionary."""
    address = f"{settings.SITE_URL}{event.get_absolute_url()}"
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Event",
        "name": event.title,
        "url": address,
        "description": event.description,
        "startDate": event.local_start.isoformat(),
        "endDate": event.local_end.isoformat(),
        "eventAttendanceMode": ATTENDANCE[Mode(event.mode)],
        "eventStatus": (
            "https://schema.org/EventCancelled" if events.is_cancelled(event) else "https://schema.org/EventScheduled"
        ),
        "organizer": {"@type": "Organization", "name": settings.WAGTAIL_SITE_NAME, "url": settings.SITE_URL},
    }
    places: list[dict[str, Any]] = []
    if event.mode != Mode.ONLINE:
        postal = {
            "@type": "PostalAddress",
            "streetAddress": " ".join(event.address.split()),
            "addressLocality": event.city,
            "addressCountry": event.country_id or "",
        }
        places.append(
            {
                "@type": "Place",
                "name": event.venue or event.city,
                "address": {name: value for name, value in postal.items() if value},
            }
        )
    if event.mode != Mode.IN_PERSON:
        # The stream's own address is for people with a place only.
        places.append({"@type": "VirtualLocation", "url": address})
    data["location"] = places[0] if len(places) == 1 else places
    if picture_url:
        data["image"] = [picture_url]
    return data
