"""Subscribing to the newsletter, twice yes for anybody; and for members from their own account."""

import hashlib
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from cop.notifications.links import Subscriber as Link
from cop.notifications.services import bouncing, outbox, subscriptions

from ..models import Subscriber
from ..refusals import Reason, Refused
from ..selectors.subscribers import GROUP, confirm_url, is_subscribed

if TYPE_CHECKING:
    from cop.members.models import User

PREFIX = "news.newsletter."
# Somebody who presses the button again soon gets no second letter.
SAME_WISH_SECONDS = 600


def ask(*, address: str, now: datetime | None = None) -> None:
    """Somebody has typed this address into the form: exactly one letter goes to it, whether it is known or not.

    A new address is asked to confirm; one that gets the newsletter already is told so. Nothing else changes, and an
    onlooker sees the same in the same time. Within ten minutes the same wish makes no second letter.
    """
    now = now or timezone.now()
    address = address.lower()
    wish = hashlib.sha256(address.encode()).hexdigest()[:32]
    url = confirm_url(address)
    with transaction.atomic():
        kind = "news.newsletter_known" if is_subscribed(address=address) else "news.newsletter_confirm"
        outbox.post(
            kind=kind,
            cause=f"newsletter wish {wish} {int(now.timestamp()) // SAME_WISH_SECONDS}",
            to=address,
            params={"url": url},
        )


def confirm(*, address: str) -> bool:
    """The holder of the mailbox has said yes by the link in the letter; says whether that was new.

    The proof is the link (`selectors.subscribers.address_of_token`), so the caller checks it. An address that was
    unsubscribed or had bounced gets the newsletter again. Nobody is told.
    """
    address = address.lower()
    with transaction.atomic():
        was = is_subscribed(address=address)
        Subscriber.objects.bulk_create([Subscriber(address=address)], ignore_conflicts=True)
        subscriptions.subscribe_again(subscriber=Link(GROUP, address=address))
        bouncing.allow_again(address=address, actor=None)
    return not was


def subscribe_member(*, member: "User", actor: "User") -> None:
    """The member wants the newsletter, at the address of the account; saying it twice changes nothing.

    Refused (`NOT_YOURS`) for anybody but the member.
    """
    _only_own(member, actor)
    with transaction.atomic():
        Subscriber.objects.bulk_create([Subscriber(member=member)], ignore_conflicts=True)
        subscriptions.subscribe_again(subscriber=Link(GROUP, member_id=member.pk))
        bouncing.allow_again(address=member.email, actor=None)
        log(instance=member, action=f"{PREFIX}subscribe", user=actor)


def unsubscribe_member(*, member: "User", actor: "User") -> None:
    """The member does not want it, whether it came to the account or to its address; twice changes nothing.

    Refused (`NOT_YOURS`) for anybody but the member.
    """
    _only_own(member, actor)
    with transaction.atomic():
        subscriptions.unsubscribe(subscriber=Link(GROUP, member_id=member.pk))
        subscriptions.unsubscribe(subscriber=Link(GROUP, address=member.email.lower()))
        log(instance=member, action=f"{PREFIX}unsubscribe", user=actor)


def forget(*, member: "User") -> int:
    """For the erasure of an account: no row of the newsletter names the member or the address any more."""
    with transaction.atomic():
        own, _models = Subscriber.objects.filter(member=member).delete()
        address, _models = Subscriber.objects.filter(address=member.email.lower()).delete()
    return own + address


def _only_own(member: "User", actor: "User") -> None:
    if actor.pk != member.pk:
        raise Refused(Reason.NOT_YOURS)
