"""A message to the secretariat: taken down, carried on, forgotten in time."""

import uuid
from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from cop.core import site_frame
from cop.notifications.services.outbox import post

from ..choices import MessageState
from ..models import ContactMessage

if TYPE_CHECKING:
    from cop.members.models import User

LOG_PREFIX = "home.message."


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


def forget_closed(*, before: datetime) -> int:
    """Remove what was answered until then; returns how many."""
    return ContactMessage.objects.filter(state=MessageState.ANSWERED, changed_at__lte=before).delete()[0]


def forget_spam(*, before: datetime) -> int:
    """Remove what was marked as spam until then; returns how many."""
    return ContactMessage.objects.filter(state=MessageState.SPAM, changed_at__lte=before).delete()[0]


def secretariat_address() -> str:
    """Where messages go: the site settings say it, else the site's own sender."""
    from email.utils import parseaddr

    return site_frame.frame().contact_email or parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
