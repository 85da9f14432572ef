"""Who made a work, and how each style of citing writes that."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

_suffix = re.compile(r"(?:jr|sr|ii|iii|iv|esq|ph\. ?d|phd|md)\.?", re.IGNORECASE)


@dataclass(frozen=True)
class Author:
    """A person, by family name, first names and what follows them (Jr.). Without first names: a body, or somebody of
    whom only one name is known; it stays as it is, commas and all."""

    family: str
    first: str = ""
    suffix: str = ""

    def __str__(self) -> str:
        return ", ".join(part for part in (self.family, self.first, self.suffix) if part)

    @property
    def in_line(self) -> str:
        """For programs to which a comma means a person (RIS): a body in parts with full stops, as libraries do."""
        return str(self) if self.first else ". ".join(part.strip() for part in self.family.split(","))

    @property
    def apa(self) -> str:
        """Sample, A. B., Jr."""
        if not self.first:
            return self.family
        # “C.”, “Ana María”, “Jean-Luc”, “M. (eds)”: what stands in brackets is no first name.
        given, bracket, rest = self.first.partition("(")
        words = (word.split("-") for word in given.split())
        initials = " ".join("-".join(f"{part[0].upper()}." for part in word if part) for word in words)
        suffix = f", {self.suffix}" if self.suffix else ""
        return f"{self.family}, {initials}{f' ({rest}' if bracket else ''}{suffix}"

    @property
    def csl(self) -> dict[str, str]:
        """As a name of CSL-JSON."""
        if not self.first:
            return {"literal": self.family}
        names = {"family": self.family, "given": self.first, "suffix": self.suffix}
        return {name: value for name, value in names.items() if value}


def person(text: str) -> Author:
    """Of “Family, First names” or “Family, First names, Jr.”; also in the order of BibTeX, “Family, Jr., First”."""
    family, *rest = (part.strip() for part in text.split(","))
    rest = [part for part in rest if part]
    if not family or not rest or (len(rest) == 1 and _suffix.fullmatch(rest[0])):
        return Author(text.strip().strip(","))
    if len(rest) > 1 and _suffix.fullmatch(rest[0]):
        rest = [*rest[1:], rest[0]]
    return Author(family, rest[0], ", ".join(rest[1:]))


def authors_of(text: str) -> list[Author]:
    """Of one line with semicolons between: people as above; a name without a comma, or in {braces}, is a body."""
    parts = [part.strip() for part in re.findall(r"(?:\{[^{}]*\}|[^;])+", text)]
    return [
        Author(part[1:-1].strip()) if part.startswith("{") and part.endswith("}") else person(part)
        for part in parts
        if part.strip("{} ,")
    ]


def apa_names(authors: Sequence[Author]) -> str:
    """Sample, A., & Muster, B. C."""
    shown = [author.apa for author in authors]
    if len(shown) > 20:
        return f"{', '.join(shown[:19])}, … {shown[-1]}"
    if len(shown) < 2:
        return "".join(shown)
    return f"{', '.join(shown[:-1])}, & {shown[-1]}"
