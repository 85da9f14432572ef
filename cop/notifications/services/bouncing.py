"""What the mail provider reports: bounces are noted, and hopeless addresses get no more circulars."""

import hashlib
import json
from typing import TYPE_CHECKING, Any

from anymail.signals import EventType, RejectReason
from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from ..choices import BounceKind
from ..models import Bounce, Letter, StoppedAddress
from ..rendering import one_line

if TYPE_CHECKING:
    from cop.members.models import User

ALLOW = "notifications.allow_address"
STOPPING = (BounceKind.HARD, BounceKind.COMPLAINT)
LONGEST_REASON = 500
# How providers call what may be well tomorrow; django-anymail's own words do not tell it apart.
PASSING = ("soft", "transient", "temporary", "deferred", "tempfail")


def take_report(event: Any) -> Bounce | None:
    """Note one event of django-anymail; None where it is no bounce, or was noted before.

    A hard bounce or a complaint stops the address. Nobody is told; the provider is the actor.
    """
    kind = _kind_of(event)
    address = str(event.recipient or "").strip().lower()
    if kind is None or not address or len(address) > 254 or "\0" in address:
        return None
    with transaction.atomic():
        bounce = Bounce(
            address=address,
            kind=kind,
            reason=one_line(" ".join(str(part) for part in (event.description, event.mta_response) if part))[
                :LONGEST_REASON
            ],
            letter=_letter_of(event),
            event_id=_number_of(event, address),
            at=event.timestamp or timezone.now(),
        )
        if Bounce.objects.filter(event_id=bounce.event_id).exists():
            return None
        # Two reports of the same at once: the second changes nothing.
        Bounce.objects.bulk_create([bounce], ignore_conflicts=True)
        if kind in STOPPING:
            StoppedAddress.objects.bulk_create(
                [StoppedAddress(address=address, kind=kind, since=bounce.at)], ignore_conflicts=True
            )
    return bounce


def allow_again(*, address: str, actor: "User | None") -> bool:
    """Circulars go to this address again, since it has proved to work or staff say so; logged where staff did.

    Says whether it was stopped.
    """
    with transaction.atomic():
        stopped = StoppedAddress.objects.filter(address=address.lower()).first()
        if stopped is None:
            return False
        if actor is not None:
            log(instance=stopped, action=ALLOW, user=actor)
        stopped.delete()
    return True


def _kind_of(event: Any) -> BounceKind | None:
    if event.event_type == EventType.COMPLAINED:
        return BounceKind.COMPLAINT
    if event.event_type not in (EventType.BOUNCED, EventType.REJECTED):
        return None
    if event.reject_reason == RejectReason.SPAM:
        return BounceKind.COMPLAINT
    if event.reject_reason in (RejectReason.INVALID, RejectReason.BOUNCED) and not _is_passing(event):
        return BounceKind.HARD
    return BounceKind.SOFT


def _is_passing(event: Any) -> bool:
    """Do the provider's own words (type, class, severity …) say that it may be well tomorrow?"""
    own = event.esp_event if isinstance(event.esp_event, dict) else {}
    words = [str(value).lower() for value in own.values() if isinstance(value, str) and len(value) < 40]
    return any(sign in word for word in words for sign in PASSING)


def _letter_of(event: Any) -> Letter | None:
    number = str((event.metadata or {}).get("letter", ""))
    return Letter.objects.only("pk").filter(pk=number).first() if number.isascii() and number.isdecimal() else None


def _number_of(event: Any, address: str) -> str:
    """The provider's number of the report; where it gives none, one made of what it reports."""
    if event.event_id:
        return one_line(str(event.event_id))[:200]
    facts = [event.event_type, address, str(event.message_id), str(event.timestamp), str(event.description)]
    return hashlib.sha256(json.dumps(facts).encode()).hexdigest()
