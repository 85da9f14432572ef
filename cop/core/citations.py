"""A published work as others cite it: text (APA), BibTeX, RIS, CSL-JSON, and tags that programs find in a page."""

import json
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import dateformat

from .authors import Author, apa_names
from .dois import doi_address

BIBTEX_SPECIAL = {"\\": r"\textbackslash{}", **{char: f"\\{char}" for char in "&%$#_{}"}, "~": r"\textasciitilde{}"}
BIBTEX_LONE_BRACES = {"{": r"\textbraceleft{}", "}": r"\textbraceright{}"}
FORMATS = {
    "bib": "application/x-bibtex",
    "ris": "application/x-research-info-systems",
    "json": "application/vnd.citationstyles.csl+json",
}


@dataclass(frozen=True)
class Form:
    """What a work is in the words of each format; `words` stand in brackets behind a title (APA)."""

    bibtex: str
    ris: str
    csl: str
    words: str = ""


BOOK = Form("book", "BOOK", "book")


@dataclass(frozen=True)
class Work:
    """What a reader needs to find a work again. `language` is one tag (BCP 47).

    `month` and `day` are given where they are known; `event` is where it was shown.
    """

    title: str
    authors: Sequence[Author] = ()
    year: int | None = None
    publisher: str = ""
    doi: str = ""
    url: str = ""
    month: int | None = None
    day: int | None = None
    form: Form = BOOK
    isbn: str = ""
    language: str = ""
    abstract: str = ""
    keywords: Sequence[str] = ()
    event: str = ""

    @property
    def address(self) -> str:
        """Where it can be read: by its DOI if it has one, which does not move."""
        return doi_address(self.doi) or self.url

    @property
    def is_report(self) -> bool:
        """Reports come from an institution, and say which kind of report they are."""
        return self.form.bibtex == "techreport"

    @property
    def line(self) -> str:
        """One line to copy into a list of references."""
        who = ", ".join(map(str, self.authors))
        when = f"({self.year})" if self.year else ""
        parts = [f"{who} {when}".strip(), self.title, self.publisher, f"doi:{self.doi}" if self.doi else self.url]
        return ", ".join(part for part in parts if part)

    @property
    def key(self) -> str:
        """gianelle2016: first author's first word and the year, in plain letters."""
        first = self.authors[0].family if self.authors else self.title
        plain = unicodedata.normalize("NFKD", first).encode("ascii", "ignore").decode()
        word = re.split(r"[ ,]", plain, maxsplit=1)[0]
        return (re.sub(r"[^a-z]", "", word.lower()) or "work") + str(self.year or "")

    @property
    def apa(self) -> str:
        """In the style of the American Psychological Association (7th edition), as plain text."""
        who = apa_names(self.authors)
        # Without an author, the title stands in front.
        title = f"{self.title} [{self.form.words}]" if self.form.words else self.title
        first, second = (who, title) if who else (title, "")
        parts = [f"{_ended(first)} ({self._apa_date}).", second, self.event, self.publisher]
        text = " ".join(_ended(part) for part in parts if part)
        return f"{text} {self.address}" if self.address else text

    @property
    def _apa_date(self) -> str:
        if not self.year:
            return "n.d."
        month = f", {dateformat.MONTHS[self.month]}" if self.month else ""
        return f"{self.year}{month}{f' {self.day}' if month and self.day else ''}"

    @property
    def tags(self) -> list[tuple[str, str]]:
        """Name and content of tags in the head of its page, as Zotero and Google Scholar read them (Highwire Press)."""
        date = [f"{part:02}" for part in (self.year, self.month, self.day if self.month else None) if part]
        pairs = [
            ("title", self.title),
            *(("author", author.in_line) for author in self.authors),
            ("publication_date", "/".join(date)),
            ("technical_report_institution" if self.is_report else "publisher", self.publisher),
            # Whatever has a conference is taken for a paper of it; a talk comes nearest.
            ("conference_title", self.event if self.form.csl == "speech" else ""),
            ("doi", self.doi),
            ("isbn", self.isbn),
            ("language", self.language),
            *(("keywords", word) for word in self.keywords),
        ]
        return [(f"citation_{name}", _one_line(content)) for name, content in pairs if content]

    @property
    def bibtex(self) -> str:
        fields = {
            "author": " and ".join(map(_bibtex_name, self.authors)),
            "title": f"{{{_bibtex(self.title)}}}",
            "year": str(self.year or ""),
            "month": str(self.month or ""),
            "institution" if self.is_report else "publisher": _bibtex(self.publisher),
            "type" if self.is_report else "howpublished": _bibtex(self.form.words),
            "note": _bibtex(self.event),
            "isbn": _bibtex(self.isbn),
            "language": _bibtex(self.language),
            "keywords": _bibtex(", ".join(self.keywords)),
            "abstract": _bibtex(self.abstract),
            "doi": _verbatim(self.doi),
            "url": _verbatim(self.address),
        }
        body = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items() if value.strip("{}"))
        return f"@{self.form.bibtex}{{{self.key},\n{body}\n}}\n"

    @property
    def ris(self) -> str:
        exact = f"{self.year}/{self.month:02}/{f'{self.day:02}' if self.day else ''}/" if self.month else ""
        lines = [
            ("TY", self.form.ris),
            *(("AU", author.in_line) for author in self.authors),
            ("PY", str(self.year or "")),
            ("DA", exact),
            ("TI", self.title),
            ("T2", self.event),
            ("AB", self.abstract),
            *(("KW", word) for word in self.keywords),
            ("PB", self.publisher),
            ("SN", self.isbn),
            ("LA", self.language),
            ("DO", self.doi),
            ("UR", self.address),
        ]
        return "".join(f"{tag}  - {_one_line(value)}\r\n" for tag, value in lines if value) + "ER  - \r\n"

    @property
    def csl(self) -> dict[str, Any]:
        """As the Citation Style Language's data model has it; a file is a list of these."""
        date = [part for part in (self.year, self.month, self.day if self.month else None) if part]
        data = {
            "id": self.key,
            "type": self.form.csl,
            "title": self.title,
            "author": [author.csl for author in self.authors],
            "issued": {"date-parts": [date]} if self.year else None,
            "genre": self.form.words,
            "event-title": self.event,
            "publisher": self.publisher,
            "abstract": self.abstract,
            "keyword": ", ".join(self.keywords),
            "language": self.language,
            "ISBN": self.isbn,
            "DOI": self.doi,
            "URL": self.address,
        }
        return {name: value for name, value in data.items() if value}

    def in_format(self, name: str) -> str:
        """As a file of one of `FORMATS`."""
        return in_format([self], name)


def in_format(works: Sequence[Work], name: str) -> str:
    """All of them as one file of one of `FORMATS`; keys that two of them share are told apart by a letter."""
    if name == "bib":
        return "\n".join(
            work.bibtex.replace(f"{{{work.key},", f"{{{key},", 1) for work, key in zip(works, _keys(works), strict=True)
        )
    if name == "ris":
        return "\r\n".join(work.ris for work in works)
    entries = [{**work.csl, "id": key} for work, key in zip(works, _keys(works), strict=True)]
    return json.dumps(entries, ensure_ascii=False, indent=1)


def _keys(works: Sequence[Work]) -> list[str]:
    """sample2026, sample2026a, sample2026b … sample2026aa."""
    seen: dict[str, int] = {}
    keys = []
    for work in works:
        number = seen[work.key] = seen.get(work.key, -1) + 1
        keys.append(work.key + _letters(number))
    return keys


def _letters(number: int) -> str:
    text = ""
    while number:
        number, rest = divmod(number - 1, 26)
        text = chr(ord("a") + rest) + text
    return text


def _ended(text: str) -> str:
    return text if text.endswith((".", "?", "!")) else f"{text}."


def _bibtex_name(author: Author) -> str:
    """A body in braces of its own: otherwise its last word would be taken for a family name."""
    if not author.first:
        return f"{{{_bibtex(author.family)}}}"
    return ", ".join(map(_bibtex_part, filter(None, (author.family, author.suffix, author.first))))


def _bibtex_part(text: str) -> str:
    """What would begin another part, or another author, in braces."""
    return f"{{{_bibtex(text)}}}" if re.search(r",|\band\b", text, re.IGNORECASE) else _bibtex(text)


def _one_line(text: str) -> str:
    """A line break would begin another field."""
    return " ".join(text.split())


def _bibtex(text: str) -> str:
    special = BIBTEX_SPECIAL if _is_balanced(text) else {**BIBTEX_SPECIAL, **BIBTEX_LONE_BRACES}
    return "".join(special.get(char, char) for char in _one_line(text))


def _is_balanced(text: str) -> bool:
    """Does each brace that closes have one that opened it? BibTeX counts them, with a backslash or without."""
    depth = 0
    for char in text:
        depth += {"{": 1, "}": -1}.get(char, 0)
        if depth < 0:
            return False
    return depth == 0


def _verbatim(text: str) -> str:
    """Numbers and addresses, which stand there letter by letter; what would end the field as addresses write it."""
    return re.sub(r"[{}\\\"]", lambda char: f"%{ord(char[0]):02X}", _one_line(text))
