"""Saving how people register for an event, and its invitation codes."""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.log_actions import log

from cop.core import page_cache

from ..choices import QuestionKind
from ..models import Category, EventPage, InvitationCode, OptionPlace, Question, Registration, RegistrationSetup
from ..permissions import can_manage_registrations
from ..refusals import Reason, Refused
from ..selectors.setup_changes import changes, snapshot
from .codes import ALPHABET
from .places import EventPlaces, QuestionOptions, lock_setup
from .waiting_list import offer_free_places

if TYPE_CHECKING:
    from cop.members.models import User

SETUP_PREFIX = "events.setup."
KEY_LENGTH = Question._meta.get_field("key").max_length or 40
MOST_CODES = 1000
SET_UP_MEANWHILE = gettext_lazy(
    "Somebody else has set up registration for this event meanwhile. Open the page again and change what is missing."
)


@dataclass(frozen=True)
class Saved:
    """What saving a set-up led to: how many people were moved up, and what the editor should know."""

    setup: RegistrationSetup
    moved: int = 0
    notes: list[str] = field(default_factory=list)


@transaction.atomic
def save_setup(
    *, setup: RegistrationSetup, actor: "User", seen: int | None = None, now: datetime | None = None
) -> Saved:
    """Save a set-up with the categories and questions it holds in memory; freed places go to those who wait.

    Raises `Refused` with the reason in words, and changes nothing, when a category with registrations or codes, a
    question with answers, or a choice that people have made would go, when the kind of an answered question would
    change, or when more is reserved than there is. Limits may be lowered below what is taken: nobody loses a place.

    `seen` is the version that the editor had before them (0: none was there). If another one has been saved since, that
    is refused with CHANGED_MEANWHILE; `selectors.setup_changes` says what the others changed.
    """
    now = now or timezone.now()
    if not can_manage_registrations(actor):
        raise Refused(Reason.NOT_YOURS)
    # The page row first: two editors who set the same event up at the same moment come one after the other.
    EventPage.objects.select_for_update(of=("self",)).get(pk=setup.event_id)
    new = setup.pk is None
    if new and RegistrationSetup.objects.filter(event_id=setup.event_id).exists():
        raise Refused(Reason.CHANGED_MEANWHILE, str(SET_UP_MEANWHILE))
    before = {} if new else snapshot(lock_setup(setup.event_id))
    if not new:
        current = RegistrationSetup.objects.values_list("version", flat=True).get(pk=setup.pk)
        if seen is not None and seen != current:
            raise Refused(Reason.CHANGED_MEANWHILE, "" if seen else str(SET_UP_MEANWHILE))
    categories = list(setup.categories.all())
    questions = in_order(setup.questions.all())
    if problem := places_problem(setup.total_places, categories):
        raise Refused(Reason.NOT_ALLOWED, problem)
    give_keys(questions)
    if not new:
        _check_categories(setup, categories)
        _check_questions(setup, questions)
    changed = [] if new else changes(before, snapshot(setup))
    if not new:
        setup.version = current + bool(changed)
    setup.save()
    if not new:
        number_earlier_choices(setup)
    log(
        setup,
        f"{SETUP_PREFIX}{'create' if new else 'edit'}",
        user=actor,
        data={
            "total_places": setup.total_places,
            "places": {category.name: category.places for category in categories},
            "questions": [question.label for question in questions],
            "version": setup.version,
            "changes": changed,
        },
    )
    fresh = lock_setup(setup.event_id)
    moved = offer_free_places(fresh, now=now)
    page_cache.touch(f"event:{setup.event_id}", "events")
    return Saved(setup, len(moved), _overfull(EventPlaces(fresh)))


def in_order(questions: Iterable[Question]) -> list[Question]:
    """Questions as the form shows them."""
    return sorted(questions, key=lambda question: (question.sort_order or 0, question.pk or 0))


def places_problem(total: int | None, categories: Sequence[Category]) -> str | None:
    """Why these limits make no sense together, in words; None if they do."""
    if not categories:
        return _("At least one category is needed: a way to take part.")
    for category in categories:
        if category.places is not None and category.reserved > category.places:
            return _("“%(name)s” reserves more places than it has.") % {"name": category.name}
        if category.reserved and not category.counts_in_total:
            return _("“%(name)s” does not count in the total, so nothing of the total can be reserved for it.") % {
                "name": category.name
            }
    reserved = sum(category.reserved for category in categories)
    if total is not None and reserved > total:
        return _("%(reserved)d places are reserved, but there are only %(total)d in total.") % {
            "reserved": reserved,
            "total": total,
        }
    return None


def give_keys(questions: Iterable[Question]) -> None:
    """Give each new question a key made from its label, unique in the form. A key that is there never changes."""
    questions = list(questions)
    taken = {question.key for question in questions if question.key}
    for question in questions:
        if not question.key:
            question.key = new_key(question.label, taken, otherwise="question")
            taken.add(question.key)


def new_key(label: str, taken: Iterable[str], *, otherwise: str) -> str:
    """A short name for `label` that is not among `taken`."""
    stem = slugify(label)[: KEY_LENGTH - 4].strip("-_") or otherwise
    key, number = stem, 2
    taken = set(taken)
    while key in taken:
        key, number = f"{stem}-{number}", number + 1
    return key


def number_earlier_choices(setup: RegistrationSetup) -> None:
    """Count those who made a choice before it had a limit: they get numbers too, beyond the limit if need be."""
    limited = {
        question.key: {option["key"] for option in question.options if option.get("places") is not None}
        for question in Question.objects.filter(setup=setup)
    }
    if not any(limited.values()):
        return
    options = QuestionOptions(setup)
    numbered = set(
        OptionPlace.objects.filter(question__setup=setup).values_list("registration", "question__key", "option")
    )
    rows = [
        OptionPlace(
            registration=registration,
            question=options.questions[key],
            option=option,
            number=options.next_number(key, option),
        )
        for registration in Registration.objects.filter(event_id=setup.event_id).active().order_by("created_at", "pk")
        for key, keys in limited.items()
        for option in sorted(keys)
        if _chose(registration.answers.get(key), option) and (registration.pk, key, option) not in numbered
    ]
    OptionPlace.objects.bulk_create(rows)


def _check_categories(setup: RegistrationSetup, kept: Sequence[Category]) -> None:
    gone = Category.objects.filter(setup=setup).exclude(pk__in=[category.pk for category in kept if category.pk])
    for category in gone:
        if Registration.objects.filter(category=category).exists():
            raise Refused(
                Reason.NOT_ALLOWED,
                _("“%(name)s” cannot be removed: it has registrations. Take away “open to everybody” to close it.")
                % {"name": category.name},
            )  # fmt: skip
        if InvitationCode.objects.filter(category=category).exists():
            raise Refused(
                Reason.NOT_ALLOWED,
                _("“%(name)s” cannot be removed: there are invitation codes for it.") % {"name": category.name},
            )


def _check_questions(setup: RegistrationSetup, kept: Sequence[Question]) -> None:
    now_there = {question.pk: question for question in kept if question.pk}
    answers = Registration.objects.filter(event_id=setup.event_id)
    for old in Question.objects.filter(setup=setup):
        new = now_there.get(old.pk)
        missing = set() if new is None else {option["key"] for option in old.options} - {
            option["key"] for option in new.options
        }  # fmt: skip
        if new is not None and new.kind == old.kind and not missing:
            continue
        given = list(answers.filter(answers__has_key=old.key).values_list("answers", flat=True))
        if not given:
            continue
        if new is None:
            raise Refused(
                Reason.NOT_ALLOWED,
                _("“%(label)s” cannot be removed: it has been answered.") % {"label": old.label},
            )
        if new.kind != old.kind:
            raise Refused(
                Reason.NOT_ALLOWED,
                _("“%(label)s” has been answered, so it must stay “%(kind)s”.")
                % {"label": old.label, "kind": QuestionKind(old.kind).label},
            )
        for option in old.options:
            if option["key"] in missing and any(_chose(each.get(old.key), option["key"]) for each in given):
                raise Refused(
                    Reason.NOT_ALLOWED,
                    _("“%(option)s” cannot be removed from “%(label)s”: somebody has chosen it.")
                    % {"option": option["label"], "label": old.label},
                )


def _chose(answer: object, option: str) -> bool:
    return option in answer if isinstance(answer, list) else answer == option


def _overfull(places: EventPlaces) -> list[str]:
    """What to tell about limits that are now below what is taken."""
    notes = [
        ngettext(
            "“%(name)s”: %(taken)d person has a place, the limit is now %(limit)d.",
            "“%(name)s”: %(taken)d people have a place, the limit is now %(limit)d.",
            category.taken,
        )
        % {"name": category.name, "taken": category.taken, "limit": category.places}
        for category in places.categories.values()
        if category.places is not None and category.taken > category.places
    ]
    total, taken = places.setup.total_places, places.taken_in_total
    if total is not None and taken > total:
        notes.append(_("%(taken)d places are taken, the total is now %(limit)d.") % {"taken": taken, "limit": total})
    if notes:
        notes.append(_("Nobody loses a place; there are no new ones until enough people have cancelled."))
    return notes


@transaction.atomic
def make_codes(
    *,
    setup: RegistrationSetup,
    actor: "User",
    count: int = 1,
    emails: Sequence[str] = (),
    code: str = "",
    max_uses: int = 1,
    category: Category | None = None,
    expires_at: datetime | None = None,
    note: str = "",
) -> list[InvitationCode]:
    """Make invitation codes: one for each address, else `count` random ones, else the one that was thought up (`code`).

    Raises `Refused` when the thought-up code exists already, or when the category belongs to another event.
    """
    if not can_manage_registrations(actor):
        raise Refused(Reason.NOT_YOURS)
    if category is not None and category.setup_id != setup.pk:
        raise Refused(Reason.CATEGORY_UNKNOWN)
    lock_setup(setup.event_id)
    if code and InvitationCode.objects.filter(setup=setup, code__iexact=code).exists():
        raise Refused(Reason.NOT_ALLOWED, _("There is a code “%(code)s” already.") % {"code": code})
    addresses = list(dict.fromkeys(email.strip().lower() for email in emails if email.strip()))
    wanted = addresses or [""] * (1 if code else min(count, MOST_CODES))
    codes = InvitationCode.objects.bulk_create(
        InvitationCode(
            setup=setup,
            code=code or new_invitation_code(),
            max_uses=max_uses,
            email=email,
            category=category,
            expires_at=expires_at,
            note=note,
        )
        for email in wanted
    )
    log(setup, f"{SETUP_PREFIX}codes", user=actor, data={"count": len(codes), "note": note})
    return codes


def new_invitation_code() -> str:
    """Twelve characters in three groups: 60 random bits, readable over the telephone."""
    characters = [secrets.choice(ALPHABET) for _each in range(12)]
    return "-".join("".join(characters[start : start + 4]) for start in (0, 4, 8))


@transaction.atomic
def withdraw_code(*, invitation: InvitationCode, actor: "User") -> None:
    """Make a code useless from now on; who has used it keeps the registration. One never used is removed."""
    if not can_manage_registrations(actor):
        raise Refused(Reason.NOT_YOURS)
    setup = lock_setup(invitation.setup.event_id)
    fresh = InvitationCode.objects.get(pk=invitation.pk)
    if fresh.uses:
        # By its date and not by counting: a use that is given back must not open it again.
        fresh.expires_at = timezone.now()
        fresh.save(update_fields=["expires_at"])
    else:
        fresh.delete()
    log(setup, f"{SETUP_PREFIX}withdraw_code", user=actor, data={"code": fresh.code})
