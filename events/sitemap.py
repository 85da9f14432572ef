"""Programmes and sessions for search engines; events themselves are pages and need no word of ours."""

from collections.abc import Iterator

from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from cop.core.sitemap import Entry, register

from .models import Session
from .selectors.events import events_visible_to


def programmes() -> Iterator[Entry]:
    """The programme of each event that everybody may read, then its sessions; one statement."""
    sessions = (
        Session.objects.filter(event__in=events_visible_to(AnonymousUser()))
        .select_related("event")
        .only("slug", "event__slug", "event__last_published_at")
        .order_by("event_id", "pk")
    )
    seen = 0
    for session in sessions:
        event = session.event
        if event.pk != seen:
            seen = event.pk
            yield Entry(reverse("event_programme", args=[event.slug]), event.last_published_at)
        yield Entry(reverse("event_session", args=[event.slug, session.slug]), event.last_published_at)


register("programmes", programmes)
