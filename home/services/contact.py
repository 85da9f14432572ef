"""A message to the secretariat: taken down, carried on, forgotten in time."""

import uuid
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from cop.core import site_frame
from cop.notifications.services.outbox import post

from ..choices import CLOSED, MessageState
from ..models import ContactMessage

if TYPE_CHECKING:
    from cop.members.models import User

LOG_PREFIX = "home.message."
# How long a message is kept once nothing more is expected of it; spam goes sooner.
KEPT, SPAM_KEPT = timedelta(days=365), timedelta(days=30)


def send_message(
    *, key: uuid.UUID, name: str, email: str, topic: str, text: str, member: "User | None", wants_copy: bool = False
) -> ContactMessage:
    """Keep the message and have it sent to the secretariat's address; the same key again changes nothing.

    A copy goes to a member only, to the address of their account. A visitor's address has not been proven: a copy
    there would let anybody send anything to anybody in our name.
    """
    with transaction.atomic():
        message, is_new = ContactMessage.objects.get_or_create(
            key=key, defaults={"name": name, "email": email, "topic": topic, "text": text, "member": member}
        )
        if is_new:
            post(
                kind="home.contact_message",
                cause=f"home.contact_message:{message.pk}",
                to=secretariat_address(),
                params={"message": message.pk},
            )
            if wants_copy and member is not None:
                post(
                    kind="home.contact_copy",
                    cause=f"home.contact_copy:{message.pk}",
                    to=member,
                    params={"message": message.pk},
                )
    return message


def set_state(*, message: ContactMessage, state: MessageState, actor: "User") -> None:
    """Say where a message is; logged with the actor. Saying it twice changes nothing."""
    with transaction.atomic():
        locked = ContactMessage.objects.select_for_update().get(pk=message.pk)
        if locked.state == state:
            return
        before, locked.state = locked.state, state
        locked.handled_by, locked.changed_at = actor, timezone.now()
        locked.save(update_fields=["state", "handled_by", "changed_at"])
        log(instance=locked, action=f"{LOG_PREFIX}{state}", user=actor, data={"before": before})


def forget_messages(*, now: datetime | None = None) -> int:
    """Remove what has been closed for long enough; returns how many."""
    now = now or timezone.now()
    closed = ContactMessage.objects.filter(state__in=CLOSED, changed_at__lte=now - KEPT)
    spam = ContactMessage.objects.filter(state=MessageState.SPAM, changed_at__lte=now - SPAM_KEPT)
    number, _by_model = (closed | spam).delete()
    return number


def secretariat_address() -> str:
    """Where messages go: the site settings say it, else the site's own sender."""
    from email.utils import parseaddr

    return site_frame.frame().contact_email or parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
