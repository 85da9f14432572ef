"""What stands in the sheets of registrations and invitation codes: columns and rows."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _

from cop.core.sheets import Cell, safe

from .choices import ACTIVE, QuestionKind, RegistrationStatus
from .models import (
    AnswerFile,
    Category,
    EventPage,
    InvitationCode,
    Question,
    Registration,
    Session,
    SessionPlace,
)
from .selectors.desk import answer_in_words

CHUNK = 250


@dataclass(frozen=True)
class SheetColumn:
    """A column that can be chosen. `group` is the heading above it; sensitive ones are never ticked beforehand."""

    name: str
    label: str
    value: Callable[[Registration], Cell]
    group: str
    is_sensitive: bool = False


def columns_for(event: EventPage | None, questions: Sequence[Question] = ()) -> list[SheetColumn]:
    """What can be exported: of one event with its questions, of all events without."""
    person, place, answers = _("Person"), _("Registration"), _("Answers")
    columns = [
        SheetColumn("name", _("Name"), lambda each: each.badge_name, person),
        SheetColumn("organisation", _("Organisation"), lambda each: each.badge_organisation, person),
        SheetColumn("email", _("E-mail"), lambda each: each.member.email if each.member else "", person),
        SheetColumn("code", _("Code"), lambda each: each.code, place),
        SheetColumn("status", _("State"), lambda each: str(RegistrationStatus(each.status).label), place),
        SheetColumn("category", _("Category"), lambda each: each.category.name, place),
        SheetColumn("registered", _("Registered"), lambda each: _local(each.created_at, each.event), place),
        SheetColumn("checked_in", _("Checked in"), lambda each: _local(each.checked_in_at, each.event), place),
        SheetColumn("list_consent", _("Participant list"), lambda each: each.get_list_consent_display(), place),
        SheetColumn(
            "invitation", _("Invitation code"), lambda each: each.invitation.code if each.invitation else "", place
        ),
        SheetColumn("sessions", _("Sessions"), _sessions, place),
    ]
    if event is None:
        columns.insert(3, SheetColumn("event", _("Event"), lambda each: each.event.title, place))
        return columns
    return columns + [
        SheetColumn(f"question:{question.key}", question.label, _answer(question), answers, question.is_sensitive)
        for question in questions
    ]


def _local(moment: datetime | None, event: EventPage) -> datetime | None:
    # Sheets know no time zones: the clock at the event.
    return moment.astimezone(event.tz).replace(tzinfo=None, microsecond=0) if moment else None


def _sessions(registration: Registration) -> str:
    parts = []
    claims = registration.session_places.all()
    for claim in sorted(claims, key=lambda claim: (claim.session.starts_at, claim.pk)):
        title = claim.session.title
        confirmed = claim.status in (RegistrationStatus.CONFIRMED, RegistrationStatus.ATTENDED)
        parts.append(title if confirmed else f"{title} ({claim.get_status_display()})")
    return "; ".join(parts)


def _answer(question: Question) -> Callable[[Registration], Cell]:
    def value(registration: Registration) -> Cell:
        given = registration.answers.get(question.key)
        if question.kind == QuestionKind.NUMBER and isinstance(given, int | float) and not isinstance(given, bool):
            return given
        if question.kind == QuestionKind.FILE:
            return next((each.name for each in registration.files.all() if each.pk == given), "")
        return answer_in_words(question, given)

    return value


def rows(registrations: QuerySet[Registration], columns: Sequence[SheetColumn]) -> Iterator[list[Cell]]:
    """The head, then one row each; read in chunks, so that the number of statements grows by chunk, not by row.

    Events, categories and sessions are read once and shared: joined to each row they would be most of the memory.
    """
    yield [safe(column.label) for column in columns]
    names = {column.name for column in columns}
    chosen = registrations.order_by()
    events = EventPage.objects.defer("body").filter(pk__in=chosen.values("event")).in_bulk()
    categories = Category.objects.filter(pk__in=chosen.values("category")).in_bulk()
    sessions = Session.objects.filter(event__in=events).in_bulk() if "sessions" in names else {}
    related = []
    if sessions:
        related.append(Prefetch("session_places", queryset=SessionPlace.objects.filter(status__in=ACTIVE)))
    if any(name.startswith("question:") for name in names):
        related.append(Prefetch("files", queryset=AnswerFile.objects.order_by("pk")))
    found = registrations.select_related(None).select_related("member", "invitation")
    for registration in found.prefetch_related(*related).iterator(chunk_size=CHUNK):
        registration.event = events[registration.event_id]
        registration.category = categories[registration.category_id]
        if sessions:
            for claim in registration.session_places.all():
                claim.session = sessions[claim.session_id]
        yield [safe(column.value(registration)) for column in columns]


def code_rows(codes: Iterable[InvitationCode], event: EventPage) -> Iterator[list[Cell]]:
    """Invitation codes: a head, then one row each."""
    yield [_("Code"), _("Used"), _("How often"), _("Only for the address"), _("Category"), _("Valid until"), _("Note")]
    for each in codes:
        yield [
            safe(value)
            for value in (
                each.code,
                each.uses,
                each.max_uses,
                each.email,
                each.category.name if each.category else "",
                _local(each.expires_at, event),
                each.note,
            )
        ]
