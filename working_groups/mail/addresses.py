"""Addresses to which members write: their own for one discussion, and that of a group.

The address of a discussion holds a token for one member, one membership and one day of issue, sealed with a key of its
own. It is not a secret like a password: it counts only in a mail from the member's own address, while they belong to
the group. Local parts stay below 64 characters, and in lower case, because mail servers change the case.
"""

import base64
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

SALT = "working_groups.mail.reply"
VALID = timedelta(days=180)
EPOCH = date(2020, 1, 1)
_reply = re.compile(r"reply\+([0-9a-z]{1,13})-([0-9a-z]{1,13})-([0-9a-z]{1,5})-([a-z2-7]{26})", re.ASCII)
_group = re.compile(r"[0-9a-z_-]{1,64}", re.ASCII)
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True)
class ReplyTo:
    """What the address of a discussion says; `seal` is to be checked with the membership (`is_sealed`)."""

    thread_id: int
    member_id: int
    day: int
    seal: str

    def is_over(self, now: datetime) -> bool:
        """Too old?"""
        return now.astimezone(UTC).date() - EPOCH - timedelta(days=self.day) > VALID


@dataclass(frozen=True)
class ToGroup:
    """A mail to a whole group: a new discussion."""

    slug: str


def reply_address(*, thread_id: int, member_id: int, joined_at: datetime, now: datetime) -> str:
    """Where this member answers in this thread; "" while nobody reads mails here.

    `joined_at` of the membership is sealed in: whoever leaves and comes back has new addresses.
    """
    if not settings.REPLY_DOMAIN:
        return ""
    day = (now.astimezone(UTC).date() - EPOCH).days
    numbers = "-".join(_written(number) for number in (thread_id, member_id, day))
    return f"reply+{numbers}-{_seal(thread_id, member_id, day, joined_at)}@{settings.REPLY_DOMAIN}"


def group_address(slug: str) -> str:
    """Where members begin a discussion; "" while nobody reads mails here."""
    return f"{slug}@{settings.REPLY_DOMAIN}" if settings.REPLY_DOMAIN else ""


def is_sealed(target: ReplyTo, joined_at: datetime) -> bool:
    """Is it an address that we have given to this membership?"""
    keys = [None, *settings.SECRET_KEY_FALLBACKS]
    return any(
        constant_time_compare(
            target.seal, _seal(target.thread_id, target.member_id, target.day, joined_at, secret=secret)
        )
        for secret in keys
    )


def target_of(addresses: Iterable[str]) -> ReplyTo | ToGroup | None:
    """Whom a mail to these addresses is for; a discussion before a group, the first of several."""
    groups = []
    for address in addresses:
        local, _at, domain = address.strip().strip("<>").rpartition("@")
        if not settings.REPLY_DOMAIN or domain.lower() != settings.REPLY_DOMAIN.lower():
            continue
        local = local.lower()
        if found := _reply.fullmatch(local):
            thread_id, member_id, day = (int(part, 36) for part in found.groups()[:3])
            # Larger numbers are no ids, and no parameters that databases take.
            if max(thread_id, member_id) < 2**62:
                return ReplyTo(thread_id, member_id, day, found[4])
        elif _group.fullmatch(local):
            groups.append(ToGroup(local))
    return groups[0] if groups else None


def hide_tokens(text: str) -> str:
    """`text` with the tokens of reply addresses blanked out, for those who look on."""
    return re.sub(r"(reply(?:\+|=2B|%2B))[0-9a-z]+-[0-9a-z]+-[0-9a-z]+-[a-z2-7]+", r"\1•••", text, flags=re.IGNORECASE)


def _seal(thread_id: int, member_id: int, day: int, joined_at: datetime, *, secret: str | None = None) -> str:
    value = f"{thread_id} {member_id} {day} {joined_at.astimezone(UTC).isoformat(timespec='seconds')}"
    digest = salted_hmac(SALT, value, secret=secret, algorithm="sha256").digest()[:16]
    return base64.b32encode(digest).decode().rstrip("=").lower()


def _written(number: int) -> str:
    figures = ""
    while number:
        number, rest = divmod(number, 36)
        figures = DIGITS[rest] + figures
    return figures or "0"
