"""Reading a mail as it came: who, to whom, what, with which files, and whether a machine wrote it. Nothing is believed.

Headers are decoded by hand: the library's own objects raise at some of what real programs send, and a mail that cannot
be read at all is worse than one with a strange name in it.
"""

import codecs
import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from email import message_from_bytes
from email.errors import MessageError
from email.header import decode_header
from email.message import EmailMessage, Message
from email.policy import default
from email.utils import getaddresses, parseaddr
from itertools import islice

from django.conf import settings

from . import headers, words
from .html_text import to_text
from .quotes import own_words

MOST_PARTS = 2000
LONGEST_HEADER = 20_000
LONGEST_TEXT = 1_000_000
LONGEST_NAME = 120
# Codecs of Python that no mail is written in; the first takes the square of the length.
NO_CHARSETS = {"punycode", "idna", "unicode-escape", "unicode_escape", "raw-unicode-escape", "raw_unicode_escape"}
MESSAGE_ID = re.compile(r"<[^<>\s\x00-\x1f\x7f-\U0010ffff]{1,240}>")
_automatic_subject = re.compile(rf"\s*(?:\[[^\]]*\]\s*)?(?:{words.AUTOMATIC_SUBJECTS})\b", re.IGNORECASE)
_machine = re.compile(r"(?:mailer-daemon|postmaster|no-?reply|do-?not-?reply|bounces?(?:[+=-].*)?)@", re.IGNORECASE)
_before_subject = re.compile(
    r"\s*(?:(?:re|aw|sv|vs|ant|odp|antw|tr|rif|res|fwd?|wg|απ)\s*(?:\[\d+\])?\s*[::]|\[[^\]]*\])", re.IGNORECASE
)
# Not files of the writer's: seals, invitations beside the text.
NO_FILES = {
    *("application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature"),
    *("application/pgp-keys", "text/calendar", "text/plain", "text/html", "text/x-amp-html", "text/enriched"),
}


@dataclass(frozen=True)
class MailFile:
    """An attachment."""

    name: str
    content: bytes


@dataclass(frozen=True)
class Incoming:
    """A mail, read. `automatic` says by what a machine is recognised, "" for what a person wrote."""

    senders: tuple[str, ...]
    recipients: tuple[str, ...]
    subject: str
    message_id: str
    automatic: str
    text: str
    is_proven: bool
    fingerprint: str
    files: tuple[MailFile, ...] = field(default=())

    @property
    def sender(self) -> str:
        """The one address that it says it is from; "" for none and for several."""
        return self.senders[0] if len(self.senders) == 1 else ""

    @property
    def title(self) -> str:
        """The subject without "Re:" and names of lists."""
        title = self.subject
        while found := _before_subject.match(title):
            title = title[found.end() :]
        return title.strip()


def read(raw: bytes, *, recipient: str = "", sender: str | None = None) -> Incoming:
    """Read a mail. `recipient` and `sender` are the envelope's, where the mail server says them ("" : no sender).

    Raises ValueError for what is no mail at all.
    """
    try:
        message = message_from_bytes(raw, policy=default)
        return _read(message, raw, recipient, sender)
    except (MessageError, LookupError, TypeError, AttributeError, RecursionError, UnicodeError) as error:
        raise ValueError("This cannot be read as a mail.") from error


def _read(message: EmailMessage, raw: bytes, recipient: str, sender: str | None) -> Incoming:
    named = _Headers(message)
    parts = list(islice(_leaves(message), MOST_PARTS))
    plain, html = _body(parts)
    text = plain if plain.strip() else to_text(html)
    message_id = next(iter(MESSAGE_ID.findall(named.first("message-id"))), "")
    content = raw.replace(b"\r\n", b"\n").partition(b"\n\n")[2]
    return Incoming(
        senders=tuple(_addresses(named.all("from"))),
        recipients=tuple(
            dict.fromkeys(
                [
                    *_addresses([recipient]),
                    *_addresses(named.all("delivered-to", "x-original-to", "envelope-to", "to", "cc")),
                ]
            )
        ),
        subject=_one_line(named.first("subject"))[:250],
        message_id=message_id,
        automatic=_automatic(message, named, sender),
        text=own_words(text),
        is_proven=_is_proven(named),
        fingerprint=message_id or hashlib.sha256(named.first("date").encode() + content).hexdigest(),
        files=tuple(_files(parts, html)),
    )


class _Headers:
    """Headers by name, decoded; whatever cannot be decoded stays as it was written."""

    def __init__(self, message: Message) -> None:
        self.found: dict[str, list[str]] = {}
        for name, value in message.raw_items():
            self.found.setdefault(name.lower(), []).append(_decoded(str(value)[:LONGEST_HEADER]))

    def all(self, *names: str) -> list[str]:
        return [value for name in names for value in self.found.get(name, [])]

    def first(self, name: str) -> str:
        return next(iter(self.found.get(name, [])), "")


def _decoded(value: str) -> str:
    value = value.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    value = re.sub(r"\r?\n(?=[ \t])", "", value)
    try:
        pieces = decode_header(value)
    except (MessageError, ValueError):
        return value
    return "".join(
        piece if isinstance(piece, str) else _text_of(piece, charset or "ascii") for piece, charset in pieces
    )


def _addresses(values: Iterable[str]) -> list[str]:
    """Addresses in lower case; what is none is left out."""
    found = getaddresses([value for value in values if value])
    return [
        address.strip().lower()
        for _name, address in found
        if "@" in address and len(address) <= 254 and "\0" not in address
    ]


def _one_line(value: str) -> str:
    return " ".join("".join(sign if sign.isprintable() else " " for sign in value).split())


def _leaves(message: Message) -> Iterator[Message]:
    """Parts without parts; mails that were passed on stay one."""
    waiting: list[Message] = [message]
    while waiting:
        part = waiting.pop()
        inner = part.get_payload()
        if isinstance(inner, list) and _kind(part).startswith("multipart/"):
            waiting += reversed(inner)
        else:
            yield part


def _kind(part: Message) -> str:
    try:
        return part.get_content_type()
    except Exception:  # The library raises whatever a broken header makes it raise.
        return "application/octet-stream"


def _name(part: Message) -> str:
    try:
        return _one_line(_decoded(part.get_filename() or ""))[-LONGEST_NAME:]
    except Exception:  # As above.
        return "?"


def _is_attached(part: Message) -> bool:
    try:
        return part.get_content_disposition() == "attachment"
    except Exception:  # As above.
        return False


def _body(parts: list[Message]) -> tuple[str, str]:
    """The text and the HTML, "" for none; several pieces, as Apple Mail puts them around pictures, in their order."""
    plain, html = [], []
    for part in parts:
        kind = _kind(part)
        if kind not in ("text/plain", "text/html") or _is_attached(part) or (_name(part) and kind == "text/plain"):
            continue
        (plain if kind == "text/plain" else html).append(_content(part))
    return "\n".join(plain)[:LONGEST_TEXT], "\n".join(html)[:LONGEST_TEXT]


def _content(part: Message) -> str:
    text = _text_of(_bytes(part), str(part.get_content_charset() or "utf-8"))
    if str(part.get_param("format", "")).lower() == "flowed":
        delsp = str(part.get_param("delsp", "")).lower() == "yes"
        # Soft line breaks (RFC 3676); the mark of a signature ends with a space, too.
        text = re.sub(r"(?m)^(?!-- \r?$)(?!>)(.*) \r?\n(?!>|\s*$|-- )", r"\1" if delsp else r"\1 ", text)
    return text


def _bytes(part: Message) -> bytes:
    payload = part.get_payload(decode=True)
    if isinstance(payload, bytes):
        return payload
    inner = part.get_payload()
    return inner[0].as_bytes() if isinstance(inner, list) and inner and hasattr(inner[0], "as_bytes") else b""


def _text_of(content: bytes, charset: str) -> str:
    """Text in the charset that it says, or in the one it probably is; halves of pairs, which UTF-7 has, become "?"."""
    for each in (charset, "utf-8", "cp1252"):
        try:
            if codecs.lookup(each).name in NO_CHARSETS:
                continue
            return content.decode(each).encode("utf-8", "replace").decode("utf-8")
        except (LookupError, UnicodeError, ValueError):
            continue
    return content.decode("latin-1")


def _files(parts: list[Message], html: str) -> Iterator[MailFile]:
    for part in parts:
        kind, name = _kind(part), _name(part)
        is_ours = _is_attached(part) or bool(name)
        if kind in NO_FILES and not is_ours:
            continue
        if kind in ("application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature"):
            continue
        # Pictures of a signature: the HTML shows them itself.
        inside = str(part.get("content-id", "")).strip().strip("<>")
        if inside and kind.startswith("image/") and f"cid:{inside}" in html:
            continue
        if not is_ours and kind.startswith(("multipart/", "text/")):
            continue
        yield MailFile(name or f"attachment.{kind.partition('/')[2][:20] or 'bin'}", _bytes(part))


def _automatic(message: Message, named: _Headers, sender: str | None) -> str:
    """By what a machine is recognised; loops, lists and bounces included."""
    submitted = named.first("auto-submitted").partition(";")[0].strip().lower()
    if submitted and submitted != "no":
        return "Auto-Submitted"
    if named.first("precedence").strip().lower() in ("bulk", "junk", "auto_reply", "list"):
        return "Precedence"
    for name in ("x-autoreply", "x-autorespond", "x-autoresponder", "x-auto-reply-from", "x-failed-recipients"):
        if named.first(name).strip().lower() not in ("", "no"):
            return name.title()
    if _kind(message) in ("multipart/report", "message/delivery-status", "message/disposition-notification"):
        return "Content-Type"
    back = named.first("return-path").strip() or None
    if sender == "" or back == "<>":
        return "Return-Path"
    if named.first("list-id") or named.first("list-unsubscribe") or named.first("x-loop"):
        return "List-Id"
    if headers.is_ours(named.first("message-id")):
        return "Message-ID"
    writers = _addresses([*named.all("from"), *named.all("sender"), sender or ""])
    own = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].lower()
    if any(_machine.match(each) or each == own or each.endswith(f"@{settings.REPLY_DOMAIN}") for each in writers):
        return "From"
    return "Subject" if _automatic_subject.match(named.first("subject")) else ""


def _is_proven(named: _Headers) -> bool:
    """Does our mail server say that the sender is who they say they are? Yes, too, where it is not asked to say so.

    Only its own line counts, and it writes it above all that came with the mail.
    """
    if not settings.INBOUND_AUTHSERV_ID:
        return True
    top = named.first("authentication-results").lower()
    if top.partition(";")[0].split()[:1] != [settings.INBOUND_AUTHSERV_ID]:
        return False
    # Comments may hold anything, the sender's own words included.
    results = re.sub(r"\([^()]*\)", "", top)
    addresses = _addresses(named.all("from"))
    domain = addresses[0].rpartition("@")[2] if len(addresses) == 1 else ""
    for result in results.split(";")[1:]:
        verdict, *facts = result.split()[:1] + result.split()[1:] or [""]
        if verdict == "dmarc=pass":
            return True
        of = [
            fact.partition("=")[2].rpartition("@")[2]
            for fact in facts
            if fact.startswith(("header.d=", "smtp.mailfrom=", "header.i="))
        ]
        if verdict in ("dkim=pass", "spf=pass") and domain and domain in of:
            return True
    return False
