"""`field__folded`: a text without case and accents in the database itself, for small tables that no index of words has.

What `cop.core.folding.fold` does in Python, done by PostgreSQL with `translate` (no extension) and by SQLite with that
very function. This module knows which database it is; rooms write `name__folded__regex` or use `Query.sought_in`.
"""

from functools import cache
from typing import Any

from django.db import models
from django.db.models import CharField, TextField, Transform

from cop.core.folding import fold

# Latin with all its accents, Greek and Cyrillic; accents that stand by themselves go.
_LETTERS = (*range(0xC0, 0x250), *range(0x370, 0x530), *range(0x1E00, 0x2000))
_ACCENTS = "".join(map(chr, range(0x300, 0x370)))


@CharField.register_lookup
@TextField.register_lookup
class Folded(Transform):
    """The text folded: `Stratégie` is `strategie`."""

    lookup_name = "folded"
    output_field = models.TextField()

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        inner, params = compiler.compile(self.lhs)
        alike, others = _letters()
        sql = f"lower({inner})"
        values = list(params)
        for letter, letters in others:
            sql = f"replace({sql}, %s, %s)"
            values += [letter, letters]
        # What has no counterpart in the second list is left out.
        return f"translate({sql}, %s, %s)", [*values, "".join(alike) + _ACCENTS, "".join(alike.values())]

    def as_sqlite(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        connection.ensure_connection()
        connection.connection.create_function("cop_folded", 1, _folded, deterministic=True)
        inner, params = compiler.compile(self.lhs)
        return f"cop_folded({inner})", list(params)


def _folded(text: str | None) -> str | None:
    # Not through the memory of `fold`, which is for words.
    return None if text is None else fold.__wrapped__(text)


@cache
def _letters() -> tuple[dict[str, str], list[tuple[str, str]]]:
    """Letters that become one other, and those that become several (ß, æ)."""
    folded = {chr(code): fold(chr(code)) for code in _LETTERS if chr(code).isalpha()}
    alike = {letter: other for letter, other in folded.items() if len(other) == 1 and other != letter}
    several = [(letter, other) for letter, other in folded.items() if len(other) > 1 and letter in "ßÆæŒœÞþ"]
    return alike, several
