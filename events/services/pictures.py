"""Pictures of an event in the sizes that its pages show, made by the worker so that no visitor waits for them."""

from collections.abc import Iterable, Iterator

from django.db.models import Q
from django.utils import timezone
from wagtail.images import get_image_model
from wagtail.images.models import AbstractImage

from cop.core import page_cache, pictures

from ..models import EventPage, SessionSpeaker, Speaker
from ..selectors import portraits
from ..selectors.event_page import PICTURE


def ask_for_pictures(event: EventPage) -> None:
    """Hand the work to the worker, as part of the running transaction; nothing where the event shows no picture."""
    from ..tasks import make_pictures

    if next(_wanted(event), None) is not None:
        make_pictures.enqueue(event.pk)


def ask_for_portraits(speaker: Speaker) -> None:
    """Ask for the portrait of one speaker wherever a published event shows it."""
    if speaker.picture_id is not None:
        for event in EventPage.objects.live().filter(sessions__speakers=speaker).distinct():
            ask_for_pictures(event)


def ask_after_change(image: AbstractImage) -> None:
    """A picture has a new file or another focal point: ask for its sizes again wherever a published event shows it."""
    for event in _events_showing(image):
        ask_for_pictures(event)


def make_pictures(*, event_id: int) -> int:
    """Make what is missing for one event; returns how many sizes are new. A second call makes none.

    A picture that cannot be read is noted in the log and does not keep the others back. Whoever comes before this has
    run still gets the page: the event's picture is made while they wait, for portraits initials stand in.
    """
    event = EventPage.objects.live().filter(pk=event_id).select_related("picture").first()
    if event is None:
        return 0
    made = sum(pictures.make_missing(image, specs) for image, specs in _wanted(event))
    if made:
        page_cache.touch(f"event:{event.pk}", "events")
    return made


def sweep() -> int:
    """The same for every event that is not over, in case a task was lost; returns how many sizes are new."""
    coming = EventPage.objects.live().filter(ends_at__gt=timezone.now()).values_list("pk", flat=True)
    return sum(make_pictures(event_id=pk) for pk in coming)


def _wanted(event: EventPage) -> Iterator[tuple[AbstractImage, Iterable[str]]]:
    """Each picture that the event's pages show, with the sizes in which they do."""
    if event.picture is not None:
        yield event.picture, (*PICTURE.filters, *pictures.SHARE.filters)
    speakers = SessionSpeaker.objects.filter(session__event_id=event.pk).exclude(speaker__picture=None)
    for image in get_image_model().objects.filter(pk__in=speakers.values("speaker__picture")):
        yield image, portraits.FILTERS


def _events_showing(image: AbstractImage) -> Iterable[EventPage]:
    shown = Q(picture=image.pk) | Q(sessions__speakers__picture=image.pk)
    return EventPage.objects.live().filter(shown).select_related("picture").distinct()
