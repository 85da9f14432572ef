"""Text as the index keeps it: words without case and accents, the same on every database."""

import re
import unicodedata
from functools import lru_cache

LONGEST_WORD = 40
# What a database takes as one text for its index; a page of a document and a post are far below.
LONGEST_TEXT = 100_000

# Letters and digits of any script, with the accents that may follow them as characters of their own.
WORD = re.compile(r"(?:[^\W_]|[\u0300-\u036f])+")
# Written without spaces: each sign is a word, and what is typed is found as signs in a row.
SIGN = r"\u0e00-\u0e7f\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\U00020000-\U0002ffff"
_PIECES = re.compile(rf"[{SIGN}]|[^{SIGN}]+")
# Letters of European languages that Unicode does not take apart.
_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "ŧ": "t", "æ": "ae", "œ": "oe", "þ": "th"}
)


@lru_cache(maxsize=20_000)
def fold(word: str) -> str:
    """Without case and accents: Stratégie is strategie, Łódź is lodz, Straße is strasse."""
    if word.isascii():
        return word.lower()
    apart = unicodedata.normalize("NFKD", word.casefold())
    bare = "".join(char for char in apart if not unicodedata.combining(char)).translate(_LETTERS)
    return unicodedata.normalize("NFC", bare)


def tokens(text: str) -> list[str]:
    """The words of a text in their order, folded; signs of scripts without spaces one by one."""
    found: list[str] = []
    for match in WORD.finditer(text[:LONGEST_TEXT]):
        # Folding may bring characters that part words (ª, ½).
        for word in WORD.findall(fold(match.group())):
            found += (
                (piece[:LONGEST_WORD] for piece in _PIECES.findall(word))
                if not word.isascii()
                else [word[:LONGEST_WORD]]
            )
    return found


def is_sign(token: str) -> bool:
    """A word of one character in a script without spaces?"""
    return (
        len(token) == 1
        and not token.isascii()
        and _PIECES.fullmatch(token) is not None
        and bool(re.match(rf"[{SIGN}]", token))
    )
