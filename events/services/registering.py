"""Registering for an event."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from cop.core import page_cache

from ..choices import ListConsent, RegistrationStatus
from ..models import OptionPlace, Registration, RegistrationSetup
from ..permissions import member_obstacle, registration_obstacle
from ..refusals import Reason, Refused
from .codes import code_obstacle, find_code, new_ticket_code, use_code
from .letters import tell
from .places import EventPlaces, QuestionOptions, SessionPlaces, lock_setup
from .sessions import check_choice, start_claims
from .states import change_state

if TYPE_CHECKING:
    from cop.members.models import User

    from ..models import Category, InvitationCode


class Sheet:
    """Everything that a registration for one event is checked against; read once, in three statements.

    A form reads it without a lock; the service reads it (or is given it) after `lock_setup`.
    """

    def __init__(self, setup: RegistrationSetup, *, member: "User | None" = None) -> None:
        self.setup = setup
        self.event = setup.event
        self.member = member
        self.places = EventPlaces(setup, member=member)
        self.options = QuestionOptions(setup)
        self.sessions = SessionPlaces(setup.event_id)

    @property
    def obstacle(self) -> Reason | None:
        """Why this member cannot register, whoever else can."""
        return member_obstacle(registered=bool(self.places.mine), turned_down=self.places.turned_down)


def next_step(sheet: Sheet, category: "Category") -> str | None:
    """What registering for this category would lead to now: register, queue, apply, or None where all is full."""
    if sheet.setup.needs_approval:
        return "apply"
    if sheet.places.is_free(category.pk) and not sheet.places.somebody_waits_for(category.pk):
        return "register"
    return "queue" if sheet.setup.has_waiting_list else None


@transaction.atomic
def register(
    *,
    member: "User",
    event_id: int,
    category_id: int,
    actor: "User | None" = None,
    badge_name: str = "",
    badge_organisation: str = "",
    answers: Mapping[str, Any] | None = None,
    session_ids: Iterable[int] = (),
    list_consent: str = ListConsent.NOBODY,
    code: str = "",
    sheet: Sheet | None = None,
    now: datetime | None = None,
) -> Registration:
    """Register `member`: confirmed, waiting for approval, or on the waiting list; tells them by letter.

    `sheet` may be given by a caller that read it in this transaction after locking the set-up. `answers` are cleaned
    values by question key (see `events.forms.registration`). Raises `Refused` and changes nothing when the door is
    closed, the member is registered already, something belongs to another event, a code does not fit, a limited choice
    is full, or all is full and there is no waiting list.
    """
    if sheet is None:
        sheet = Sheet(lock_setup(event_id), member=member)
    now = now or timezone.now()
    actor = actor or member
    setup = sheet.setup
    if reason := registration_obstacle(setup, now=now):
        raise Refused(reason)
    if not member.is_active:
        raise Refused(Reason.INACTIVE)
    if reason := sheet.obstacle:
        raise Refused(reason)
    category = sheet.places.categories.get(category_id)
    if category is None:
        raise Refused(Reason.CATEGORY_UNKNOWN)
    invitation = _invitation(setup, category, code, member=member, now=now)
    chosen = check_choice(sheet.sessions, session_ids)
    answers = dict(answers or {})
    step = next_step(sheet, category)
    if step is None:
        raise Refused(Reason.FULL)
    registration = Registration(
        event=setup.event,
        member=member,
        category=category,
        code=new_ticket_code(),
        badge_name=badge_name or member.name,
        badge_organisation=badge_organisation,
        answers=answers,
        list_consent=list_consent,
        invitation=invitation,
    )
    if step == "register":
        sheet.places.take(registration)
    if invitation is not None:
        use_code(invitation)
    change_state(registration, step, actor=actor, now=now)
    take_options(registration, sheet.options, answers)
    start_claims(registration, sheet.sessions, chosen, now=now)
    tell(registration, step)
    page_cache.touch(f"event:{setup.event_id}")
    return registration


def _invitation(
    setup: RegistrationSetup, category: "Category", code: str, *, member: "User", now: datetime
) -> "InvitationCode | None":
    if not code.strip():
        if setup.needs_code:
            raise Refused(Reason.CODE_MISSING)
        if not category.is_public:
            raise Refused(Reason.CATEGORY_CLOSED)
        return None
    invitation = find_code(setup, code)
    if reason := code_obstacle(invitation, member=member, category=category, now=now):
        raise Refused(reason)
    return invitation


def take_options(registration: Registration, options: QuestionOptions, answers: Mapping[str, Any]) -> None:
    """Number the places of the limited choices among `answers`, in one statement. Raises `Refused(OPTION_FULL)`."""
    rows = []
    for key, value in answers.items():
        if key not in options.questions:
            continue
        for option in value if isinstance(value, list) else [value]:
            if not isinstance(option, str) or options.limit(key, option) is None:
                continue
            if (options.free(key, option) or 0) <= 0:
                raise Refused(Reason.OPTION_FULL, detail=key)
            rows.append(
                OptionPlace(
                    registration=registration,
                    question=options.questions[key],
                    option=option,
                    number=options.next_number(key, option),
                )
            )
    if rows:
        OptionPlace.objects.bulk_create(rows)


def release_options(registration: Registration) -> None:
    """Give the limited choices of an ended registration back."""
    if any(registration.answers):
        OptionPlace.objects.filter(registration=registration).delete()


def is_confirmed(registration: Registration) -> bool:
    """Does the person have the place for certain?"""
    return registration.status in (RegistrationStatus.CONFIRMED, RegistrationStatus.ATTENDED)
