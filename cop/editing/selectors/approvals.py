"""Approvals by their links, and those of a page."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.core import signing
from django.db.models import QuerySet
from django.urls import reverse
from wagtail.models import Page

from ..choices import ApprovalState
from ..models import Approval
from ..permissions import state_of

SALT = "editing.approval"


def sign(secret: str) -> str:
    """What stands in the link: the secret, signed, so that a made-up one costs no statement."""
    return signing.Signer(salt=SALT).sign(secret)


def hash_of(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def approval_url(token: str) -> str:
    """The absolute address for the letter."""
    return f"{settings.SITE_URL}{reverse('approval', args=[token])}"


def approval_for_token(token: str) -> Approval | None:
    """The request behind a link, whatever has become of it; None for a forged link."""
    try:
        secret = signing.Signer(salt=SALT).unsign(token)
    except signing.BadSignature:
        return None
    found = Approval.objects.select_related("page", "revision", "created_by")
    return found.filter(token_hash=hash_of(secret)).first()


def has_newer_version(approval: Approval) -> bool:
    """Has the page been saved since? (Asks no database.)"""
    return approval.page.latest_revision_id != approval.revision_id


@dataclass(frozen=True)
class Line:
    """A request as the editor sees it."""

    approval: Approval
    state: ApprovalState
    is_newest: bool

    @property
    def is_open(self) -> bool:
        return self.state == ApprovalState.OPEN


def approvals_of(page: Page, *, now: datetime) -> list[Line]:
    """The requests of a page, the newest first; one statement."""
    return [
        Line(approval, state_of(approval, now=now), approval.revision_id == page.latest_revision_id)
        for approval in Approval.objects.filter(page=page).select_related("created_by")
    ]


def open_approvals(*, now: datetime) -> QuerySet[Approval]:
    """Requests that still wait for an answer."""
    return Approval.objects.filter(answer="", revoked_at=None, revision__isnull=False, expires_at__gt=now)
