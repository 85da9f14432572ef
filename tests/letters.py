"""Letters in tests: which were written, and sending them as the worker would."""

import re
from collections.abc import Iterator

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives

from cop.notifications.choices import LetterState
from cop.notifications.models import Letter
from cop.notifications.services import delivery


def letters(**filters: object) -> list[Letter]:
    """Letters in the order in which they were written: `letters(kind="events.confirmed", to=member.email)`."""
    return list(Letter.objects.filter(**filters).order_by("pk"))


def kinds(**filters: object) -> list[str]:
    """The kinds of the letters, in the order in which they were written."""
    return [letter.kind for letter in letters(**filters)]


def deliver_all() -> list[EmailMultiAlternatives]:
    """Send what is due and return the messages that the mail server got by it; fails if a letter failed."""
    before = len(mail.outbox)
    delivery.deliver_due()
    failed = [f"{letter.kind}: {letter.error}" for letter in letters(state=LetterState.FAILED)]
    assert failed == []
    return mail.outbox[before:]


def html_of(message: EmailMultiAlternatives) -> str:
    """The HTML part of a message."""
    return next(part.content for part in message.alternatives if part.mimetype == "text/html")


def links_of(message: EmailMultiAlternatives) -> list[str]:
    """Addresses in the text part, in order."""
    return re.findall(r"https?://\S+", message.body)


@pytest.fixture
def mailbox() -> Iterator[list[EmailMultiAlternatives]]:
    """What the mail server got in this test."""
    mail.outbox.clear()
    yield mail.outbox
