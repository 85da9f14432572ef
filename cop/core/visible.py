"""Whether a text shows anything at all: what is typed without a single visible sign is taken for empty."""

import unicodedata

# Controls, marks of direction, joiners, white space; and marks that need a letter to stand on, variation selectors too.
_SHOWS_NOTHING = frozenset({"Cc", "Cf", "Cs", "Mn", "Me", "Zl", "Zp", "Zs"})
# Unicode calls them letters or symbols: fillers of Hangul, and the empty pattern of Braille.
_BLANKS = frozenset("\u115f\u1160\u2800\u3164\uffa0")


def shows_something(text: str) -> bool:
    """Is there a sign in it that a reader sees?"""
    return any(sign not in _BLANKS and unicodedata.category(sign) not in _SHOWS_NOTHING for sign in text)
