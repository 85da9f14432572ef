"""“Did you mean”: what was typed, with words that really occur in what everybody may read, and that finds something."""

import re
from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q

from cop.core.folding import WORD, is_sign, tokens

from ..models import PublicWord, WordKey
from ..nearness import SHORTEST, distance, farthest, keys_for
from ..query import Query, Term, parse

if TYPE_CHECKING:
    from collections.abc import Callable

# So many words of a query are looked at; who mistypes more than these types anew.
MOST_WORDS = 4
MOST_ROWS = 5_000


def did_you_mean(query: Query, finds: "Callable[[Query, AnonymousUser], bool]") -> str:
    """The query with its unknown words mended; "" where there is nothing better.

    `finds(query, viewer)` says whether a visitor would find something: only then it is offered, so that a word which
    was public until a moment ago is never shown. Statements: one for words that are known, one for near ones, those of
    `finds`.
    """
    wrong = _unknown_words(query)
    if not wrong:
        return ""
    better = _nearest(wrong)
    mended = _mended(query.text, better)
    if not better or mended == query.text:
        return ""
    return mended if finds(parse(mended), AnonymousUser()) else ""


def _unknown_words(query: Query) -> list[str]:
    """Words of which no public text has any."""
    asked = {word: _may_go_on(term, word) for term in query.terms for word in term.words if _can_be_wrong(word)}
    if not asked:
        return []
    fits = Q(word__in=asked)
    for word, begins in asked.items():
        if begins:
            fits |= Q(word__begins=word)
    known = set(PublicWord.objects.filter(fits).values_list("word", flat=True)[:MOST_ROWS])
    return [
        word
        for word, begins in asked.items()
        if not any(each == word or (begins and each.startswith(word)) for each in known)
    ][:MOST_WORDS]


def _nearest(wrong: list[str]) -> dict[str, str]:
    """For each the nearest public word, of equally near ones the most common. One statement."""
    keys = {word: keys_for(word) for word in wrong}
    rows = WordKey.objects.filter(key__in=set().union(*keys.values())).order_by("-word__number", "word_id")
    near: dict[str, set[tuple[int, int, str, str]]] = {word: set() for word in wrong}
    for key, known, shown, number in rows.values_list("key", "word__word", "word__shown", "word__number")[:MOST_ROWS]:
        for word in wrong:
            if key in keys[word] and (apart := distance(word, known)) <= farthest(word):
                near[word].add((apart, -number, known, shown))
    return {word: min(found)[3] for word, found in near.items() if found}


def _mended(text: str, better: dict[str, str]) -> str:
    """As it was typed but for these words; quotes and exclusions stay."""

    def replace(match: re.Match[str]) -> str:
        words = tokens(match.group())
        return better.get(words[0], match.group()) if len(words) == 1 else match.group()

    return WORD.sub(replace, text)


def _may_go_on(term: Term, word: str) -> bool:
    return term.begins and word == term.words[-1]


def _can_be_wrong(word: str) -> bool:
    return len(word) >= SHORTEST and word.isalpha() and not is_sign(word)
