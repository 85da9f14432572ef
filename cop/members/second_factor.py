"""Has this session proved a second factor, and does it need one?"""

from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.http import HttpRequest


def has_second_factor(request: HttpRequest) -> bool:
    """Was a passkey, an authenticator app or a recovery code used in this session? (Asks no database.)"""
    return any(record.get("method") == "mfa" for record in get_authentication_records(request, request.user))


def needs_second_factor(request: HttpRequest) -> bool:
    """Everything below /admin/ asks for it, unless this is a demo."""
    return settings.STAFF_NEEDS_SECOND_FACTOR and not has_second_factor(request)
