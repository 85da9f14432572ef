"""What a member sees of their own registration: answers, sessions, files and history in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Case, QuerySet, Value, When
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.translation import gettext as _
from wagtail.models import ModelLogEntry

from cop.core.prepared import prepared
from cop.taxonomy.countries import country_name

from .. import conditions
from ..choices import ACTIVE, QuestionKind, RegistrationStatus
from ..models import AnswerFile, EventPage, Question, Registration, RegistrationSetup, SessionPlace
from ..permissions import offer_obstacle
from ..services.states import LOG_PREFIX
from ..transitions import TRANSITIONS
from .dates import clock, day_name, hours, moment_words
from .events import is_cancelled
from .registration import badge, moment, setup_of

if TYPE_CHECKING:
    from cop.members.models import User

# From when those with a place see where the stream is.
STREAM_OPENS = timedelta(hours=1)
TOLD_REASONS = {"reject", "cancel"}


def get_registration_for(user: "User", slug: str) -> Registration | None:
    """The member's own registration for the event at this address, with event, set-up, state and category.

    The active one, else the last that ended. An event that was taken offline does not hide one's own registration.
    """
    if "\x00" in slug:
        return None
    registration = next(iter(_registrations_at(user.pk, slug)), None)
    if registration is not None:
        registration.member = user
    return registration


@prepared
def _registrations_at(member_id: int, slug: str) -> QuerySet[Registration]:
    return (
        Registration.objects.filter(member=member_id, event__slug=slug)
        .select_related("event__state", "event__registration_setup", "event__country", "category")
        .order_by(Case(When(status__in=ACTIVE, then=Value(0)), default=Value(1)), "-pk")[:1]
    )


def event_at(slug: str) -> EventPage | None:
    """The event at this address, visible or not: for somebody who proves otherwise that they know it."""
    return None if "\x00" in slug else EventPage.objects.filter(slug=slug).first()


def setup_of_registration(registration: Registration) -> RegistrationSetup:
    """The set-up that was read with it."""
    setup = setup_of(registration.event)
    assert setup is not None  # noqa: S101 - nobody registers without one
    return setup


def stream_address(registration: Registration, *, now: datetime) -> str:
    """Where the event is streamed, for people with a place, from an hour before until it ends; else nothing."""
    event = registration.event
    has_place = registration.status in (RegistrationStatus.CONFIRMED, RegistrationStatus.ATTENDED)
    if has_place and event.starts_at - STREAM_OPENS <= now < event.ends_at:
        return event.online_address
    return ""


def files_of(registration: Registration) -> dict[int, AnswerFile]:
    """The files among the answers, by id. No statement where there cannot be any."""
    if not any(isinstance(value, int) and not isinstance(value, bool) for value in registration.answers.values()):
        return {}
    return {row.pk: row for row in AnswerFile.objects.filter(registration=registration)}


def questions_of(setup: RegistrationSetup) -> dict[str, Question]:
    """The questions of an event by key, in their order."""
    return {question.key: question for question in _questions(setup.pk)}


@prepared
def _questions(setup_id: int) -> QuerySet[Question]:
    return Question.objects.filter(setup=setup_id).order_by("sort_order", "pk")


def answers_in_words(
    registration: Registration, questions: Mapping[str, Question], files: Mapping[int, AnswerFile]
) -> list[tuple[str, str]]:
    """Questions and answers as rows; what was not asked is not there, what was left empty says so."""
    asked = conditions.asked(questions, registration.answers.get)
    return [
        (question.label, answer_in_words(question, registration.answers.get(key), files))
        for key, question in questions.items()
        if key in asked
    ]


def answer_in_words(question: Question, value: Any, files: Mapping[int, AnswerFile]) -> str:
    """One answer as people read it; a file as the link to it."""
    if value in (None, "", []):
        return _("No answer")
    labels = {option["key"]: option["label"] for option in question.options}
    match question.kind:
        case QuestionKind.YES_NO:
            return _("Yes") if value else _("No")
        case QuestionKind.ONE:
            return labels.get(value, str(value))
        case QuestionKind.MANY:
            return ", ".join(labels.get(each, str(each)) for each in value)
        case QuestionKind.COUNTRY:
            return country_name(value)
        case QuestionKind.NUMBER:
            return number_format(value)
        case QuestionKind.FILE:
            row = files.get(value)
            if row is None:
                return _("No answer")
            return format_html('<a href="{}">{}</a>', reverse("answer_file", args=[row.pk]), row.name)
    return str(value)


@dataclass(frozen=True)
class MySession:
    """One chosen session as its owner sees it."""

    place: SessionPlace
    day: str
    hours: str
    badge_label: str
    badge_tone: str
    offer_ends: str = ""

    @property
    def start(self) -> str:
        """09:30, on the clock at the event."""
        return clock(self.place.session.local_start)

    @property
    def meta(self) -> list[str]:
        """Day, hours, room."""
        room = self.place.session.room
        return [self.day, self.hours, room.name if room else ""]


def my_sessions(registration: Registration, *, now: datetime) -> list[MySession]:
    """The sessions under way, by time. One statement."""
    found = []
    for place in _places_of(registration.pk):
        session = place.session
        session.event = registration.event
        label, tone = badge(place.status)
        if place.status == RegistrationStatus.PENDING:
            label, tone = _("With your registration"), ""
        ends = place.offer_expires_at
        called_off = session.is_cancelled or is_cancelled(registration.event)
        offered = offer_obstacle(place.status, ends, now=now) is None and not called_off
        found.append(
            MySession(
                place=place,
                day=day_name(session.local_start.date()),
                hours=hours(session.local_start, session.local_end),
                badge_label=_("Cancelled") if called_off else label,
                badge_tone="bad" if called_off else tone,
                offer_ends=moment(registration.event, ends) if offered and ends else "",
            )
        )
    return found


@prepared
def _places_of(registration_id: int) -> QuerySet[SessionPlace]:
    return (
        SessionPlace.objects.filter(registration=registration_id)
        .active()
        .select_related("session__room")
        .order_by("session__starts_at", "pk")
    )


def history(registration: Registration) -> list[tuple[str, str]]:
    """What happened to the registration, in words, oldest first. One statement."""
    kind = ContentType.objects.get_for_model(Registration, for_concrete_model=False)
    return [
        (moment_words(entry.timestamp, registration.event), words)
        for entry in _entries(kind.pk, str(registration.pk))
        if (words := _in_words(entry, registration))
    ]


@prepared
def _entries(content_type_id: int, object_id: str) -> QuerySet[ModelLogEntry]:
    return (
        ModelLogEntry.objects.filter(content_type=content_type_id, object_id=object_id, action__startswith=LOG_PREFIX)
        .order_by("timestamp", "pk")
        .only("action", "timestamp", "data", "user_id")
    )


def _in_words(entry: ModelLogEntry, registration: Registration) -> str:
    name = entry.action.removeprefix(LOG_PREFIX)
    if name == "change":
        words = _("Answers or sessions changed")
    elif name == "session_promote":
        words = _("A place in a session given")
    elif name in TRANSITIONS:
        words = str(TRANSITIONS[name].title)
    else:
        # Where one stands in the queue is the organisers' business; the place itself is shown above.
        return ""
    if entry.user_id not in (None, registration.member_id):
        words = _("%(what)s by the secretariat") % {"what": words}
    if name in TOLD_REASONS and entry.user_id != registration.member_id and (reason := entry.data.get("reason")):
        words = _("%(what)s: %(reason)s") % {"what": words, "reason": reason}
    return words
