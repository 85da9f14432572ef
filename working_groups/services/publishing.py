"""From a group into the library: asking the secretariat, withdrawing, deciding.

What an approval brings about signs up with `on_approval`: `into_library`.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils import timezone

from cop.notifications.links import secretariat
from cop.notifications.services import outbox

from ..choices import PublicationState
from ..models import Document, PublicationRequest
from ..permissions import can_oversee_groups, publishing_obstacle
from ..refusals import Reason, Refused
from .memberships import log_group
from .standing import inside_now
from .telling import KIND

if TYPE_CHECKING:
    from cop.members.models import User

Publish = Callable[[PublicationRequest], None]
Prepare = Callable[[PublicationRequest], AbstractContextManager[Publish]]
_publishers: list[Prepare] = []


def on_approval(prepare: Prepare) -> Prepare:
    """The one seam to the library. Entered before the transaction of an approval, for what takes long; what it yields
    is called in that transaction, and left behind it. What either raises undoes the approval. All versions of the
    document are in reach (`request.document.versions`)."""
    if prepare not in _publishers:
        _publishers.append(prepare)
    return prepare


def ask_to_publish(
    *, document: Document, actor: "User", note: str, licence: str, now: datetime | None = None
) -> PublicationRequest:
    """Ask the secretariat to publish the present version; it gets a letter. Raises `Refused` (see
    `publishing_obstacle`; REQUESTED)."""
    try:
        with transaction.atomic():
            inside = inside_now(document.group_id, actor)
            locked = Document.objects.select_for_update(of=("self",)).select_related("current").get(pk=document.pk)
            if reason := publishing_obstacle(inside, locked):
                raise Refused(reason)
            if locked.publication_requests.filter(state=PublicationState.OPEN).exists() or locked.current is None:
                raise Refused(Reason.REQUESTED)
            request = PublicationRequest.objects.create(
                document=locked,
                version=locked.current,
                note=note,
                licence=licence,
                asked_by=actor,
                asked_at=now or timezone.now(),
            )
            log_group(inside.group, "publish.ask", actor=actor, document=locked.pk, name=locked.name)
            outbox.post(
                kind=f"{KIND}publication_asked",
                cause=f"group publication {request.pk} asked",
                to=secretariat(),
                params={"request": request.pk},
            )
            return request
    except IntegrityError:
        raise Refused(Reason.REQUESTED) from None


@transaction.atomic
def withdraw_publication(*, request: PublicationRequest, actor: "User", now: datetime | None = None) -> None:
    """Take a request back before it is decided. Raises `Refused` (NOT_YOURS, DECIDED)."""
    inside = inside_now(request.document.group_id, actor)
    if not inside.can_moderate:
        raise Refused(Reason.NOT_YOURS)
    _decide(request, PublicationState.WITHDRAWN, actor, "", now)
    outbox.withdraw(cause_prefix=f"group publication {request.pk} asked")
    log_group(inside.group, "publish.withdraw", actor=actor, document=request.document_id, name=request.document.name)


def approve_publication(*, request: PublicationRequest, actor: "User", now: datetime | None = None) -> None:
    """The secretariat says yes; who asked gets a letter, and the library publishes. Raises `Refused` (NOT_YOURS,
    DECIDED, NO_DOCUMENT, LIBRARY with words)."""
    # Nobody's file is looked at for half a minute when the answer is no anyway.
    if obstacle := _approving_obstacle(request, actor):
        raise Refused(obstacle)
    with ExitStack() as prepared:
        publishers = [prepared.enter_context(prepare(request)) for prepare in _publishers]
        with transaction.atomic():
            locked = Document.objects.select_for_update(of=("self",)).filter(pk=request.document_id, trashed_at=None)
            if locked.first() is None:
                raise Refused(Reason.NO_DOCUMENT)
            _answer(request, actor, PublicationState.APPROVED, "", now)
            for publish in publishers:
                publish(request)


def _approving_obstacle(request: PublicationRequest, actor: "User") -> Reason | None:
    if not can_oversee_groups(actor):
        return Reason.NOT_YOURS
    if request.document.is_trashed:
        return Reason.NO_DOCUMENT
    return None if request.state == PublicationState.OPEN else Reason.DECIDED


@transaction.atomic
def refuse_publication(*, request: PublicationRequest, actor: "User", reason: str, now: datetime | None = None) -> None:
    """The secretariat says no, and why; who asked gets a letter. Raises `Refused` (NOT_YOURS, DECIDED)."""
    _answer(request, actor, PublicationState.REFUSED, reason, now)


def _answer(request: PublicationRequest, actor: "User", state: str, reason: str, now: datetime | None) -> None:
    if not can_oversee_groups(actor):
        raise Refused(Reason.NOT_YOURS)
    _decide(request, state, actor, reason, now)
    group = request.document.group
    log_group(group, f"publish.{state}", actor=actor, document=request.document_id, name=request.document.name)
    if request.asked_by is not None and request.asked_by.is_active:
        outbox.post(
            kind=f"{KIND}publication_{state}",
            cause=f"group publication {request.pk} {state}",
            to=request.asked_by,
            params={"request": request.pk},
        )


def _decide(request: PublicationRequest, state: str, actor: "User", reason: str, now: datetime | None) -> None:
    """One statement that only one decision can win."""
    facts = {"state": state, "decided_by": actor, "decided_at": now or timezone.now(), "reason": reason}
    if not PublicationRequest.objects.filter(pk=request.pk, state=PublicationState.OPEN).update(**facts):
        raise Refused(Reason.DECIDED)
    for name, value in facts.items():
        setattr(request, name, value)
