"""Reads of the audit log: its own lines and those of Wagtail's log that belong to it, in one order."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.db.models import BigIntegerField, Case, CharField, F, Q, QuerySet, Value, When
from django.db.models.functions import Cast
from django.utils import timezone
from wagtail.log_actions import registry
from wagtail.models import ModelLogEntry

from .. import audit
from ..models import AuditEntry

COLUMNS = ("line_at", "line_actor", "line_member", "line_action", "line_what", "line_source", "line_number")


@dataclass(frozen=True)
class AuditFilters:
    """What the reader asks for; names and addresses are looked for in part."""

    since: date | None = None
    until: date | None = None
    actor: str = ""
    member: str = ""
    action: str = ""


@dataclass(frozen=True)
class Line:
    """One line as the page shows it."""

    at: datetime
    actor: str
    member: str
    action: str
    what: str


def lines(filters: AuditFilters) -> QuerySet:
    """Rows for `readable`, the newest first; take a slice. One statement, another one to count."""
    own = AuditEntry.objects.annotate(
        line_at=F("at"),
        line_actor=F("actor_id"),
        line_member=F("member_id"),
        line_action=F("action"),
        line_what=Cast("what", CharField(max_length=255)),
        line_source=Value("audit", output_field=CharField()),
        line_number=Cast("pk", BigIntegerField()),
    )
    logged = _logged().annotate(
        line_at=F("timestamp"),
        line_actor=F("user_id"),
        line_member=_account_of_line(),
        line_action=F("action"),
        line_what=Cast("label", CharField(max_length=255)),
        line_source=Value("log", output_field=CharField()),
        line_number=Cast("pk", BigIntegerField()),
    )
    parts = [part.filter(_fits(filters)).order_by().values_list(*COLUMNS) for part in (own, logged)]
    return parts[0].union(parts[1], all=True).order_by("-line_at", "line_source", "-line_number")


def readable(rows: list[tuple[Any, ...]]) -> list[Line]:
    """With names, in one more statement; an account that is gone altogether shows its bare number."""
    ids = {pk for row in rows for pk in (row[1], row[2]) if pk}
    names = {user.pk: str(user) for user in get_user_model()._default_manager.filter(pk__in=ids)}
    return [
        Line(when, _name(actor, names), _name(member, names), audit.title_of(action), what)
        for when, actor, member, action, what, _source, _number in rows
    ]


def actions() -> list[tuple[str, str]]:
    """Every action that may occur, with its title, for the filter."""
    prefixes = tuple(source.prefix for source in audit.log_sources())
    known = {action: str(title) for action, title in audit.titles().items()}
    known |= {
        action: str(registry.get_action_label(action))
        for action, _title in registry.get_choices()
        if action.startswith(prefixes) or action in ACCOUNT_ACTIONS
    }
    return sorted(known.items(), key=lambda pair: (pair[1].casefold(), pair[0]))


# What Wagtail notes by itself when staff change an account in the admin.
ACCOUNT_ACTIONS = ("wagtail.create", "wagtail.edit", "wagtail.delete")


def _logged() -> QuerySet[ModelLogEntry]:
    everything = ModelLogEntry.objects.filter(user__isnull=False)
    wanted = Q(content_type=_account_type(), action__in=ACCOUNT_ACTIONS)
    for source in audit.log_sources():
        wanted |= Q(pk__in=source.by_staff(everything.filter(action__startswith=source.prefix)).values("pk"))
    return everything.filter(wanted)


def _account_of_line() -> Case:
    # Cast where it is a number only: other things have keys of other kinds.
    return Case(
        When(content_type=_account_type(), then=Cast("object_id", BigIntegerField())),
        default=Value(None),
        output_field=BigIntegerField(),
    )


def _account_type() -> ContentType:
    return ContentType.objects.get_for_model(get_user_model())


def _fits(filters: AuditFilters) -> Q:
    fits = Q()
    if filters.since:
        fits &= Q(line_at__gte=_midnight(filters.since))
    if filters.until:
        fits &= Q(line_at__lt=_midnight(filters.until + timedelta(days=1)))
    if filters.action:
        fits &= Q(line_action=filters.action)
    if filters.actor:
        fits &= Q(line_actor__in=_accounts(filters.actor))
    if filters.member:
        fits &= Q(line_member__in=_accounts(filters.member))
    return fits


def _accounts(text: str) -> QuerySet:
    found = get_user_model()._default_manager.filter(Q(name__icontains=text) | Q(email__icontains=text))
    return found.values("pk")


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _name(pk: int | None, names: dict[int, str]) -> str:
    return names.get(pk, f"#{pk}") if pk else ""
