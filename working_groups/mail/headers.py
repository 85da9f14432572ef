"""Headers by which mail programs keep a discussion together and know its list (RFC 2919, 2369, 5322).

A letter about a post has a Message-ID made of thread, number and addressee: the same however often it is built, and
another one for each addressee, who can have been sent only letters of their own to answer to.
"""

import re
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.crypto import salted_hmac

from cop.notifications.services.outbox import message_id

from .addresses import group_address

SALT = "working_groups.mail.message"


def message_id_of(thread_id: int, number: int, member_id: int, numbering: int = 0) -> str:
    """The Message-ID of the letter to one member about one post; `numbering`: how often they were numbered anew."""
    # Not the member's number: a letter that is passed on says nothing about who it was for.
    mark = salted_hmac(SALT, f"{thread_id} {number} {member_id}", algorithm="sha256").hexdigest()[:16]
    place = f"{number}.{numbering}" if numbering else f"{number}"
    return message_id(f"discussion.{thread_id}.{place}.{mark}")


def is_ours(value: str) -> bool:
    """Is this the Message-ID of a letter of this site, whatever it was about?"""
    host = message_id("x").partition("@")[2]
    return value.strip().lower().endswith(f"@{host}".lower())


def list_id(slug: str) -> str:
    """The name by which mail programs sort: `industrial-transformation.groups.s3cop.example`."""
    return f"<{slug}.groups.{_host()}>"


def is_own_list(value: str) -> bool:
    """Does a List-Id name one of our groups?"""
    return value.strip().rstrip(">").lower().endswith(f".groups.{_host()}".lower())


def for_post(
    *, slug: str, title: str, archive: str, thread_id: int, number: int, member_id: int, numbering: int = 0
) -> dict[str, str]:
    """Headers of the letter to one member about one post; `archive` is the address of the discussions."""
    headers = {
        "Message-ID": message_id_of(thread_id, number, member_id, numbering),
        **for_group(slug=slug, title=title, archive=archive),
    }
    if number > 1:
        before = message_id_of(thread_id, number - 1, member_id, numbering)
        first = message_id_of(thread_id, 1, member_id, numbering)
        headers["In-Reply-To"] = before
        headers["References"] = first if number == 2 else f"{first} {before}"
    return headers


def for_group(*, slug: str, title: str, archive: str) -> dict[str, str]:
    """Headers that say which group a letter comes from."""
    # A name in a header: quotes and brackets would end it.
    name = re.sub(r'[\\"<>]', "", title)
    headers = {
        "List-Id": f'"{name}" {list_id(slug)}' if name.isascii() else list_id(slug),
        "List-Archive": f"<{archive}>",
        "Precedence": "list",
    }
    if settings.REPLY_DOMAIN:
        headers["List-Post"] = f"<mailto:{group_address(slug)}>"
    return headers


def _host() -> str:
    return urlsplit(settings.SITE_URL).hostname or "localhost"
