"""`field__folded`: a text without case and accents in the database itself, for small tables that no index of words has.

What `cop.core.folding.fold` does in Python, done by PostgreSQL with `normalize` and `translate` (no extension) and by
SQLite with that very function. This module knows which database it is; rooms write `name__folded__regex` or use
`Query.sought_in`.
"""

import unicodedata
from functools import cache
from typing import Any

from django.db import models
from django.db.models import CharField, TextField, Transform

from cop.core.folding import fold

# Latin with all its accents, Greek and Cyrillic.
_LETTERS = (*range(0xC0, 0x250), *range(0x370, 0x530), *range(0x1E00, 0x2000))
# Accents once they stand by themselves.
_ACCENTS = "[\u0300-\u036f]+"


@CharField.register_lookup
@TextField.register_lookup
class Folded(Transform):
    """The text folded: `Stratégie` is `strategie`."""

    lookup_name = "folded"
    output_field = models.TextField()

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        inner, params = compiler.compile(self.lhs)
        alike, others = _letters()
        # Accents fall off their letters; what is left to be translated are few letters, because PostgreSQL looks
        # through all of them for each letter of a text.
        sql = f"lower(normalize(regexp_replace(normalize({inner}, NFKD), %s, '', 'g'), NFC))"
        values = [*params, _ACCENTS]
        for letter, letters in others:
            sql = f"replace({sql}, %s, %s)"
            values += [letter, letters]
        sql = f"translate({sql}, %s, %s)"
        values += ["".join(alike), "".join(alike.values())]
        # Most texts have nothing to fold but their case.
        plain = f"octet_length({inner}) = char_length({inner})"
        sql = f'CASE WHEN {plain} THEN lower({inner} COLLATE "C") ELSE {sql} END'
        return sql, [*params, *params, *params, *values]

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
    """Letters without accents that become one other, and those that become several (ß, æ). Capitals are among them:
    some databases know the case of plain letters only."""
    bare: dict[str, str] = {}
    for letter in filter(str.isalpha, map(chr, _LETTERS)):
        apart = unicodedata.normalize("NFKD", letter)
        for each in {*apart, *apart.lower()}:
            if not each.isascii() and not unicodedata.combining(each) and fold(each) != each:
                bare[each] = fold(each)
    alike = {letter: other for letter, other in bare.items() if len(other) == 1}
    return alike, [(letter, other) for letter, other in bare.items() if len(other) > 1]
