"""Asking members to accept the terms and the privacy notice, and noting who did."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from ..models import TermsAcceptance, TermsVersion

if TYPE_CHECKING:
    from cop.members.models import User


def pending_versions(member: "User", *, today: date | None = None) -> list[TermsVersion]:
    """What is in force and the member has not accepted; one statement."""
    accepted = TermsAcceptance.objects.filter(version=OuterRef("pk"), member=member)
    return list(TermsVersion.objects.current(today or timezone.localdate()).filter(~Exists(accepted)))


def ask_everybody(*, now: datetime | None = None) -> int:
    """Have members asked for versions that have come into force since the last time; returns how many versions.

    The question stands on the account, so that no page has to look for it. Twice is once.
    """
    now = now or timezone.now()
    with transaction.atomic():
        new = list(TermsVersion.objects.current(timezone.localdate(now)).filter(asked_at=None).select_for_update())
        for version in new:
            accepted = TermsAcceptance.objects.filter(version=version, member=OuterRef("pk"))
            members = get_user_model()._default_manager.filter(~Exists(accepted), is_active=True)
            members.update(must_accept_terms=True)
        TermsVersion.objects.filter(pk__in=[version.pk for version in new]).update(asked_at=now)
    return len(new)


def ask_newcomer(*, member: "User") -> None:
    """A new account is asked for whatever is in force."""
    if pending_versions(member):
        _note(member, asked=True)


def accept(*, member: "User", versions: Iterable[int], now: datetime | None = None) -> None:
    """The member accepts the versions that they were shown; a version that is not in force is not taken.

    They are asked again if another one came into force meanwhile. Accepting twice is once.
    """
    now = now or timezone.now()
    with transaction.atomic():
        shown = set(versions)
        pending = pending_versions(member, today=timezone.localdate(now))
        TermsAcceptance.objects.bulk_create(
            [
                TermsAcceptance(member=member, version=version, accepted_at=now)
                for version in pending
                if version.pk in shown
            ],
            ignore_conflicts=True,
        )
        _note(member, asked=any(version.pk not in shown for version in pending))


def _note(member: "User", *, asked: bool) -> None:
    get_user_model()._default_manager.filter(pk=member.pk).update(must_accept_terms=asked)
    member.must_accept_terms = asked
