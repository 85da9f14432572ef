"""Sending letters: claim, render, send, note; and picking up what a dead worker left behind."""

import logging
import smtplib
import traceback
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from anymail.exceptions import AnymailRecipientsRefused
from django.core.mail import mailers
from django.core.mail.backends.base import BaseEmailBackend
from django.db import InterfaceError, OperationalError
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from .. import envelope, registry, rendering, selectors
from ..batches import batch
from ..choices import LetterState
from ..models import Letter
from ..tasks import deliver_letters

logger = logging.getLogger(__name__)

# Longer than any attempt can take (each answer of the mail server is waited for 20 seconds at most).
CLAIM = timedelta(minutes=5)
# 1, 3, 9, 27, 81 minutes, 4, 12 hours: a mail server that is away for a night loses nothing.
MAX_ATTEMPTS = 8
FIRST_PAUSE = timedelta(minutes=1)
PAUSE_FACTOR = 3
# A task that has not run after this time is thought lost; a second one does no harm, the claim decides.
TASK_MAY_TAKE = timedelta(minutes=5)
# Others wait while a portion is sent.
PORTION = timedelta(seconds=5)
LONGEST_ERROR = 500
SWEEP_AT_ONCE = 5_000
TASK_AT_ONCE = 500

Mailer = BaseEmailBackend


def deliver(letter_id: int, *, mailer: Mailer | None = None) -> bool:
    """Send the letter if it is due and nobody else is sending it; True when the mail server took it.

    Whatever goes wrong ends in the row: a later attempt is noted, or the letter is failed or withdrawn. With a
    `mailer` its connection is left open for the next letter.
    """
    letter = _claim(letter_id)
    if letter is None:
        return False
    try:
        kind = registry.find(letter.kind)
        if selectors.is_switched_off(letter, kind):
            return _finish(letter, LetterState.WITHDRAWN, error="Unsubscribed.", **_closed(letter))
        rendered = rendering.render(letter, kind)
        message = envelope.message_for(letter, rendered, now=timezone.now())
        message.message()  # Whatever a header cannot hold is found here, not by the mail server.
        # All that is to be kept is made before: between the server's word and our note nothing may take time.
        headers = envelope.headers_of(message, confidential=kind.confidential and rendering.hides_secrets())
        sent = _as_sent(letter, kind, rendered, headers)
    except registry.NoLongerTrue as reason:
        return _finish(letter, LetterState.WITHDRAWN, error=str(reason) or "No longer true.", **_closed(letter))
    except (InterfaceError, OperationalError) as error:
        return _try_later(letter, error)  # The database, not the letter.
    except Exception as error:
        _log("cannot be rendered", letter, error)
        return _fail(letter, error)

    if letter.claimed_until is None or timezone.now() >= letter.claimed_until:
        return False  # This process slept; somebody else has the letter now.
    own = mailer is None
    try:
        mailer = mailer or mailers.default
        mailer.open()
        if not mailer.send_messages([message]):
            raise smtplib.SMTPException("The mail server took nothing.")
    except Exception as error:
        _hang_up(mailer)
        if is_permanent(error):
            _log("was refused", letter, error)
            return _fail(letter, error)
        return _try_later(letter, error)
    noted = _finish(letter, LetterState.SENT, sent_at=timezone.now(), error="", **sent)
    if own:
        _hang_up(mailer)
    return noted


def deliver_all(letter_ids: Iterable[int], *, until: datetime | None = None) -> list[int]:
    """Send several over one connection; returns those not begun when the time was up."""
    waiting = list(letter_ids)
    mailer = mailers.default
    try:
        with batch():
            while waiting and (until is None or timezone.now() < until):
                deliver(waiting.pop(0), mailer=mailer)
    finally:
        _hang_up(mailer)
    return waiting


def deliver_portion(letter_ids: Sequence[int]) -> None:
    """Send for a few seconds and queue the rest behind whatever came in meanwhile."""
    rest = deliver_all(letter_ids, until=timezone.now() + PORTION)
    if rest:
        _enqueue(rest)


def deliver_due() -> int:
    """Send everything that is due now, without the worker (for hosts with nothing but cron); returns how many went."""
    _release_lost_claims()
    seen, sent = 0, 0
    mailer = mailers.default
    try:
        while due := list(_due().filter(pk__gt=seen).order_by("pk").values_list("pk", flat=True)[:TASK_AT_ONCE]):
            with batch():
                sent += sum(deliver(letter_id, mailer=mailer) for letter_id in due)
            seen = due[-1]
    finally:
        _hang_up(mailer)
    return sent


def sweep() -> int:
    """Put back letters of dead workers and queue all that are due and in no task; returns how many were queued."""
    _release_lost_claims()
    now = timezone.now()
    forgotten = Q(enqueued_at=None) | Q(enqueued_at__lt=now - TASK_MAY_TAKE)
    waiting = list(_due().filter(forgotten).order_by("due_at").values_list("pk", flat=True)[:SWEEP_AT_ONCE])
    for start in range(0, len(waiting), TASK_AT_ONCE):
        _enqueue(waiting[start : start + TASK_AT_ONCE])
    return len(waiting)


def is_permanent(error: Exception) -> bool:
    """Will the same letter be refused again, whatever happens in between?"""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        # 4xx is greylisting or a full mailbox.
        return all(code >= 500 for code, _answer in error.recipients.values())
    if isinstance(error, smtplib.SMTPDataError):
        return error.smtp_code >= 500
    if isinstance(error, OSError):
        return False  # The network, certificates (which are ValueErrors too), providers' answers.
    # ValueError and TypeError: what no message can express (Anymail's own errors of this sort derive from them).
    # Refused senders and passwords are not among them: they are set right by the operator, and the letter can go.
    return isinstance(error, AnymailRecipientsRefused | ValueError | TypeError)


def _claim(letter_id: int) -> Letter | None:
    """Take the letter for this process; None if it is not due or somebody else has it.

    One UPDATE decides, so that of two workers on two machines exactly one gets it. The claim's own time marks it:
    whoever lost his claim meanwhile writes nothing any more.
    """
    until = timezone.now() + CLAIM
    claimed = (
        _due().filter(pk=letter_id).update(state=LetterState.SENDING, claimed_until=until, attempts=F("attempts") + 1)
    )
    if not claimed:
        return None
    return Letter.objects.select_related("member").get(pk=letter_id)


def _due() -> QuerySet[Letter]:
    return Letter.objects.filter(state=LetterState.QUEUED, due_at__lte=timezone.now())


def _release_lost_claims() -> None:
    lost = Letter.objects.filter(state=LetterState.SENDING, claimed_until__lt=timezone.now())
    # A letter that takes its worker down with it must not do so for ever.
    for letter in lost.filter(attempts__gte=MAX_ATTEMPTS):
        _finish(letter, LetterState.FAILED, error="The worker was lost each time.", **_closed(letter))
    lost.update(state=LetterState.QUEUED, claimed_until=None, enqueued_at=None)


def _enqueue(letter_ids: Sequence[int]) -> None:
    Letter.objects.filter(pk__in=letter_ids, state=LetterState.QUEUED).update(enqueued_at=timezone.now())
    deliver_letters.enqueue(list(letter_ids))


def _as_sent(
    letter: Letter, kind: registry.Kind, rendered: rendering.Rendered, headers: dict[str, str]
) -> dict[str, object]:
    """What the row keeps of a letter that went out: all of it, or of a secret one what is not secret."""
    kept = rendering.render_for_keeping(letter, kind) if kind.is_secret or kind.confidential else rendered
    return {
        "subject": kept.subject,
        "text": kept.text if kind.keeps_words and not kind.confidential else "",
        "html": kept.html if kind.keeps_words and not kind.confidential else "",
        "headers": {**headers, "Subject": kept.subject},
        "attachments": [
            {"name": envelope.file_name(name), "type": media_type, "size": len(content)}
            for name, content, media_type in rendered.attachments
        ],
        **_closed(letter),
    }


def _closed(letter: Letter) -> dict[str, object]:
    """What changes in a row that will not be sent any more: secret facts are forgotten."""
    try:
        kind = registry.find(letter.kind)
    except registry.UnknownKind:
        return {}
    return {"params": rendering.params_for_keeping(letter, kind)} if kind.is_secret else {}


def _try_later(letter: Letter, error: Exception) -> bool:
    if letter.attempts >= MAX_ATTEMPTS:
        _log("is given up", letter, error)
        return _fail(letter, error)
    pause = FIRST_PAUSE * PAUSE_FACTOR ** (letter.attempts - 1)
    return _finish(letter, LetterState.QUEUED, due_at=timezone.now() + pause, enqueued_at=None, error=_describe(error))


def _fail(letter: Letter, error: Exception) -> bool:
    return _finish(letter, LetterState.FAILED, error=_describe(error), **_closed(letter))


def _finish(letter: Letter, state: LetterState, **values: object) -> bool:
    """Note what became of the claimed letter, unless the claim was lost; True when it was sent."""
    Letter.objects.filter(pk=letter.pk, state=LetterState.SENDING, claimed_until=letter.claimed_until).update(
        state=state, claimed_until=None, **values
    )
    return state == LetterState.SENT


def _hang_up(mailer: Mailer | None) -> None:
    try:
        if mailer is not None:
            mailer.close()
    except Exception:  # The letters are out or noted as not; how the line is cut changes neither.
        logger.debug("The connection to the mail server was cut.", exc_info=True)


def _describe(error: Exception) -> str:
    # For the staff's page only; the words of a mail server often hold the address.
    words = str(error)
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        words = "; ".join(_answer(*answer) for answer in error.recipients.values())
    elif isinstance(error, smtplib.SMTPResponseException):
        words = _answer(error.smtp_code, error.smtp_error)
    return rendering.one_line(f"{type(error).__name__}: {words}")[:LONGEST_ERROR]


def _answer(code: int, words: bytes | str) -> str:
    return f"{code} {words.decode(errors='replace') if isinstance(words, bytes) else words}"


def _log(what: str, letter: Letter, error: Exception) -> None:
    """Kind, number and place of the error; neither its words nor a traceback with values: they name people."""
    frames = traceback.extract_tb(error.__traceback__)
    place = f"{frames[-1].filename}:{frames[-1].lineno}" if frames else "?"
    logger.error("Letter %s (%s) %s: %s at %s", letter.pk, letter.kind, what, type(error).__name__, place)
