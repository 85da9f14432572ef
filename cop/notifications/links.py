"""Addresses in letters: always whole, and signed where the reader has no session."""

import re
from dataclasses import dataclass
from email.utils import parseaddr

from django.conf import settings
from django.core import signing
from django.urls import reverse

from .models import Letter
from .registry import Kind

SALT = "cop.notifications.unsubscribe"
HIDDEN = "••••••"
# 43 characters are 256 bits in base64; the value before the last colon may hold colons of its own (a time).
_signed = re.compile(r"[\w.~%:=-]*(?::|%3A)[\w-]{43}(?![\w-])", re.ASCII)


@dataclass(frozen=True)
class Subscriber:
    """Who an unsubscribe link speaks for, and about which group of letters."""

    group: str
    member_id: int | None = None
    address: str = ""


def secretariat() -> str:
    """Where people write to: the address that letters come from."""
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1]


def absolute(path: str) -> str:
    """The whole address of a path of ours; other addresses stay as they are."""
    return f"{settings.SITE_URL}{path}" if path.startswith("/") and not path.startswith("//") else path


def without_signatures(text: str) -> str:
    """`text` with every token of a signed link blanked out: what acts for its addressee is not for those who look on.

    Known by the signature that Django's signers end with, whatever room made the link.
    """
    return _signed.sub(HIDDEN, text)


def unsubscribe_url(letter: Letter, kind: Kind) -> str:
    return absolute(reverse("notifications:unsubscribe", args=[token_for(letter, kind)]))


def token_for(letter: Letter, kind: Kind) -> str:
    # Does not expire: a circular is read years later, and all it can do is stop letters.
    value = [kind.group, letter.member_id] if letter.member_id else [kind.group, letter.to]
    return signing.dumps(value, salt=SALT)


def subscriber_of(token: str) -> Subscriber | None:
    """What the link's token says; None when it is not one of ours."""
    try:
        group, who = signing.loads(token, salt=SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    if isinstance(group, str) and isinstance(who, int):
        return Subscriber(group, member_id=who)
    if isinstance(group, str) and isinstance(who, str):
        return Subscriber(group, address=who.lower())
    return None
