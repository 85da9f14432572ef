"""A published work as others cite it: text (APA), BibTeX, RIS, CSL-JSON.

Names are “Family, First names” for people; a name without a comma is a body, and stays as it is.
"""

import json
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import dateformat

BIBTEX_SPECIAL = {"\\": r"\textbackslash{}", **{char: f"\\{char}" for char in "&%$#_{}"}, "~": r"\textasciitilde{}"}
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
    """What a reader needs to find a work again. `authors` is one line, names with semicolons between.

    `month` and `day` are given where they are known; `event` is where it was shown.
    """

    title: str
    authors: str = ""
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
        return f"https://doi.org/{self.doi}" if self.doi else self.url

    @property
    def people(self) -> list[str]:
        return [name.strip() for name in self.authors.split(";") if name.strip()]

    @property
    def line(self) -> str:
        """One line to copy into a list of references."""
        who = ", ".join(self.people)
        when = f"({self.year})" if self.year else ""
        parts = [f"{who} {when}".strip(), self.title, self.publisher, f"doi:{self.doi}" if self.doi else self.url]
        return ", ".join(part for part in parts if part)

    @property
    def key(self) -> str:
        """gianelle2016: first author's first word and the year, in plain letters."""
        first = (self.people or [self.title])[0]
        plain = unicodedata.normalize("NFKD", first).encode("ascii", "ignore").decode()
        return (re.sub(r"[^a-z]", "", plain.split(",")[0].split(" ")[0].lower()) or "work") + str(self.year or "")

    @property
    def apa(self) -> str:
        """In the style of the American Psychological Association (7th edition), as plain text."""
        who = _apa_names(self.people)
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
    def bibtex(self) -> str:
        fields = {
            "author": " and ".join(_bibtex_name(name) for name in self.people),
            "title": f"{{{_bibtex(self.title)}}}",
            "year": str(self.year or ""),
            "month": str(self.month or ""),
            "publisher": _bibtex(self.publisher),
            "howpublished": _bibtex(self.form.words),
            "note": _bibtex(self.event),
            "isbn": _one_line(self.isbn),
            "language": _one_line(self.language),
            "keywords": _bibtex(", ".join(self.keywords)),
            "abstract": _bibtex(self.abstract),
            "doi": _one_line(self.doi),
            "url": _one_line(self.address),
        }
        body = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items() if value.strip("{}"))
        return f"@{self.form.bibtex}{{{self.key},\n{body}\n}}\n"

    @property
    def ris(self) -> str:
        exact = f"{self.year}/{self.month:02}/{f'{self.day:02}' if self.day else ''}/" if self.month else ""
        lines = [
            ("TY", self.form.ris),
            *(("AU", name) for name in self.people),
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
            "author": [_csl_name(name) for name in self.people],
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


def _apa_names(names: Sequence[str]) -> str:
    """Sample, A., & Muster, B. C."""
    shown = [_apa_name(name) for name in names]
    if len(shown) > 20:
        return f"{', '.join(shown[:19])}, … {shown[-1]}"
    if len(shown) < 2:
        return "".join(shown)
    return f"{', '.join(shown[:-1])}, & {shown[-1]}"


def _apa_name(name: str) -> str:
    family, comma, first = (part.strip() for part in name.partition(","))
    if not comma or not first:
        return name
    # “C.”, “Ana María”, “Jean-Luc”, “M. (eds)”: what stands in brackets is no first name.
    given, bracket, rest = first.partition("(")
    initials = " ".join("-".join(f"{part[0].upper()}." for part in word.split("-") if part) for word in given.split())
    return f"{family}, {initials}{f' ({rest}' if bracket else ''}"


def _ended(text: str) -> str:
    return text if text.endswith((".", "?", "!")) else f"{text}."


def _csl_name(name: str) -> dict[str, str]:
    family, comma, first = (part.strip() for part in name.partition(","))
    return {"family": family, "given": first} if comma and first else {"literal": name}


def _bibtex_name(name: str) -> str:
    """A body in braces of its own: otherwise its last word would be taken for a family name."""
    return _bibtex(name) if "," in name else f"{{{_bibtex(name)}}}"


def _one_line(text: str) -> str:
    """A line break would begin another field."""
    return " ".join(text.split())


def _bibtex(text: str) -> str:
    return "".join(BIBTEX_SPECIAL.get(char, char) for char in _one_line(text))
