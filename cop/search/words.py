"""Showing what was looked for in what was found: extracts, and the hits marked."""

import re
from collections.abc import Iterator, Sequence
from html import unescape

from django.utils.html import escape, format_html_join, strip_tags
from django.utils.safestring import SafeString, mark_safe

from cop.core.folding import WORD, tokens

from .query import Query, parse, typed

__all__ = ["extract", "marked", "plain", "typed", "words_in"]

EXTRACT = 200
# An extract is looked for in so much of a text.
LOOKED_THROUGH = 100_000


def words_in(text: str) -> list[str]:
    """What was typed as single words, each once, for rooms that compare them themselves."""
    return list(dict.fromkeys(match.group() for term in parse(text).terms for match in WORD.finditer(term.typed)))


def plain(html: str) -> str:
    """Rich text as one line."""
    text = re.sub(r"</li>\s*<li>", " · ", html)
    return " ".join(unescape(strip_tags(re.sub(r"<(/p|/li|/h\d|br ?/?)>", " ", text))).split())


def extract(texts: list[str], query: Query | Sequence[str]) -> str:
    """The first text that holds one of the words, cut around it; else the beginning of the first."""
    for text in texts:
        for start, _end in _hits(text[:LOOKED_THROUGH], query):
            return _cut(text, start)
    return _cut(next((text for text in texts if text), ""), 0)


def marked(text: str, query: Query | Sequence[str]) -> SafeString:
    """The text as HTML with the words in <mark>, whatever their accents and case."""
    pieces = []
    done = 0
    for start, end in _hits(text, query):
        pieces.append((text[done:start], mark_safe(f"<mark>{escape(text[start:end])}</mark>")))
        done = end
    return format_html_join("", "{}{}", [*pieces, (text[done:], "")])


def _hits(text: str, query: Query | Sequence[str]) -> Iterator[tuple[int, int]]:
    """Where words of the query stand, and where they end; a word that begins with one is marked whole."""
    if not isinstance(query, Query):
        query = parse(" ".join(query))
    whole = {word for term in query.terms for word in term.words}
    begins = tuple(term.words[-1] for term in query.terms if term.begins)
    for match in WORD.finditer(text):
        found = tokens(match.group())
        if len(found) == 1:
            if found[0] in whole or (begins and found[0].startswith(begins)):
                yield match.span()
        elif len(found) == len(match.group()):
            # Signs of a script without spaces, each a word.
            yield from ((match.start() + place, match.start() + place + 1) for place in _places(found, whole))


def _places(found: list[str], whole: set[str]) -> list[int]:
    return [place for place, word in enumerate(found) if word in whole]


def _cut(text: str, place: int) -> str:
    if len(text) <= EXTRACT:
        return text
    start = max(0, place - EXTRACT // 3)
    if start:
        start = text.find(" ", start, place) + 1 or place
    end = start + EXTRACT
    if end < len(text):
        end = max(text.rfind(" ", start, end), start + 1)
        if end == start + 1:
            end = start + EXTRACT
    return f"{'… ' if start else ''}{text[start:end]}{' …' if end < len(text) else ''}"
