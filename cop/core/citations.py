"""A published work as others cite it: one line of text, BibTeX, RIS."""

import re
import unicodedata
from dataclasses import dataclass

BIBTEX_SPECIAL = {"\\": r"\textbackslash{}", **{char: f"\\{char}" for char in "&%$#_{}"}, "~": r"\textasciitilde{}"}
FORMATS = {"bib": "application/x-bibtex", "ris": "application/x-research-info-systems"}


@dataclass(frozen=True)
class Work:
    """What a reader needs to find a work again. `authors` is one line, names with semicolons between."""

    title: str
    authors: str = ""
    year: int | None = None
    publisher: str = ""
    doi: str = ""
    url: str = ""

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
    def bibtex(self) -> str:
        fields = {
            "author": " and ".join(_bibtex(name) for name in self.people),
            "title": f"{{{_bibtex(self.title)}}}",
            "year": str(self.year or ""),
            "publisher": _bibtex(self.publisher),
            "doi": _one_line(self.doi),
            "url": _one_line(self.address),
        }
        body = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items() if value)
        return f"@book{{{self.key},\n{body}\n}}\n"

    @property
    def ris(self) -> str:
        lines = [
            ("TY", "BOOK"),
            *(("AU", name) for name in self.people),
            ("PY", str(self.year or "")),
            ("TI", self.title),
            ("PB", self.publisher),
            ("DO", self.doi),
            ("UR", self.address),
        ]
        return "".join(f"{tag}  - {_one_line(value)}\r\n" for tag, value in lines if value) + "ER  - \r\n"


def _one_line(text: str) -> str:
    """A line break would begin another field."""
    return " ".join(text.split())


def _bibtex(text: str) -> str:
    return "".join(BIBTEX_SPECIAL.get(char, char) for char in _one_line(text))
