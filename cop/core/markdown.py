"""What members write as Markdown, as HTML that can do no harm."""

import logging
import re

import nh3
from django.utils.html import linebreaks
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

logger = logging.getLogger(__name__)

# Forms refuse more; what is stored otherwise is cut here, so that no text can keep a page waiting.
LONGEST = 30_000
CUT = "…"
# The first heading of a text stands below the headings of the page.
FIRST_HEADING = 3

TAGS = {"a", "blockquote", "br", "code", "em", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre", "strong", "ul"}
ATTRIBUTES: dict[str, set[str]] = {"*": set(), "a": {"href"}, "ol": {"start"}}
SCHEMES = {"http", "https", "mailto"}
REL = "nofollow noopener"

# Control characters and halves of pairs cannot be shown; marks of direction turn round what stands after them.
_unwanted = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
_address = re.compile(r"(?<![\w@/.])https?://[^\s<>\"'`|\\^{}]{3,2000}", re.IGNORECASE)
# What ends a sentence is no part of an address at its end.
_ends_a_sentence = ".,:;!?*_~…"

_cleaner = nh3.Cleaner(tags=TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES, link_rel=REL)


def to_html(text: str) -> SafeString:
    """CommonMark without HTML, pictures and tables; line breaks stay, bare addresses become links. Never raises.

    Longer texts are cut at `LONGEST` characters. Headings begin at h3. Links carry `rel="nofollow noopener"`.
    """
    text = _unwanted.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    if len(text) > LONGEST:
        text = text[:LONGEST] + CUT
    try:
        return mark_safe(_cleaner.clean(_parser.render(text)).strip())
    except Exception as error:
        # The reader gets the words at least; they stay out of the log.
        logger.error("A text of %d characters could not be read as Markdown: %s.", len(text), type(error).__name__)
        return mark_safe(linebreaks(text, autoescape=True))


def _lower_headings(state: StateCore) -> None:
    """Headings below those of the page, none more than one level deeper than the one it stands under."""
    above: list[int] = []
    for token in state.tokens:
        if token.type == "heading_open":
            level = int(token.tag[1:])
            while above and above[-1] >= level:
                above.pop()
            above.append(level)
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(6, FIRST_HEADING - 1 + len(above))}"


def _link_addresses(state: StateCore) -> None:
    for block in state.tokens:
        if block.type == "inline" and block.children and "://" in block.content:
            block.children = _with_links(block.children)


def _with_links(tokens: list[Token]) -> list[Token]:
    made: list[Token] = []
    inside_link = False
    for token in tokens:
        if token.type in ("link_open", "link_close"):
            inside_link = token.type == "link_open"
        if token.type == "text" and not inside_link:
            made += _split(token)
        else:
            made.append(token)
    return made


def _split(token: Token) -> list[Token]:
    parts: list[Token] = []
    after = 0
    for found in _address.finditer(token.content):
        address = _trimmed(found.group())
        start = found.start()
        opening = Token("link_open", "a", 1, attrs={"href": _parser.normalizeLink(address)})
        parts += [_text(token.content[after:start]), opening, _text(address), Token("link_close", "a", -1)]
        after = start + len(address)
    return [*parts, _text(token.content[after:])] if parts else [token]


def _trimmed(address: str) -> str:
    while True:
        shorter = address.rstrip(_ends_a_sentence)
        # A closing bracket belongs to the sentence, unless it was opened within the address.
        if shorter.endswith(")") and shorter.count("(") < shorter.count(")"):
            shorter = shorter[:-1]
        if shorter == address:
            return address
        address = shorter


def _text(content: str) -> Token:
    return Token("text", "", 0, content=content)


_parser = MarkdownIt("commonmark", {"html": False, "breaks": True}).disable(["image", "html_block", "html_inline"])
_parser.core.ruler.push("headings_below_the_page", _lower_headings)
_parser.core.ruler.push("bare_addresses", _link_addresses)
