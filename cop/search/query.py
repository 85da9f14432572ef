"""What somebody typed, understood: words, "phrases", -exclusions; nothing that a database takes for its own."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q

from cop.core.folding import is_sign, tokens

LONGEST_QUERY = 200
MOST_TERMS = 8
MOST_WORDS_OF_A_PHRASE = 12
# From so many letters on a word finds what begins with it; the last one, which may not be finished, from two on.
BEGINNING, LAST_BEGINNING = 3, 2

# A quotation, closed or not, or anything up to the next space; each may have a minus before it.
_PIECE = re.compile(r'(-?)"([^"]*)(?:"|$)|(-?)([^\s"]+)')
_QUOTES = str.maketrans(dict.fromkeys("„“”«»‟", '"'))


@dataclass(frozen=True)
class Term:
    """Words in a row; with `begins` the last of them is the beginning of one. `typed` is what was typed for them."""

    words: tuple[str, ...]
    begins: bool = False
    typed: str = field(default="", compare=False)


@dataclass(frozen=True)
class Query:
    """All `terms` must be there and none of `excluded`. False where there is nothing to look for."""

    text: str
    terms: tuple[Term, ...] = ()
    excluded: tuple[Term, ...] = ()
    # More words than are looked for; a quotation that does not end.
    left_out: bool = False
    is_open: bool = False
    _kept: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)

    def __bool__(self) -> bool:
        return bool(self.terms)

    @property
    def title(self) -> tuple[str, ...]:
        """The words of a title that is exactly what was typed."""
        return tuple(word for term in self.terms for word in term.words)

    def sought_in(self, *fields: str) -> Q:
        """The query over small tables that no index has: each term somewhere in `fields`, none of the excluded ones."""
        fits = Q()
        for term in self.terms:
            fits &= _in_one_of(fields, term)
        for term in self.excluded:
            fits &= ~_in_one_of(fields, term)
        return fits

    def once[T](self, key: str, make: Callable[[], T]) -> T:
        """What sources of one search share (the groups that this viewer may read), asked for by the first of them."""
        if key not in self._kept:
            self._kept[key] = make()
        return self._kept[key]


def _in_one_of(fields: tuple[str, ...], term: Term) -> Q:
    pattern = _pattern(term)
    return Q(*((f"{name}__folded__regex", pattern) for name in fields), _connector=Q.OR)


def _pattern(term: Term) -> str:
    """The words in a row, as both databases' regular expressions know it; they hold letters and digits only."""
    apart = "[^a-z0-9]"
    between = "" if any(map(is_sign, term.words)) else f"{apart}+"
    before = "" if is_sign(term.words[0]) else f"(^|{apart})"
    after = "" if term.begins or is_sign(term.words[-1]) else f"({apart}|$)"
    return f"{before}{between.join(term.words)}{after}"


def typed(raw: str) -> str:
    """The query as the field shows it again: one line, no control characters, not endless."""
    return " ".join("".join(char if char.isprintable() else " " for char in raw[:LONGEST_QUERY]).split())


def parse(raw: str) -> Query:
    """Read what was typed. Never fails; what is no word is left out, and exclusions alone find nothing."""
    text = typed(raw)
    terms: dict[Term, None] = {}
    excluded: dict[Term, None] = {}
    pieces = list(_PIECE.finditer(text.translate(_QUOTES)))
    for place, match in enumerate(pieces):
        quoted = match.group(2) is not None
        piece = match.group(2) if quoted else match.group(4)
        words = tuple(tokens(piece)[:MOST_WORDS_OF_A_PHRASE])
        if not words:
            continue
        if match.group(1) or match.group(3):
            excluded[Term(words, typed=piece.strip())] = None
            continue
        enough = LAST_BEGINNING if place == len(pieces) - 1 else BEGINNING
        begins = not quoted and len(words[-1]) >= enough and not is_sign(words[-1])
        terms[Term(words, begins, piece.strip())] = None
    return Query(
        text,
        tuple(terms)[:MOST_TERMS],
        tuple(excluded)[:MOST_TERMS],
        left_out=len(terms) > MOST_TERMS,
        is_open=text.translate(_QUOTES).count('"') % 2 == 1,
    )
