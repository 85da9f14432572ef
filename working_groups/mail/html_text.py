"""HTML of a mail as text: without what it answers and the signature, where the mail program marks these."""

import re
from html.parser import HTMLParser

LONGEST = 1_000_000
# Where programs mark what is answered, or the signature: by class, by id.
QUOTED_CLASSES = {
    "gmail_quote",
    "gmail_quote_container",
    "gmail_attr",
    "gmail_signature",
    "moz-cite-prefix",
    "moz-signature",
    "yahoo_quoted",
    "protonmail_quote",
    "protonmail_signature_block",
    "tutanota_quote",
    "zmail_extra",
    "ms-outlook-mobile-signature",
    "gmx_quote",
}
QUOTED_IDS = {"appendonsend", "mail-editor-reference-message-container", "Signature", "isForwardContent"}
# All that follows is answered: Outlook on the web closes the element before it.
ENDS_HERE = {"divRplyFwdMsg", "ms-outlook-quoted"}
UNSEEN = {"head", "script", "style", "title", "template", "noscript"}
BLOCKS = {
    *("address", "article", "blockquote", "center", "div", "dl", "dt", "dd", "figure", "footer", "form", "h1", "h2"),
    *("h3", "h4", "h5", "h6", "header", "hr", "li", "main", "ol", "p", "pre", "section", "table", "tr", "ul"),
}
SPACED = {"blockquote", "h1", "h2", "h3", "ol", "p", "table", "ul"}
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"}


def to_text(html: str) -> str:
    """The text a reader sees, own words first; all of it when nothing else is left."""
    html = html[:LONGEST]
    own = _read(html, cut=True)
    return own if own.strip() else _read(html, cut=False)


def _read(html: str, *, cut: bool) -> str:
    reader = _Reader(cut=cut)
    reader.feed(html)
    reader.close()
    text = "".join(reader.made).replace("\xa0", " ")
    text = re.sub(r"[ \t]+\n", "\n", text)
    return re.sub(r"\n{3,}", "\n\n", text).strip("\n")


class _Reader(HTMLParser):
    def __init__(self, *, cut: bool) -> None:
        super().__init__(convert_charrefs=True)
        self.cut = cut
        self.made: list[str] = []
        # Open elements, each with whether it is left out.
        self.open: list[tuple[str, bool]] = []
        self.is_over = False

    @property
    def is_left_out(self) -> bool:
        return self.is_over or bool(self.open and self.open[-1][1])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        facts = {name: value or "" for name, value in attrs}
        if self.cut and facts.get("id") in ENDS_HERE:
            self.is_over = True
        if tag in BLOCKS:
            self._new_line(spaced=tag in SPACED)
        if tag == "br" and not self.is_left_out:
            self.made.append("\n")
        if tag == "li" and not self.is_left_out:
            self.made.append("- ")
        if tag not in VOID:
            self.open.append((tag, self.is_left_out or tag in UNSEEN or (self.cut and _is_quoted(tag, facts))))

    def handle_endtag(self, tag: str) -> None:
        for at in range(len(self.open) - 1, max(-1, len(self.open) - 60), -1):
            if self.open[at][0] == tag:
                del self.open[at:]
                break
        if tag in BLOCKS:
            self._new_line(spaced=tag in SPACED)

    def handle_data(self, data: str) -> None:
        if self.is_left_out:
            return
        if any(tag == "pre" for tag, _left_out in self.open[-4:]):
            self.made.append(data)
            return
        words = re.sub(r"[ \t\r\n\f]+", " ", data)
        if not self.made or self.made[-1].endswith("\n"):
            words = words.lstrip(" ")
        if words:
            self.made.append(words)

    def _new_line(self, *, spaced: bool) -> None:
        if self.is_left_out or not self.made:
            return
        end = "".join(self.made[-2:])
        if not end.endswith("\n"):
            self.made.append("\n")
            end += "\n"
        if spaced and not end.endswith("\n\n"):
            self.made.append("\n")


def _is_quoted(tag: str, facts: dict[str, str]) -> bool:
    classes = set(facts.get("class", "").removeprefix("x_").split())
    return bool(
        (tag == "blockquote" and (facts.get("type") == "cite" or "cite" in facts or classes & QUOTED_CLASSES))
        or (tag != "body" and classes & QUOTED_CLASSES)
        or facts.get("id", "").removeprefix("x_") in QUOTED_IDS
    )
