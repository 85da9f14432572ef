"""The secret address of a member's personal calendar: made, renewed, revoked."""

import secrets
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from ..models import CalendarFeed
from ..refusals import Reason, Refused

if TYPE_CHECKING:
    from cop.members.models import User


def renew_feed(*, member: "User", actor: "User") -> CalendarFeed:
    """Give the member a new secret address; one that existed opens nothing from now on.

    Refused (`NOT_YOURS`) for anybody but the member. Nobody is told; the log holds that it happened, not the address.
    """
    _only_own(member, actor)
    with transaction.atomic():
        feed, _made = CalendarFeed.objects.update_or_create(
            member=member, defaults={"token": secrets.token_urlsafe(32), "created_at": timezone.now()}
        )
        log(instance=member, action="events.calendar.renew", user=actor)
    return feed


def revoke_feed(*, member: "User", actor: "User") -> bool:
    """Take the secret address away; says whether there was one. Refused (`NOT_YOURS`) for anybody but the member."""
    _only_own(member, actor)
    with transaction.atomic():
        gone, _details = CalendarFeed.objects.filter(member=member).delete()
        if gone:
            log(instance=member, action="events.calendar.revoke", user=actor)
    return bool(gone)


def _only_own(member: "User", actor: "User") -> None:
    if actor.pk != member.pk:
        raise Refused(Reason.NOT_YOURS)
