"""Sending a failed letter again, by a person's decision."""

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from ..choices import LetterState
from ..models import Letter
from ..refusals import LetterRefused
from ..selectors import resend_obstacle
from ..tasks import deliver_letter

if TYPE_CHECKING:
    from cop.members.models import User

ACTION = "notifications.send_again"


def send_again(*, letter: Letter, actor: "User") -> None:
    """Queue a failed letter anew, with all its attempts; logged with the actor. Refused (LetterRefused) if it has not
    failed or was secret. Its Message-ID stays, so that nobody has it twice."""
    with transaction.atomic():
        locked = Letter.objects.select_for_update().get(pk=letter.pk)
        if reason := resend_obstacle(locked):
            raise LetterRefused(reason)
        now = timezone.now()
        Letter.objects.filter(pk=locked.pk).update(
            state=LetterState.QUEUED, attempts=0, due_at=now, enqueued_at=now, error=""
        )
        log(instance=locked, action=ACTION, user=actor, data={"error": locked.error})
        deliver_letter.enqueue(locked.pk)
