"""Slides into the library: by hand, all that are ready, and by the clock. Only with consent, and each state once."""

import logging
from datetime import datetime
from time import monotonic
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.log_actions import log

from cop.core import page_cache
from cop.notifications.services import outbox
from resources.choices import ResourceKind
from resources.citing import citation_name
from resources.models import ResourcePage
from resources.refusals import Reason as LibraryReason
from resources.refusals import Refused as LibraryRefused
from resources.services.taking_in import Description, Offered, Ready, made_ready, take_in

from ..models import EventPage, Slides
from ..permissions import can_publish_slides, publishing_obstacle
from ..refusals import Reason, Refused
from ..selectors.slides import due_to_publish, lines_of, organisation_of, ready
from .slides import PREFIX, addressee

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from cop.members.models import User

# In seconds; one that is begun is finished.
LONGEST_WAIT = 20
logger = logging.getLogger(__name__)


def publish_slides(*, slides_id: int, actor: "User | None", now: datetime | None = None) -> ResourcePage:
    """Put slides into the library: a resource of their own, or the new file in the place of the one that is there.

    `actor` None is the clock. The speaker gets a letter with the address, the first time. Pages of the event follow.
    Raises `Refused` (NOT_YOURS; what `publishing_obstacle` says; SLIDES_NEWER when others were sent at that moment;
    LIBRARY with the library's own words).
    """
    # The file is looked at before anything is locked; what was true before that is asked again after it.
    slides = _slides(Slides.objects.all(), slides_id, actor)
    try:
        with made_ready([_offered(slides)]) as ready:
            return _publish(slides_id, slides.path, ready, actor, now or timezone.now())
    except LibraryRefused as refusal:
        if refusal.reason == LibraryReason.TAKEN_OFF:
            raise Refused(Reason.SLIDES_WITHDRAWN) from refusal
        raise Refused(Reason.LIBRARY, str(refusal)) from refusal


def _slides(rows: "QuerySet[Slides]", slides_id: int, actor: "User | None") -> Slides:
    """These slides, if the actor may publish them as they are."""
    slides = rows.select_related("session__event", "speaker__member", "resource").get(pk=slides_id)
    if actor is not None and not can_publish_slides(actor, slides.session.event):
        raise Refused(Reason.NOT_YOURS)
    if obstacle := publishing_obstacle(slides):
        raise Refused(obstacle)
    return slides


@transaction.atomic
def _publish(slides_id: int, path: str, ready: Ready, actor: "User | None", now: datetime) -> ResourcePage:
    slides = _slides(Slides.objects.select_for_update(of=("self",)), slides_id, actor)
    if slides.path != path:
        raise Refused(Reason.SLIDES_NEWER)
    event = slides.session.event
    is_first = slides.resource is None
    page = take_in(
        description=description_of(slides, now=now),
        ready=ready,
        resource=slides.resource,
        known=[slides.published_key] if slides.published_key else [],
        actor=actor,
        now=now,
    )
    slides.resource, slides.published_key, slides.published_at = page, slides.key, now
    slides.save(update_fields=["resource", "published_key", "published_at"])
    facts = {"what": slides.session.title, "who": slides.speaker.name}
    log(instance=event, action=f"{PREFIX}published", user=actor, data=facts)
    page_cache.touch(f"event:{event.pk}", "events")
    if is_first and slides.speaker.address:
        outbox.post(
            kind="events.slides_published",
            cause=f"slides/{slides.pk}/published/{page.pk}",
            to=addressee(slides.speaker),
            params={"slides": slides.pk},
        )
    return page


def publish_ready(*, event: EventPage, actor: "User") -> tuple[int, list[str]]:
    """Publish all that may be, each in a transaction of its own; how many, and in words what could not be. Somebody
    waits for it: what does not fit into the time is left for the next press.

    Raises `Refused` (NOT_YOURS).
    """
    if not can_publish_slides(actor, event):
        raise Refused(Reason.NOT_YOURS)
    done, problems, until = 0, [], monotonic() + LONGEST_WAIT
    lines = ready(lines_of(event))
    for number, line in enumerate(lines):
        if monotonic() > until:
            left = len(lines) - number
            words = ngettext("%d more is waiting: publish once more.", "%d more are waiting: publish once more.", left)
            problems.append(words % left)
            break
        try:
            publish_slides(slides_id=line.slides.pk, actor=actor)
            done += 1
        except Refused as refusal:
            problems.append(f"{line.speaker.name}, {line.session.title}: {refusal}")
    return done, problems


def publish_due(*, now: datetime | None = None) -> int:
    """Publish what is due by the set-ups of the events; returns how much. Run again, it does nothing more."""
    now = now or timezone.now()
    return sum(publish_if_due(pk, now=now) for pk in due_to_publish(now=now))


def publish_if_due(slides_id: int, *, now: datetime | None = None) -> bool:
    """The same for one; False where somebody was faster, or it cannot be, which the log tells."""
    now = now or timezone.now()
    if slides_id not in due_to_publish(now=now):
        return False
    try:
        publish_slides(slides_id=slides_id, actor=None, now=now)
    except Refused as refusal:
        logger.warning("Slides %s were not published: %s", slides_id, refusal.reason)
        return False
    return True


def description_of(slides: Slides, *, now: datetime) -> Description:
    """What the library says of them. Published before they are shown, they are of the day of publication."""
    session, speaker = slides.session, slides.speaker
    author = slides.author_name or citation_name(speaker.name)
    return Description(
        title=slides.title or session.title,
        summary=_("Slides of %(name)s, shown in “%(session)s” at %(event)s.")
        % {"name": speaker.name, "session": session.title, "event": session.event.title},
        kind=ResourceKind.PRESENTATION,
        date=min(session.local_start.date(), now.astimezone(session.event.tz).date()),
        authors=[(author, slides.organisation or organisation_of(speaker.role))],
        licence=slides.licence,
        abstract=session.abstract[:5000],
        languages=[slides.language] if slides.language else [],
        topics=list(session.event.topics.all()),
        origins=[session.event],
        is_sample=session.event.is_sample,
    )


def _offered(slides: Slides) -> Offered:
    assert slides.key is not None and slides.sent_at is not None  # noqa: S101, PT018 - there is a file
    return Offered(key=slides.key, path=slides.path, name=slides.name, size=slides.size, created_at=slides.sent_at)
