"""Writes about choices: the record that proves one. (Its end is a rule of retention: handlers/choices.py.)"""

from ..consent_cookie import Choice
from ..models import ConsentRecord


def record_choice(*, choice: Choice) -> ConsentRecord:
    """Note that somebody chose, with nothing that says who."""
    return ConsentRecord.objects.create(accepted=".".join(choice.accepted), version=choice.version)
