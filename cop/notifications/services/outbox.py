"""Writing letters: one row in the transaction of the change, and one task that has it sent."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator, MaxLengthValidator
from django.db import transaction
from django.utils import timezone

from .. import registry
from ..choices import LetterState
from ..models import Letter
from ..tasks import deliver_letter, deliver_letters

if TYPE_CHECKING:
    from cop.members.models import User

# Somebody waits in front of the screen for a code; a circular may wait for everything else. The clock's own tasks
# (cop.core.tasks) stand above both.
PRIORITY_SECRET = 50
PRIORITY_MANY = -10

LONGEST_CAUSE = 200
LONGEST_ADDRESS = 254

_check_address = EmailValidator()
_check_length = MaxLengthValidator(LONGEST_ADDRESS)


@dataclass(frozen=True, kw_only=True)
class Draft:
    """One letter of many: its cause, whom it goes to, and its facts."""

    cause: str
    to: "User | str"
    params: Mapping[str, Any]


def post(*, kind: str, cause: str, to: "User | str", params: Mapping[str, Any]) -> Letter:
    """Write one letter in the current transaction and have it sent after the commit; two statements.

    A second call with the same `cause` changes nothing, sends nothing and returns the first letter. `params` is kept
    as JSON (dates and numbers become what DjangoJSONEncoder makes of them). Refused before anything is written, so
    that the caller's transaction stays usable: UnknownKind; ValueError for a cause that is empty or longer than 200
    characters, and for an address that is none (line breaks included).
    """
    known = registry.find(kind)
    letter = _compose(known, Draft(cause=cause, to=to, params=params))
    with transaction.atomic(savepoint=False):
        if _write([letter]):
            task = deliver_letter.using(priority=PRIORITY_SECRET) if known.is_secret else deliver_letter
            task.enqueue(letter.pk)
        else:
            letter.refresh_from_db()
    return letter


def post_many(*, kind: str, drafts: Iterable[Draft]) -> list[Letter]:
    """Write many letters of one kind in the current transaction, with one task for all; returns the new ones.

    A cause that exists, or comes twice, makes no second letter. Refusals as in `post`.
    """
    known = registry.find(kind)
    letters = list({draft.cause: _compose(known, draft) for draft in drafts}.values())
    with transaction.atomic(savepoint=False):
        new = _write(letters)
        if new:
            deliver_letters.using(priority=PRIORITY_MANY).enqueue([letter.pk for letter in new])
    return new


def withdraw(*, cause_prefix: str) -> int:
    """Take back letters that are not yet on their way and whose cause begins so; returns how many."""
    if not cause_prefix:
        raise ValueError("Without a prefix every waiting letter would be withdrawn.")
    waiting = Letter.objects.filter(state=LetterState.QUEUED, cause__startswith=cause_prefix)
    secret = [kind.name for kind in registry.known() if kind.is_secret]
    with transaction.atomic(savepoint=False):
        forgotten = waiting.filter(kind__in=secret).update(state=LetterState.WITHDRAWN, params={}) if secret else 0
        return forgotten + waiting.update(state=LetterState.WITHDRAWN)


def _compose(kind: registry.Kind, draft: Draft) -> Letter:
    if not draft.cause or len(draft.cause) > LONGEST_CAUSE or not draft.cause.isprintable():
        raise ValueError(f"A cause has 1 to {LONGEST_CAUSE} printable characters.")
    address, member = (draft.to, None) if isinstance(draft.to, str) else (draft.to.email, draft.to)
    try:
        _check_address(address)
        _check_length(address)
    except ValidationError:
        # Without the address: this ends in logs.
        raise ValueError("The letter has no valid address.") from None
    now = timezone.now()
    return Letter(
        kind=kind.name,
        cause=draft.cause,
        member=member,
        to=address,
        params=_without_nul(dict(draft.params)),
        message_id=message_id(),
        created_at=now,
        due_at=now,
        enqueued_at=now,
    )


def _write(letters: list[Letter]) -> list[Letter]:
    """Insert what is new in one statement that cannot fail on a cause that exists; returns the new ones.

    ON CONFLICT DO NOTHING would not say which row is the new one. The update to the same cause does nothing but
    return the row, and its Message-ID tells whether it is ours.
    """
    ours = [letter.message_id for letter in letters]
    Letter.objects.bulk_create(letters, update_conflicts=True, unique_fields=["cause"], update_fields=["cause"])
    return [letter for letter, message_id in zip(letters, ours, strict=True) if letter.message_id == message_id]


def message_id(local: str = "") -> str:
    """A Message-ID of ours: with this left part, or a new one.

    A letter that others will answer to names its own in its headers (`LetterContent.headers`), always the same for the
    same letter, so that mail programs keep a conversation together.
    """
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    return f"<{local or uuid.uuid4()}@{f'[IPv6:{host}]' if ':' in host else host}>"


def _without_nul(value: Any) -> Any:
    # PostgreSQL keeps no NUL in JSON; a letter must not fail because somebody's answer holds one.
    if isinstance(value, str):
        return value.replace("\x00", "")
    if isinstance(value, Mapping):
        return {_without_nul(str(key)): _without_nul(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_without_nul(item) for item in value]
    return value
