"""Inviting, taking back, and coming in with an invitation."""

import hashlib
import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from allauth.account.models import EmailAddress
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from cop.notifications.services import outbox

from ..choices import GroupRole
from ..models import Invitation, Membership, WorkingGroup
from ..refusals import Reason, Refused
from .joining import admit
from .memberships import lock_group, log_group, refuse_unless_leads
from .telling import KIND, tell_leaders

if TYPE_CHECKING:
    from cop.members.models import User

# How long the invitation of one address holds.
DAYS = 30
MOST_A_DAY = 300
MOST_USES = 500
MOST_DAYS = 90
TOKEN_BYTES = 16


def hash_of(token: str) -> str:
    """What is kept of a token. It has 128 random bits, so that a plain hash cannot be turned round."""
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def invite(*, group_id: int, actor: "User", emails: Iterable[str], role: str = GroupRole.MEMBER) -> int:
    """Send each address a letter with a link that works once, for 30 days; says how many.

    Nothing tells whether an address belongs to an account or to a member of the group. An address that has an open
    invitation gets a new link, and the old one ends. Raises `Refused` (NOT_YOURS, ARCHIVED, NO_ADDRESS, TOO_MANY).
    """
    group = _group_to_invite_to(group_id, actor)
    wanted = list(dict.fromkeys(email.strip().lower() for email in emails))
    if not wanted:
        raise Refused(Reason.NO_ADDRESS)
    now = timezone.now()
    today = Invitation.objects.filter(group=group, created_at__gt=now - timedelta(days=1)).exclude(email="").count()
    if today + len(wanted) > MOST_A_DAY:
        raise Refused(Reason.TOO_MANY)
    for email in wanted:
        token = secrets.token_urlsafe(TOKEN_BYTES)
        # The row of the earlier letter ends; a new one begins, so that each letter counts for the day.
        Invitation.objects.filter(group=group, email=email, revoked_at=None, uses=0).update(revoked_at=now)
        invitation = Invitation.objects.create(
            group=group,
            email=email,
            role=role,
            token_hash=hash_of(token),
            expires_at=now + timedelta(days=DAYS),
            invited_by=actor,
        )
        outbox.post(
            kind=f"{KIND}invitation",
            cause=f"group invitation {invitation.pk} sent",
            to=email,
            params={"invitation": invitation.pk, "token": token},
        )
    log_group(group, "invite", actor=actor, count=len(wanted), role=role)
    return len(wanted)


@transaction.atomic
def make_link(
    *, group_id: int, actor: "User", max_uses: int, days: int, role: str = GroupRole.MEMBER
) -> tuple[Invitation, str]:
    """A link for whoever has it; its token is known this once. Raises `Refused` (NOT_YOURS, ARCHIVED)."""
    group = _group_to_invite_to(group_id, actor)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    invitation = Invitation.objects.create(
        group=group,
        role=role,
        token_hash=hash_of(token),
        max_uses=min(max(max_uses, 1), MOST_USES),
        expires_at=timezone.now() + timedelta(days=min(max(days, 1), MOST_DAYS)),
        invited_by=actor,
    )
    log_group(group, "link", actor=actor, uses=invitation.max_uses, role=role)
    return invitation, token


@transaction.atomic
def revoke_invitation(*, invitation_id: int, group_id: int, actor: "User") -> None:
    """The invitation ends at once; its letter is taken back if it has not left. Twice does nothing more."""
    group = lock_group(group_id)
    refuse_unless_leads(group, actor)
    found = Invitation.objects.filter(pk=invitation_id, group=group, revoked_at=None)
    if found.update(revoked_at=timezone.now()):
        outbox.withdraw(cause_prefix=f"group invitation {invitation_id} sent")
        log_group(group, "revoke", actor=actor)


def invitation_obstacle(invitation: Invitation, *, member: "User", now: datetime) -> Reason | None:
    """Why this member cannot come in with this invitation; None if they can. One statement for an address."""
    if not invitation.is_open(now):
        return Reason.INVITATION_OVER
    if invitation.group.is_archived:
        return Reason.ARCHIVED
    if invitation.email and not _owns(member, invitation.email):
        return Reason.INVITATION_OTHER
    return None


@transaction.atomic
def accept_invitation(*, invitation_id: int, member: "User", now: datetime | None = None) -> Membership:
    """Come in. The member and the leaders get a letter.

    Raises `Refused`: what `invitation_obstacle` says, and ALREADY, BANNED, INACTIVE; the invitation is not used then.
    """
    now = now or timezone.now()
    group_id = Invitation.objects.values_list("group_id", flat=True).get(pk=invitation_id)
    group = lock_group(group_id)
    invitation = Invitation.objects.get(pk=invitation_id)
    invitation.group = group
    if reason := invitation_obstacle(invitation, member=member, now=now):
        raise Refused(reason)
    membership = admit(
        group=group, member=member, actor=member, action="invited", role=invitation.role, letter="joined"
    )
    Invitation.objects.filter(pk=invitation.pk).update(uses=F("uses") + 1)
    tell_leaders(
        group,
        "member_joined",
        cause=f"group membership {membership.pk} joined {membership.joined_at.isoformat()}",
        but=member,
        membership=membership.pk,
    )
    return membership


def _group_to_invite_to(group_id: int, actor: "User") -> WorkingGroup:
    group = lock_group(group_id)
    refuse_unless_leads(group, actor)
    if group.is_archived:
        raise Refused(Reason.ARCHIVED)
    return group


def _owns(member: "User", email: str) -> bool:
    return EmailAddress.objects.filter(user=member, email__iexact=email, verified=True).exists()
