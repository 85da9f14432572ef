"""The kinds of letters: rooms sign up in their emails.py, which their AppConfig.ready() imports."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.utils.functional import Promise

if TYPE_CHECKING:
    from .models import Letter

Attachment = tuple[str, bytes, str]
NAME = re.compile(r"[a-z_]+(\.[a-z0-9_]+)+")


class UnknownKind(LookupError):
    """A letter of a kind that no room has registered."""


class NoLongerTrue(Exception):
    """Raised by a build function when what the letter would report is over: the letter is withdrawn, not failed."""


@dataclass(frozen=True, kw_only=True)
class LetterContent:
    """What a build function returns.

    `template` names emails/<template>.html and .txt; without it the kind does (`events.confirmed` is
    emails/events/confirmed). `attachments` are (file name, bytes, media type). `unsubscribe=False` leaves the
    unsubscribe link out of a letter of a kind that can be switched off. `reply_to`: an address that an answer goes to,
    where that is not the secretariat's. `from_name` stands before the secretariat's address. `headers` are added to the
    usual ones. `unsubscribe_url`: a room's own one-click address (RFC 8058) in place of the one of the kind.
    """

    subject: str | Promise
    template: str = ""
    context: Mapping[str, Any] = field(default_factory=dict)
    attachments: Sequence[Attachment] = ()
    unsubscribe: bool = True
    reply_to: str = ""
    from_name: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    unsubscribe_url: str = ""


Build = Callable[["Letter"], LetterContent]


@dataclass(frozen=True)
class Kind:
    """A kind of letter and the function that builds it."""

    name: str
    title: str | Promise
    build: Build
    secret: bool | tuple[str, ...] = False
    own_place: bool = True
    group: str = ""
    keeps_words: bool = True
    confidential: bool = False

    @property
    def is_secret(self) -> bool:
        return bool(self.secret)

    @property
    def can_be_switched_off(self) -> bool:
        return not self.own_place


_kinds: dict[str, Kind] = {}


def letter(
    name: str,
    *,
    title: str | Promise,
    secret: bool | tuple[str, ...] = False,
    own_place: bool = True,
    group: str = "",
    keeps_words: bool = True,
    confidential: bool = False,
) -> Callable[[Build], Build]:
    """Register the decorated function as the one that builds letters of this kind.

    `title` is for the staff's list. `secret=True`: no word of `params` is kept once the letter is sent, on none of
    the staff's pages; `secret=("code",)` names the params concerned. `own_place=False`: not about the member's own
    registration or account, so it carries an unsubscribe link; `group` joins kinds that are switched off together.
    `keeps_words=False`: the same to thousands, so text and HTML are not kept with each, but built anew to be shown.
    `confidential=True`: what others wrote for a closed circle; neither words nor subject are kept, and staff who see
    letters are not shown them.
    """
    if not NAME.fullmatch(name):
        raise ValueError(f"A kind of letter is called <room>.<letter>, not {name!r}.")

    def register(build: Build) -> Build:
        known = _kinds.get(name)
        if known is not None and (known.build.__module__, known.build.__qualname__) != (
            build.__module__,
            build.__qualname__,
        ):
            raise ValueError(f"Two functions build letters of the kind {name!r}.")
        _kinds[name] = Kind(name, title, build, secret, own_place, group or name, keeps_words, confidential)
        return build

    return register


def find(name: str) -> Kind:
    """The kind, or UnknownKind."""
    try:
        return _kinds[name]
    except KeyError:
        raise UnknownKind(
            f"No room has registered letters of the kind {name!r} (is its emails.py imported in ready()?)."
        ) from None


def known() -> list[Kind]:
    """All kinds by name."""
    return [_kinds[name] for name in sorted(_kinds)]


def title_of(name: str) -> str:
    """The kind's title for people; its bare name when the code no longer knows it."""
    return str(_kinds[name].title) if name in _kinds else name


def in_group(group: str) -> list[Kind]:
    """Kinds that are switched off together."""
    return [kind for kind in known() if kind.group == group and kind.can_be_switched_off]
