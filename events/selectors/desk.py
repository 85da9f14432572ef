"""What the secretariat's desk reads: set-ups, lists of registrations with their numbers, one registration in full."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _
from wagtail.log_actions import registry as log_registry
from wagtail.models import Page

from cop.notifications import registry as letter_registry
from cop.notifications.models import Letter
from cop.taxonomy.countries import NAMES

from ..choices import HOLDING, CategoryKind, Mode, QuestionKind, RegistrationStatus
from ..models import (
    AnswerFile,
    Category,
    EventPage,
    InvitationCode,
    Question,
    Registration,
    RegistrationSetup,
    Session,
    SessionPlace,
)
from ..permissions import can_manage_registrations, registrations_visible_to
from ..services.states import LOG_PREFIX
from ..transitions import TRANSITIONS, Who, allowed_from

if TYPE_CHECKING:
    from cop.members.models import User

ERASE_AFTER_DAYS = 30


# Set-ups --------------------------------------------------------------------------------------------------------


def setup_to_edit(event: EventPage) -> RegistrationSetup:
    """The event's set-up, or a new one, not saved, with what most events need."""
    setup = RegistrationSetup.objects.filter(event=event).first()
    if setup is None:
        setup = RegistrationSetup(event=event)
        setup.categories = _usual_categories(event)
        setup.questions = _usual_questions()
    setup.event = event
    return setup


def _usual_categories(event: EventPage) -> list[Category]:
    room = Category(name=_("In the room"), kind=CategoryKind.IN_PERSON, sort_order=0)
    online = Category(name=_("Online"), kind=CategoryKind.ONLINE, counts_in_total=False, sort_order=1)
    return {Mode.ONLINE: [online], Mode.HYBRID: [room, online]}.get(Mode(event.mode), [room])


def _usual_questions() -> list[Question]:
    sensitive = {"kind": QuestionKind.LONG, "is_sensitive": True, "erase_after_days": ERASE_AFTER_DAYS}
    return [
        Question(
            label=_("Dietary needs"), help_text=_("For example vegetarian, or an allergy."), sort_order=0, **sensitive
        ),
        Question(
            label=_("Access needs"),
            help_text=_("What would make it easier for you to take part, for example step-free access or captions."),
            sort_order=1,
            **sensitive,
        ),
    ]


def events_with_setups() -> QuerySet[EventPage]:
    """Events with their set-up and how many registrations are under way, the latest first; one statement."""
    return (
        EventPage.objects.select_related("registration_setup", "state")
        .defer("body")
        .annotate(
            confirmed=Count("registrations", filter=Q(registrations__status__in=HOLDING)),
            waiting=Count("registrations", filter=Q(registrations__status=RegistrationStatus.WAITING)),
            pending=Count("registrations", filter=Q(registrations__status=RegistrationStatus.PENDING)),
        )
    )


def events_with_registrations(pages: Iterable[Page]) -> list[EventPage]:
    """Events among these pages and below them that somebody has ever registered for."""
    below = Q(pk__in=[])
    for page in pages:
        below |= Q(path__startswith=page.path)
    return list(EventPage.objects.filter(below, pk__in=Registration.objects.values("event")).order_by("pk"))


def events_people_count_on(pages: Iterable[Page], *, now: datetime) -> list[EventPage]:
    """Published events among these pages that lie ahead, are not cancelled, and that somebody is registered for."""
    return list(
        EventPage.objects.filter(
            pk__in=[page.pk for page in pages], live=True, ends_at__gt=now, state__cancelled_at=None
        )
        .filter(pk__in=Registration.objects.active().values("event"))
        .order_by("pk")
    )


def count_under_way(*, event: EventPage | None = None, session: Session | None = None) -> int:
    """How many registrations for the event, or places in the session, are under way."""
    if session is not None:
        return SessionPlace.objects.active().filter(session=session).count()
    return Registration.objects.active().filter(event=event).count()


def codes_of(setup: RegistrationSetup) -> QuerySet[InvitationCode]:
    """The invitation codes of an event, the newest first."""
    return InvitationCode.objects.filter(setup=setup).select_related("category").order_by("-pk")


# Lists ----------------------------------------------------------------------------------------------------------


def listed_registrations(user: "User", event: EventPage | None = None) -> QuerySet[Registration]:
    """The registrations that this person may manage: of one event, or of all."""
    if not can_manage_registrations(user):
        return Registration.objects.none()
    found = registrations_visible_to(user).select_related("event", "category", "member")
    return found.filter(event=event) if event is not None else found


def search(queryset: QuerySet[Registration], text: str) -> QuerySet[Registration]:
    """Those whose name, address, organisation or ticket code contain each of the words."""
    for word in text.replace("\x00", " ").split()[:8]:
        queryset = queryset.filter(
            Q(badge_name__icontains=word)
            | Q(badge_organisation__icontains=word)
            | Q(code__icontains=word)
            | Q(member__email__icontains=word)
            | Q(member__name__icontains=word)
        )
    return queryset


@dataclass(frozen=True)
class Row:
    """A line of the numbers on top of a list."""

    label: str
    total: int
    limit: int | None = None
    waiting: int = 0
    url: str = ""


@dataclass(frozen=True)
class Numbers:
    """How many registrations there are in each state, and how full each category is."""

    states: list[Row]
    categories: list[Row] = field(default_factory=list)
    taken: int = 0
    limit: int | None = None


def numbers(event: EventPage | None, *, total_places: int | None = None) -> Numbers:
    """Count registrations by state and category, in one statement with one GROUP BY."""
    by_state: dict[str, int] = {}
    categories: dict[int, dict[str, Any]] = {}
    if event is None:
        rows = list(Registration.objects.order_by().values("status").annotate(n=Count("pk")))
        by_state = {row["status"]: row["n"] for row in rows}
    else:
        counted = (
            Category.objects.filter(setup__event=event)
            .values("pk", "name", "places", "counts_in_total", "sort_order", "registrations__status")
            .annotate(n=Count("registrations"))
            .order_by("sort_order", "pk")
        )
        for row in counted:
            status, n = row["registrations__status"], row["n"]
            category = categories.setdefault(row["pk"], {**row, "taken": 0, "waiting": 0})
            if status is None:
                continue
            by_state[status] = by_state.get(status, 0) + n
            if status in HOLDING:
                category["taken"] += n
            elif status == RegistrationStatus.WAITING:
                category["waiting"] += n
    return Numbers(
        states=[Row(str(status.label), by_state[status]) for status in RegistrationStatus if by_state.get(status)],
        categories=[Row(each["name"], each["taken"], each["places"], each["waiting"]) for each in categories.values()],
        taken=sum(each["taken"] for each in categories.values() if each["counts_in_total"]),
        limit=total_places,
    )


def sessions_to_filter(event: EventPage) -> QuerySet[Session]:
    """The sessions that people choose."""
    return Session.objects.filter(event=event, needs_choice=True).order_by("starts_at", "pk")


# One registration -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Answer:
    """A question and what was answered, in words."""

    label: str
    text: str
    is_sensitive: bool = False
    file: AnswerFile | None = None


@dataclass(frozen=True)
class Line:
    """A line of the history."""

    when: datetime
    who: str
    what: str
    reason: str = ""


@dataclass(frozen=True)
class Dossier:
    """Everything about one registration."""

    registration: Registration
    answers: list[Answer]
    sessions: list[SessionPlace]
    letters: list[tuple[str, Letter]]
    history: list[Line]


def get_registration_for(user: "User", pk: int) -> Registration | None:
    """The door to one registration for the desk; None if it does not exist or is hidden from `user`."""
    if not can_manage_registrations(user):
        return None
    return (
        registrations_visible_to(user)
        .select_related("event__registration_setup", "category", "member", "invitation", "checked_in_by")
        .filter(pk=pk)
        .first()
    )


def dossier(registration: Registration) -> Dossier:
    """Answers, sessions, letters and history of one registration; five statements, whatever their number."""
    questions = list(Question.objects.filter(setup__event_id=registration.event_id).order_by("sort_order", "pk"))
    sessions = list(registration.session_places.select_related("session__event", "session__room"))
    for claim in sessions:
        claim.registration = registration
    files = {each.pk: each for each in registration.files.all()}
    causes = Q(cause__startswith=f"registration/{registration.pk}/")
    for claim in sessions:
        causes |= Q(cause__startswith=f"session-place/{claim.pk}/")
    letters = Letter.objects.filter(causes).defer("html", "text").order_by("-created_at", "-pk")
    words = {session.session_id: session.session.title for session in sessions}
    return Dossier(
        registration,
        answers_in_words(registration, questions, files),
        sessions,
        [(letter_registry.title_of(letter.kind), letter) for letter in letters],
        history(registration, questions, words),
    )


def answers_in_words(
    registration: Registration, questions: Iterable[Question], files: dict[int, AnswerFile] | None = None
) -> list[Answer]:
    """The answers in the order of the form; questions that were not asked or not answered are left out."""
    found = []
    for question in questions:
        if question.key not in registration.answers:
            continue
        value = registration.answers[question.key]
        file = (files or {}).get(value) if question.kind == QuestionKind.FILE and isinstance(value, int) else None
        text = file.name if file else answer_in_words(question, value)
        found.append(Answer(question.label, text, question.is_sensitive, file))
    return found


def answer_in_words(question: Question, value: Any) -> str:
    """One answer as people read it."""
    match question.kind, value:
        case _kind, None | "":
            return ""
        case QuestionKind.YES_NO, bool():
            return _("Yes") if value else _("No")
        case ((QuestionKind.ONE | QuestionKind.MANY), _value):
            labels = {option["key"]: option["label"] for option in question.options}
            chosen = value if isinstance(value, list) else [value]
            return ", ".join(labels.get(each, str(each)) for each in chosen)
        case QuestionKind.COUNTRY, str():
            return str(NAMES.get(value, value))
    return str(value)


def history(registration: Registration, questions: Iterable[Question], sessions: dict[int, str]) -> list[Line]:
    """What happened to a registration, the latest first, in plain words."""
    labels = {question.key: question.label for question in questions}
    entries = log_registry.get_logs_for_instance(registration).select_related("user").order_by("-timestamp", "-pk")
    return [
        Line(entry.timestamp, entry.user_display_name, _in_words(entry, labels, sessions), entry.data.get("reason", ""))
        for entry in entries
    ]


def _in_words(entry: Any, labels: dict[str, str], sessions: dict[int, str]) -> str:
    name = entry.action.removeprefix(LOG_PREFIX)
    data = entry.data
    title = str(TRANSITIONS[name].title) if name in TRANSITIONS else str(entry.formatter.label)
    parts = []
    if name == "prioritise" and len(data.get("priority", [])) == 2:
        before, after = data["priority"]
        parts.append(_("from %(before)d to %(after)d") % {"before": before, "after": after})
    if name == "session_promote":
        parts.append(str(sessions.get(data.get("session", 0), "")))
    if name == "change":
        fields = {
            "category": _("way to take part"),
            "badge_name": _("name"),
            "badge_organisation": _("organisation"),
            "list_consent": _("participant list"),
        }
        parts += [labels.get(each) or str(fields.get(each, each)) for each in data.get("changed", [])]
        moved = data.get("sessions") or {}
        parts += [f"+ {sessions.get(each, each)}" for each in moved.get("added", [])]
        parts += [f"− {sessions.get(each, each)}" for each in moved.get("dropped", [])]
    return f"{title}: {', '.join(parts)}" if parts else title


# What can be done -----------------------------------------------------------------------------------------------


def may_do(status: str) -> set[str]:
    """The names of the changes that the secretariat may cause from this state, as the table says."""
    names = {transition.name for transition in allowed_from(status, who=Who.SECRETARIAT)}
    return names | ({"prioritise"} if status == RegistrationStatus.WAITING else set())
