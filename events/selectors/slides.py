"""Slides of sessions: the door of a speaker's link, how it stands for the desk, what is published, what is due."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db.models import F, Prefetch, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from resources.choices import LANGUAGES
from resources.selectors.resources import resources_visible_to

from ..choices import SlidesPublishing, SlidesState, SpeakerRole
from ..models import EventPage, Session, SessionSpeaker, Slides, SlidesLink, SlidesSetup, Speaker
from . import dates
from .events import everybody

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from cop.members.models import User

# How long after the deadline a link still says that it is over, before it becomes one that nobody knows.
GRACE = timedelta(days=14)
# Not oftener is anybody reminded.
PAUSE = timedelta(days=1)
# Long enough for every token of ours; a longer one is not worth a hash.
LONGEST_TOKEN = 64


# The link --------------------------------------------------------------------------------------------------------


def hash_of(token: str) -> str:
    """What is kept of a token. It has 128 random bits, so that a plain hash cannot be turned round."""
    return hashlib.sha256(token.encode()).hexdigest()


def link_for_token(token: str, *, now: datetime) -> SlidesLink | None:
    """The link with this token, while it is good; None for a wrong one, one that is over, one whose speaker speaks here
    no more or has another address now, and one of an event that is not published."""
    if len(token) > LONGEST_TOKEN:
        return None
    found = (
        SlidesLink.objects.select_related("event__slides_setup", "event__state", "speaker__member")
        .filter(token_hash=hash_of(token), event__live=True, event__slides_setup__deadline__gt=now - GRACE)
        .first()
    )
    if found is None or found.speaker.address.lower() != found.email.lower():
        return None
    return found


@dataclass(frozen=True)
class Talk:
    """A session in which somebody speaks or chairs, and what they have sent for it (a row that is not saved yet, if
    nothing). Of who only chairs nothing is expected."""

    session: Session
    slides: Slides
    role: str

    @property
    def is_expected(self) -> bool:
        return self.slides.is_expected and self.role == SpeakerRole.SPEAKER

    @property
    def is_missing(self) -> bool:
        """Is something to be sent that has not been?"""
        return self.is_expected and not self.slides.has_file and not self.session.is_cancelled

    @property
    def state(self) -> SlidesState:
        """How it stands, as its speaker sees it."""
        found = state_of(self.slides, self.slides.speaker)
        is_waited_for = found in (SlidesState.MISSING, SlidesState.NO_ADDRESS)
        return SlidesState.NOT_EXPECTED if is_waited_for and not self.is_expected else found


def talks_of(event: EventPage, speaker: Speaker) -> list[Talk]:
    """The sessions of a speaker at an event, with what they have sent. Two statements."""
    sessions = list(
        Session.objects.filter(event=event, session_speakers__speaker=speaker)
        .annotate(role=F("session_speakers__role"))
        .prefetch_related(Prefetch("slides", Slides.objects.filter(speaker=speaker).select_related("resource")))
        .order_by("starts_at", "pk")
    )
    found = []
    for session in sessions:
        session.event = event
        kept = next(iter(session.slides.all()), None)
        slides = kept or Slides(session=session, speaker=speaker, size=0)
        # The speaker is known, with their member; asking again would cost a statement a session.
        slides.speaker = speaker
        found.append(Talk(session, slides, session.role))
    return found


def organisation_of(position: str) -> str:
    """The body in “Head of unit, Sample Region”, as a proposal."""
    return position.rpartition(",")[2].strip()[:150]


def language_of(words: str) -> str:
    """The code of the language that an event names first, as a proposal; English where it names none."""
    named = {words.find(name): code for code, name in LANGUAGES if name in words}
    return named[min(named)] if named else "en"


# The desk --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Line:
    """One speaker in one session, as the desk sees it."""

    session: Session
    speaker: Speaker
    slides: Slides
    state: SlidesState
    last_letter: datetime | None

    @property
    def is_missing(self) -> bool:
        return self.state == SlidesState.MISSING

    @property
    def resource_url(self) -> str:
        """Where it is in the library, while it is."""
        resource = self.slides.resource
        return resource.get_absolute_url() if resource is not None and resource.live else ""


def lines_of(event: EventPage) -> list[Line]:
    """Everybody who speaks, session by session, and those of whom slides are there though they only chair; cancelled
    sessions are left out. Three statements."""
    parts = (
        SessionSpeaker.objects.filter(session__event=event, session__is_cancelled=False)
        .select_related("session", "speaker__member")
        .order_by("session__starts_at", "session_id", "sort_order", "pk")
    )
    rows = {
        (row.session_id, row.speaker_id): row
        for row in Slides.objects.filter(session__event=event).select_related("resource", "sent_by")
    }
    letters: dict[int, list[SlidesLink]] = defaultdict(list)
    for link in SlidesLink.objects.filter(event=event).order_by("sent_at"):
        letters[link.speaker_id].append(link)
    lines = []
    for part in parts:
        slides = rows.get((part.session_id, part.speaker_id))
        if part.role != SpeakerRole.SPEAKER and (slides is None or not slides.has_file):
            continue
        part.session.event = event
        slides = slides or Slides(session=part.session, speaker=part.speaker, size=0)
        last = [link.sent_at for link in letters[part.speaker_id] if link.email == part.speaker.address]
        lines.append(
            Line(part.session, part.speaker, slides, state_of(slides, part.speaker), last[-1] if last else None)
        )
    return lines


def state_of(slides: Slides, speaker: Speaker) -> SlidesState:
    """How it stands; `resource` comes along with the slides, `member` with the speaker. Asks no database."""
    if slides.resource is not None:
        if not slides.resource.live:
            return SlidesState.WITHDRAWN
        if not slides.has_consent:
            return SlidesState.TAKEN_BACK
        newer = slides.has_file and not slides.is_newest_published
        return SlidesState.NEWER if newer else SlidesState.PUBLISHED
    if slides.has_file:
        return SlidesState.READY if slides.has_consent else SlidesState.NO_CONSENT
    if not slides.is_expected:
        return SlidesState.NOT_EXPECTED
    return SlidesState.MISSING if speaker.address else SlidesState.NO_ADDRESS


def to_be_written_to(lines: Iterable[Line], *, now: datetime) -> list[Speaker]:
    """Those of whom something is missing and whom no letter has reached for a day; each once."""
    found = {
        line.speaker.pk: line.speaker
        for line in lines
        if line.is_missing and (line.last_letter is None or line.last_letter <= now - PAUSE)
    }
    return list(found.values())


# Published -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Shown:
    """Slides in the library, as a session links to them."""

    title: str
    author: str
    url: str

    @property
    def meta(self) -> tuple[str]:
        """As the component “row” takes it."""
        return (self.author,)


def published_slides(event: EventPage, user: "User | AnonymousUser") -> dict[int, list[Shown]]:
    """By session, what the library has and this viewer may read, in the order of the speakers. One statement."""
    rows = (
        Slides.objects.filter(session__event=event, resource__in=resources_visible_to(user))
        .order_by("pk")
        .values_list("session_id", "resource__title", "resource__slug", "speaker__name")
    )
    found: dict[int, list[Shown]] = defaultdict(list)
    for session_id, title, slug, name in rows:
        found[session_id].append(Shown(title, name, reverse("resource", args=[slug])))
    return found


def told_slides(events: Iterable[int]) -> dict[int, list[dict[str, Any]]]:
    """By event, the slides of its sessions that everybody may read in the library, in the order of the sessions. One
    statement."""
    rows = (
        Slides.objects.filter(session__event__in=list(events), resource__in=resources_visible_to(everybody()))
        .order_by("session__starts_at", "session_id", "pk")
        .values_list("session__event_id", "session__title", "resource_id", "resource__title")
    )
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for event_id, session, number, title in rows:
        address = settings.SITE_URL + reverse("resource_by_number", args=[number])
        found[event_id].append({"session": session, "title": title, "number": number, "address": address})
    return found


def sessions_of_resource(resource_id: int, event_ids: Sequence[int]) -> list[dict[str, Any]]:
    """The sessions of these events at which a resource was shown, as rows for its page."""
    rows = Slides.objects.filter(resource=resource_id, session__event__in=event_ids)
    rows = rows.select_related("session__event").order_by("pk")
    return [
        {
            "title": row.session.title,
            "url": reverse("event_session", args=[row.session.event.slug, row.session.slug]),
            "meta": [_("Session"), dates.day_name(row.session.local_start.date(), year=True)],
            "sample": row.session.event.is_sample,
        }
        for row in rows
    ]


def due_to_publish(*, now: datetime, event_id: int | None = None) -> list[int]:
    """Slides that are to be published without anybody pressing a button: of events set up so, with consent, new or
    newer than what the library has, and not withdrawn; of cancelled and unpublished events none. Ids, oldest first."""
    rows = (
        Slides.objects.filter(
            ~Q(path=""),
            Q(published_key=None) | ~Q(published_key=F("key")),
            Q(resource=None) | Q(resource__live=True),
            has_consent=True,
            session__event__live=True,
            session__event__state__cancelled_at=None,
            session__is_cancelled=False,
            session__event__slides_setup__publishing__in=[SlidesPublishing.AT_ONCE, SlidesPublishing.AFTER_DAY],
        )
        .exclude(licence="")
        .select_related("session__event__slides_setup")
        .order_by("sent_at", "pk")
    )
    if event_id is not None:
        rows = rows.filter(session__event=event_id)
    return [
        row.pk
        for row in rows
        if row.session.event.slides_setup.publishing == SlidesPublishing.AT_ONCE or is_day_over(row.session, now=now)
    ]


def is_day_over(session: Session, *, now: datetime) -> bool:
    """Is the day of the session over, on the event's clock? At midnight it is."""
    return now.astimezone(session.event.tz).date() > session.local_end.date()


def ready(lines: Sequence[Line]) -> list[Line]:
    """What could be published now."""
    return [line for line in lines if line.state in (SlidesState.READY, SlidesState.NEWER)]


def setup_or_none(event: EventPage) -> SlidesSetup | None:
    """How this event collects slides, if it does."""
    return getattr(event, "slides_setup", None)
