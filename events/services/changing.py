"""Changing a registration: answers, sessions, the way to take part, the badge."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from cop.core import page_cache

from ..choices import RegistrationStatus, narrower_consents
from ..models import OptionPlace, Registration
from ..permissions import can_manage_registrations, desk_editing_obstacle, editing_obstacle
from ..refusals import Reason, Refused
from .answer_files import CheckedFile, forget_files, keep_files
from .letters import write
from .places import QuestionOptions, lock_setup
from .registering import Sheet, take_options
from .sessions import change_choice
from .states import log_change
from .waiting_list import offer_free_places

if TYPE_CHECKING:
    from cop.members.models import User


@transaction.atomic
def change_registration(
    *,
    registration: Registration,
    actor: "User",
    answers: Mapping[str, Any],
    session_ids: Iterable[int],
    category_id: int | None = None,
    badge_name: str = "",
    badge_organisation: str | None = None,
    list_consent: str = "",
    files: "Mapping[str, CheckedFile] | None" = None,
    reason: str = "",
    tell: bool = True,
    now: datetime | None = None,
) -> Registration:
    """Save changed answers and sessions; places given up go to those who wait; one letter tells what changed.

    Changing to another category needs a free place there (or, for one who waits, moves to the end of that queue).
    `files` are new ones by question key. The secretariat may change anybody's at any time, with a `reason` that is kept
    in the history and stands in the letter, which it may leave out (`tell`); the consent to be seen it can only narrow.
    Nothing is written and no letter sent when nothing changed. Raises `Refused`.
    """
    now = now or timezone.now()
    setup = lock_setup(registration.event_id)
    fresh = Registration.objects.select_related("member", "event", "category").get(pk=registration.pk)
    manager = can_manage_registrations(actor)
    own = fresh.member_id == actor.pk
    if not own and not manager:
        raise Refused(Reason.NOT_YOURS)
    if not manager and (obstacle := editing_obstacle(fresh, setup, now=now)):
        raise Refused(obstacle)
    if obstacle := desk_editing_obstacle(fresh):
        raise Refused(obstacle)
    if not own and not reason.strip():
        raise Refused(Reason.REASON_MISSING)
    if not own and list_consent and list_consent not in narrower_consents(fresh.list_consent):
        raise Refused(Reason.NOT_YOURS)
    sheet = Sheet(setup)
    changed: list[str] = []
    if category_id is not None and category_id != fresh.category_id:
        _change_category(fresh, sheet, category_id, manager=manager, now=now)
        changed.append("category")
    if dict(answers) != fresh.answers:
        OptionPlace.objects.filter(registration=fresh).delete()
        # Read again: one's own places of limited choices have just been given back.
        sheet.options = QuestionOptions(setup)
        take_options(fresh, sheet.options, answers)
        changed += sorted(key for key in {*answers, *fresh.answers} if answers.get(key) != fresh.answers.get(key))
        fresh.answers = dict(answers)
    for field, value in (
        ("badge_name", badge_name),
        ("badge_organisation", badge_organisation),
        ("list_consent", list_consent),
    ):
        # An organisation can be taken away; a name and a consent there must be.
        given = value is not None if field == "badge_organisation" else bool(value)
        if given and value != getattr(fresh, field):
            setattr(fresh, field, value)
            changed.append(field)
    changed += [key for key in files or {} if key not in changed]
    added, dropped = change_choice(fresh, sheet.sessions, session_ids, actor=actor, now=now)
    if not (changed or added or dropped):
        return fresh
    fresh.serial += 1
    fresh.updated_at = now
    fresh.save()
    keep_files(registration=fresh, files=files or {}, questions=sheet.options.questions)
    forget_files(registration=fresh)
    log_change(
        fresh,
        "change",
        actor=actor,
        before=fresh.status,
        reason=reason.strip(),
        changed=changed,
        sessions={"added": added, "dropped": dropped},
    )
    if tell or own:
        write(fresh, "events.changed", "change", by_secretariat=not own, reason="" if own else reason.strip())
    offer_free_places(setup, now=now)
    page_cache.touch(f"event:{setup.event_id}")
    return fresh


@transaction.atomic
def change_session(
    *,
    registration: Registration,
    session_id: int,
    wanted: bool,
    actor: "User",
    reason: str,
    tell: bool = True,
    now: datetime | None = None,
) -> Registration:
    """The secretariat puts somebody into one session (onto its waiting list where it is full), or takes them out.

    A change of the registration like any other: the same rules, letter and history; a place given up goes to those who
    wait. Twice is once. Raises `Refused`, also for a session at the same time as another one of theirs.
    """
    if not can_manage_registrations(actor):
        raise Refused(Reason.NOT_YOURS)
    lock_setup(registration.event_id)
    fresh = Registration.objects.get(pk=registration.pk)
    # Those that cannot be chosen any more are not touched, and must not be named.
    chosen = set(
        fresh.session_places.active()
        .filter(session__needs_choice=True, session__is_cancelled=False)
        .values_list("session_id", flat=True)
    )
    chosen = chosen | {session_id} if wanted else chosen - {session_id}
    return change_registration(
        registration=fresh,
        actor=actor,
        answers=fresh.answers,
        session_ids=sorted(chosen),
        reason=reason,
        tell=tell,
        now=now,
    )


def _change_category(
    registration: Registration, sheet: Sheet, category_id: int, *, manager: bool, now: datetime
) -> None:
    category = sheet.places.categories.get(category_id)
    if category is None:
        raise Refused(Reason.CATEGORY_UNKNOWN)
    if not category.is_public and not manager:
        raise Refused(Reason.CATEGORY_CLOSED)
    if registration.status in (RegistrationStatus.CONFIRMED, RegistrationStatus.OFFERED):
        if sheet.places.somebody_waits_for(category_id) and not manager:
            raise Refused(Reason.FULL)
        sheet.places.move(registration, category)
    else:
        registration.category = category
        if registration.status == RegistrationStatus.WAITING:
            registration.queued_at = now
