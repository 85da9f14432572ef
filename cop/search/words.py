"""What somebody typed, made harmless; and showing those words in what was found."""

import re
from html import unescape

from django.utils.html import escape, format_html_join, strip_tags
from django.utils.safestring import SafeString, mark_safe

MOST_WORDS = 8
LONGEST_WORD = 40
LONGEST_QUERY = 200
EXTRACT = 200

# Letters and digits of any script. What is left out (quotes, stars, brackets) are operators of the databases' search.
WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")


def typed(raw: str) -> str:
    """The query as the field shows it again: one line, no control characters, not endless."""
    return " ".join("".join(char if char.isprintable() else " " for char in raw[:LONGEST_QUERY]).split())


def words_in(text: str) -> list[str]:
    """The words to search for, each once."""
    found = (word[:LONGEST_WORD] for word in WORD.findall(text))
    return list(dict.fromkeys(found))[:MOST_WORDS]


def plain(html: str) -> str:
    """Rich text as one line."""
    text = re.sub(r"</li>\s*<li>", " · ", html)
    return " ".join(unescape(strip_tags(re.sub(r"<(/p|/li|/h\d|br ?/?)>", " ", text))).split())


def extract(texts: list[str], words: list[str]) -> str:
    """The first text that holds one of the words, cut around it; else the beginning of the first."""
    pattern = _pattern(words)
    for text in texts:
        match = pattern.search(text)
        if match:
            return _cut(text, match.start())
    return _cut(next((text for text in texts if text), ""), 0)


def marked(text: str, words: list[str]) -> SafeString:
    """The text as HTML with the words in <mark>."""
    if not words:
        return mark_safe(escape(text))
    pieces = _pattern(words).split(text)
    matches = _pattern(words).findall(text)
    return format_html_join(
        "",
        "{}{}",
        ((piece, _mark(matches[number]) if number < len(matches) else "") for number, piece in enumerate(pieces)),
    )


def _mark(word: str) -> SafeString:
    return mark_safe(f"<mark>{escape(word)}</mark>")


def _pattern(words: list[str]) -> re.Pattern:
    # Longest first, so that "industrial" does not cut "industrialisation" in two.
    ordered = sorted(words, key=len, reverse=True)
    return re.compile(r"\b(?:" + "|".join(map(re.escape, ordered)) + r")\w*", re.IGNORECASE)


def _cut(text: str, place: int) -> str:
    if len(text) <= EXTRACT:
        return text
    start = max(0, place - EXTRACT // 3)
    if start:
        start = text.find(" ", start) + 1
    end = start + EXTRACT
    if end < len(text):
        end = max(text.rfind(" ", start, end), start + 1)
    return f"{'… ' if start else ''}{text[start:end]}{' …' if end < len(text) else ''}"
