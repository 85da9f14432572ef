"""What members write, made ready to be kept: one level of quoting, mentions, HTML; and a post as a quotation."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from html import unescape
from html.parser import HTMLParser
from typing import NamedTuple

from cop.core.markdown import to_html
from cop.core.visible import shows_something

from .choices import PollKind
from .refusals import Reason, Refused

LONGEST = 20_000
# A post that calls a whole crowd is an announcement, and leaders have a way for that.
MOST_MENTIONS = 20
LONGEST_QUOTE = 1000

_unseen = re.compile("[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069]")
_tag = re.compile(r"<[^>]*>")
_nested = re.compile(r"^[ \t]{0,3}>[ \t]*(?:>[ \t]*)+", re.MULTILINE)
# Whose words are not the author's, or no words at all: nobody is called from there.
QUIET = {"a", "blockquote", "code", "pre"}


class Written(NamedTuple):
    """A text as it is kept: Markdown, HTML, and whom it calls (ids of members)."""

    text: str
    html: str
    mentioned: list[int]


@dataclass(frozen=True)
class PollAsked:
    """A vote that somebody asks for together with a post."""

    question: str
    options: tuple[str, ...]
    kind: str = PollKind.ONE
    is_secret: bool = True
    closes_at: datetime | None = None


def ready(text: str, people: Mapping[int, str]) -> Written:
    """Clean a text; `people` are those who can be called from it, by id. Raises `Refused` (EMPTY, TOO_LONG)."""
    if len(text) > 2 * LONGEST:
        raise Refused(Reason.TOO_LONG)
    text = _unseen.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()
    text = _nested.sub("> ", text)
    if not text:
        raise Refused(Reason.EMPTY)
    if len(text) > LONGEST:
        raise Refused(Reason.TOO_LONG)
    html = str(to_html(text))
    # Asked of what is shown, not of what was typed: Markdown makes nothing of “#” or of a link without words.
    if not shows_something(unescape(_tag.sub("", html))):
        raise Refused(Reason.EMPTY)
    html, mentioned = with_mentions(html, people)
    return Written(text, html, mentioned)


def with_mentions(html: str, people: Mapping[int, str]) -> tuple[str, list[int]]:
    """Mark every “@Name” of somebody known in clean HTML; their ids in order. A name that two bear calls both."""
    if "@" not in html or not people:
        return html, []
    finder = _Finder(people)
    finder.feed(html)
    finder.close()
    return "".join(finder.made), finder.found


class _Finder(HTMLParser):
    """Copies HTML and marks names in its texts only: never inside a tag, a link, code, or a quotation.

    A text is looked at whole, up to the next tag, as it is read: “R&D” stands in it as `R&amp;D`.
    """

    def __init__(self, people: Mapping[int, str]) -> None:
        super().__init__(convert_charrefs=False)
        self.names: dict[tuple[int, str], list[int]] = {}
        for pk, name in people.items():
            if shown := " ".join(name.split()):
                self.names.setdefault((len(shown), shown.casefold()), []).append(pk)
        # The longest name first: “Ana Sample-Muster” is not “Ana Sample”. By length and not name by name, so that a
        # text of nothing but “@” is read quickly in a group of thousands.
        self.lengths = sorted({length for length, _name in self.names}, reverse=True)
        self.beginnings = {name[0] for _length, name in self.names}
        self.made: list[str] = []
        self.found: list[int] = []
        self.quiet = 0
        # The text since the last tag: each character as it is read, and as it stands in the HTML.
        self.read: list[str] = []
        self.raw: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self._end_text()
        self.quiet += tag in QUIET
        self.made.append(self.get_starttag_text() or "")

    def handle_endtag(self, tag: str) -> None:
        self._end_text()
        self.quiet -= tag in QUIET
        self.made.append(f"</{tag}>")

    def handle_entityref(self, name: str) -> None:
        self._character(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self._character(f"&#{name};")

    def handle_data(self, data: str) -> None:
        self.read += data
        self.raw += data

    def close(self) -> None:
        super().close()
        self._end_text()

    def _character(self, written: str) -> None:
        # Some names stand for two characters; both are kept or called together.
        first, *more = unescape(written) or written
        self.read += [first, *more]
        self.raw += [written, *("" for _each in more)]

    def _end_text(self) -> None:
        text, raw = "".join(self.read), self.raw
        self.read, self.raw = [], []
        if self.quiet or "@" not in text:
            self.made += raw
            return
        place = 0
        while place < len(text):
            length = 0
            if text[place] == "@" and not (place and text[place - 1].isalnum()):
                length = self._called(text, place + 1)
            if length:
                end = place + 1 + length
                self.made.append(f'<span class="mention">{"".join(raw[place:end])}</span>')
                place = end
            else:
                self.made.append(raw[place])
                place += 1

    def _called(self, text: str, place: int) -> int:
        """How long the name is that stands at this place; 0 where none does."""
        if text[place : place + 1].casefold()[:1] not in self.beginnings:
            return 0
        for length in self.lengths:
            end = place + length
            ids = self.names.get((length, text[place:end].casefold()))
            if ids is None or text[end : end + 1].isalnum():
                continue
            new = [pk for pk in ids if pk not in self.found]
            if len(self.found) + len(new) > MOST_MENTIONS:
                return 0
            self.found += new
            return length
        return 0


def quotation(text: str, *, name: str, url: str) -> str:
    """A post as the beginning of an answer: who said it, a link to it, and its own words without what it quoted."""
    own = [line for line in text.splitlines() if not line.lstrip().startswith(">")]
    words = "\n".join(own).strip()
    if len(words) > LONGEST_QUOTE:
        words = f"{words[:LONGEST_QUOTE].rsplit(maxsplit=1)[0]} …"
    plain = re.sub(r"([\\`*_\[\]<>])", r"\\\1", name)
    lines = [f"**{plain}** ([↑]({url})):", *words.splitlines()]
    return "\n".join(f"> {line}".rstrip() for line in lines) + "\n\n"
