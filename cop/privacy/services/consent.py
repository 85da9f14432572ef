"""Writes about choices: the record that proves one, and its end."""

from datetime import timedelta

from django.utils import timezone

from ..consent_cookie import Choice
from ..models import ConsentRecord

# Six months a choice holds, and as long again to answer for it.
KEPT_FOR = timedelta(days=365)


def record_choice(*, choice: Choice) -> ConsentRecord:
    """Note that somebody chose, with nothing that says who."""
    return ConsentRecord.objects.create(accepted=".".join(choice.accepted), version=choice.version)


def erase_old_records() -> int:
    """Remove records whose time is over; how many."""
    deleted, _ = ConsentRecord.objects.filter(made_at__lt=timezone.now() - KEPT_FOR).delete()
    return deleted
