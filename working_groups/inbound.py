"""Mails that the provider hands over (django-anymail's signal)."""

from typing import Any


class NotTaken(Exception):
    """Something failed on our side: the provider is to try again."""


def take(event: Any, **kwargs: Any) -> None:
    """Hand a mail to the service. Raises `NotTaken` for whatever goes wrong there."""
    from .services.receiving import receive

    message = event.message
    try:
        receive(
            message.as_bytes(),
            recipient=message.envelope_recipient or "",
            sender=message.envelope_sender,
            is_spam=bool(message.spam_detected),
        )
    except Exception as error:
        raise NotTaken from error
