"""From a rendered letter to the message that goes to the mail server: headers, parts, attachments."""

import re
from datetime import datetime
from email.headerregistry import Address
from email.utils import format_datetime, parseaddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives

from .models import Letter
from .rendering import Rendered, one_line

LONGEST_NAME = 60
LONGEST_FILE_NAME = 100


def message_for(letter: Letter, rendered: Rendered, *, now: datetime) -> EmailMultiAlternatives:
    """The message with its fixed Message-ID; raises ValueError for an address that no header can hold."""
    headers = {
        "Date": format_datetime(now),
        "Message-ID": letter.message_id,
        # RFC 3834, and the same for Exchange: no out-of-office notes for letters of a machine.
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
        **rendered.headers,
    }
    if rendered.unsubscribe_url:
        # RFC 8058: the mail program's own button posts to the address, no page is opened.
        headers["List-Unsubscribe"] = f"<{rendered.unsubscribe_url}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message = EmailMultiAlternatives(
        rendered.subject,
        rendered.text,
        from_email=sender(rendered.from_name),
        to=[recipient(letter.member.get_full_name() if letter.member else "", letter.to)],
        headers=headers,
        reply_to=[rendered.reply_to] if rendered.reply_to else None,
        attachments=[(file_name(name), content, media_type) for name, content, media_type in rendered.attachments],
    )
    message.attach_alternative(rendered.html, "text/html")
    # A provider (django-anymail) gives it back when it reports what became of the letter; SMTP ignores it.
    message.metadata = {"letter": str(letter.pk)}
    return message


def recipient(name: str, address: str) -> str:
    """`"Name" <address>`, whatever the name holds; the address alone if there is no name."""
    shown = one_line(name)[:LONGEST_NAME].strip()
    return str(Address(display_name=shown, addr_spec=address)) if shown else address


def sender(name: str) -> str | None:
    """The secretariat's address under another name; None for the usual one."""
    return recipient(name, parseaddr(settings.DEFAULT_FROM_EMAIL)[1]) if name else None


def file_name(name: str) -> str:
    """A name without folders and control characters; a long one is cut before its ending."""
    clean = re.sub(r'[/\\:*?"<>|]', "-", one_line(name)).strip(". ") or "attachment"
    stem, dot, ending = clean.rpartition(".")
    if not dot or len(ending) > 10:
        return clean[:LONGEST_FILE_NAME]
    return f"{stem[: LONGEST_FILE_NAME - len(ending) - 1]}.{ending}"


def headers_of(message: EmailMultiAlternatives, *, confidential: bool = False) -> dict[str, str]:
    """The headers as they are sent, for the staff's page; of a confidential letter those that name nobody but its
    addressee."""
    if confidential:
        kept = ("Date", "Message-ID", "Auto-Submitted")
        return {"To": ", ".join(message.to), **{name: message.extra_headers[name] for name in kept}}
    return {
        "From": message.from_email,
        "To": ", ".join(message.to),
        "Subject": message.subject,
        **message.extra_headers,
    }
