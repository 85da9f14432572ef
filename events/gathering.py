"""What of the events stands on the page of a topic or criterion: the coming ones, then the past ones."""

from typing import TYPE_CHECKING

from django.db.models import Case, Exists, F, OuterRef, Q, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cop.core.counted import first_of
from cop.core.dates import date_range
from cop.taxonomy.gathering import NOTHING, Gathered, Subject, Thing, register

from .choices import EventKind
from .models import EventPage, EventTopic
from .selectors.events import events_visible_to, last_day, where
from .selectors.facets import index_url

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from cop.members.models import User

    Viewer = User | AnonymousUser


def register_source() -> None:
    """Called once, when the apps are ready."""
    register(
        "events",
        title=_("Events"),
        more_label=_("All these events"),
        find=find_events,
        order=30,
        tags=("events",),
        is_beside=True,
    )


def find_events(subject: Subject, user: "Viewer", most: int) -> Gathered:
    """Coming events, the next one first; then past ones, the last one first. One statement."""
    if not subject.topics:
        return NOTHING
    now = timezone.now()
    on_it = EventTopic.objects.filter(content_object=OuterRef("pk"), tag__slug__in=subject.topics)
    coming = Q(ends_at__gt=now)
    found = (
        events_visible_to(user)
        .filter(Exists(on_it))
        .defer("body", "address", "search_description")
        .annotate(coming_at=Case(When(coming, then=F("starts_at"))))
        .order_by(F("coming_at").asc(nulls_last=True), F("starts_at").desc(), "pk")
    )
    number, events = first_of(found, most)
    ends = [event.ends_at for event in events if event.ends_at > now]
    past = bool(events) and not ends
    url = index_url(past, subject.topic_pairs)
    return Gathered(number, [_thing(event) for event in events], url, min(ends, default=None))


def _thing(event: EventPage) -> Thing:
    kind = str(EventKind(event.kind).label)
    return Thing(
        title=event.title,
        url=event.get_absolute_url(),
        meta=[kind, date_range(event.local_start, last_day(event)), where(event)],
        text=event.summary,
        is_sample=event.is_sample,
        kind=kind,
        uid=f"urn:uuid:{event.translation_key}",
        published=event.first_published_at,
        changed=event.last_published_at,
    )
