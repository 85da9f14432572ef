"""Who gets the newsletter."""

from typing import TYPE_CHECKING

from django.core import signing
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Lower
from django.urls import reverse

from cop.notifications.links import absolute
from cop.notifications.models import StoppedAddress, Unsubscription

from ..models import Subscriber

if TYPE_CHECKING:
    from cop.members.models import User

# The group of letters that one link switches off (`cop.notifications.registry`).
GROUP = "news.newsletter"
SALT = "news.newsletter.confirm"
LINK_HOLDS_DAYS = 3


def active_subscribers() -> QuerySet[Subscriber]:
    """Everybody who gets the next issue: has said yes, has not said no since, and can be reached."""
    said_no = Unsubscription.objects.filter(group=GROUP)
    stopped = StoppedAddress.objects.all()
    return (
        Subscriber.objects.exclude(member__is_active=False)
        .exclude(Q(member__isnull=True) & Exists(said_no.filter(member=None, address=OuterRef("address"))))
        .exclude(Q(member__isnull=False) & Exists(said_no.filter(member=OuterRef("member"))))
        .alias(at=Lower("member__email"))
        .exclude(Exists(stopped.filter(address=OuterRef("address"))))
        .exclude(Exists(stopped.filter(address=OuterRef("at"))))
        .select_related("member")
    )


def is_subscribed(*, address: str) -> bool:
    """Does this address get the newsletter, by itself or as a member's?"""
    return active_subscribers().filter(Q(address=address.lower()) | Q(member__email__iexact=address)).exists()


def member_is_subscribed(member: "User") -> bool:
    """Does this member get the newsletter?"""
    return active_subscribers().filter(Q(member=member) | Q(address=member.email.lower())).exists()


def address_of(subscriber: Subscriber) -> str:
    """Where the newsletter goes now."""
    return subscriber.member.email if subscriber.member else subscriber.address


def confirm_token(address: str) -> str:
    """What the link in the confirmation letter carries: the address, signed, with the time."""
    return signing.dumps(address.lower(), salt=SALT)


def confirm_url(address: str) -> str:
    """The whole link."""
    return absolute(reverse("newsletter_confirm", args=[confirm_token(address)]))


def address_of_token(token: str) -> str | None:
    """The address that a link speaks for; None for a forged or expired one."""
    try:
        address = signing.loads(token, salt=SALT, max_age=LINK_HOLDS_DAYS * 24 * 60 * 60)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return address if isinstance(address, str) else None
