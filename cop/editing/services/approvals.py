"""Asking somebody without an account to approve a version of a page, taking that back, and their answer."""

import secrets
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import Page

from cop.notifications.services import outbox

from ..choices import Answer
from ..models import Approval
from ..permissions import answering_obstacle, can_edit
from ..refusals import EditingRefused, Reason
from ..selectors.approvals import hash_of, sign

if TYPE_CHECKING:
    from cop.members.models import User

DAYS = 14
SECRET_BYTES = 16  # 128 bits
LOG_PREFIX = "editing.approval_"


def ask(*, page: Page, name: str, email: str, actor: "User", note: str = "", days: int = DAYS) -> Approval:
    """Ask somebody to approve the page as it was last saved; they get a letter with a link of their own.

    Logged in the page's history. Refused: who may not edit the page, and a page without a saved version. The link is
    in the letter only; a lost letter means asking again.
    """
    with transaction.atomic():
        locked = Page.objects.select_for_update().get(pk=page.pk)
        if not can_edit(actor, locked):
            raise EditingRefused(Reason.NOT_YOURS)
        revision = locked.latest_revision
        if revision is None:
            raise EditingRefused(Reason.NO_DRAFT)
        secret = secrets.token_urlsafe(SECRET_BYTES)
        now = timezone.now()
        approval = Approval.objects.create(
            page=locked,
            revision=revision,
            revision_at=revision.created_at,
            name=name,
            email=email,
            note=note,
            token_hash=hash_of(secret),
            created_at=now,
            created_by=actor,
            expires_at=now + timedelta(days=days),
        )
        _note(approval, "asked", actor=actor)
        outbox.post(
            kind="editing.approval_asked",
            cause=f"{_cause(approval)}asked",
            to=email,
            params={"approval": approval.pk, "token": sign(secret)},
        )
    return approval


def revoke(*, approval: Approval, actor: "User") -> None:
    """The link stops working at once; a letter that is not on its way yet is taken back. Refused: who may not edit
    the page, and a request that is answered, withdrawn or over."""
    with transaction.atomic():
        locked = _lock(approval)
        if not can_edit(actor, locked.page):
            raise EditingRefused(Reason.NOT_YOURS)
        if reason := answering_obstacle(locked, now=timezone.now()):
            raise EditingRefused(reason)
        locked.revoked_at = timezone.now()
        locked.save(update_fields=["revoked_at"])
        outbox.withdraw(cause_prefix=f"{_cause(locked)}asked")
        _note(locked, "revoked", actor=actor)


def answer(*, approval: Approval, answer: Answer, comment: str = "") -> None:
    """Who holds the link approves, or says what should change; once. Logged, and told to who asked.

    The page itself does not change: publishing stays with the moderators. Refused: a request that is answered,
    withdrawn or over, and asking for changes without a word about them.
    """
    with transaction.atomic():
        locked = _lock(approval)
        if reason := answering_obstacle(locked, now=timezone.now()):
            raise EditingRefused(reason)
        if answer == Answer.CHANGES and not comment.strip():
            raise EditingRefused(Reason.NO_COMMENT)
        locked.answer = answer
        locked.comment = comment.strip()
        locked.answered_at = timezone.now()
        locked.save(update_fields=["answer", "comment", "answered_at"])
        _note(locked, answer.value, actor=None)
        if locked.created_by is not None and locked.created_by.is_active:
            outbox.post(
                kind="editing.approval_answered",
                cause=f"{_cause(locked)}answered",
                to=locked.created_by,
                params={"approval": locked.pk},
            )


def _lock(approval: Approval) -> Approval:
    # Only this row: the outer joins to who asked and to the version cannot be locked.
    locked = Approval.objects.select_for_update(of=("self",)).select_related("page", "created_by")
    return locked.get(pk=approval.pk)


def _note(approval: Approval, what: str, *, actor: "User | None") -> None:
    log(
        instance=approval.page.specific,
        action=f"{LOG_PREFIX}{what}",
        user=actor,
        revision=approval.revision,
        data={"approval": approval.pk, "name": approval.name, "comment": approval.comment},
    )


def _cause(approval: Approval) -> str:
    return f"editing.approval/{approval.pk}/"
