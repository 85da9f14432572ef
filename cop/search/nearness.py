"""How near two words are, and the keys by which near ones meet: the idea of SymSpell, in a table.

A word is filed under itself and under itself without each one letter; what was typed is looked up with up to two
letters less. So one wrong, missing, doubled, additional or swapped letter is found by comparing keys, and two of them
in most cases. Doubled letters count once: `acomodation` and `accommodation` have a key in common.
"""

import re
from itertools import combinations

_TWICE = re.compile(r"(.)\1+")
# Below, almost every word is near almost every other; from so many letters on, two mistakes are taken for one word.
SHORTEST, LONG = 4, 6
# Of two letters less there are too many in a long word.
LONGEST_WITH_TWO_LESS = 16


def keys_of(word: str) -> set[str]:
    """What a word is filed under."""
    once = bare(word)
    return {once, *_less(once, 1)}


def keys_for(typed: str) -> set[str]:
    """Under what a word is looked for."""
    once = bare(typed)
    keys = {once, *_less(once, 1)}
    if LONG <= len(once) <= LONGEST_WITH_TWO_LESS:
        keys.update(_less(once, 2))
    return keys


def bare(word: str) -> str:
    """With doubled letters made single."""
    return _TWICE.sub(r"\1", word)


def farthest(typed: str) -> int:
    """How many mistakes may lie between."""
    return 1 if len(typed) < LONG else 2


def distance(one: str, other: str) -> int:
    """Letters to change, add, leave out or swap with their neighbour (optimal string alignment)."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for place, letter in enumerate(one, 1):
        before, last, row = row, before, [place]
        for column, against in enumerate(other, 1):
            cost = min(before[column] + 1, row[-1] + 1, before[column - 1] + (letter != against))
            if place > 1 and column > 1 and letter == other[column - 2] and one[place - 2] == against:
                cost = min(cost, last[column - 2] + 1)
            row.append(cost)
    return row[-1]


def _less(word: str, number: int) -> set[str]:
    return {"".join(letters) for letters in combinations(word, len(word) - number)} if len(word) > number + 1 else set()
