"""The words of what is new, in memory: thousands of saved searches look through them without a statement."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable

from cop.core.folding import tokens

from ..query import Query, Term


class FreshWords[K: Hashable]:
    """Which keys hold which words; a text is asked for once, when the first search comes."""

    def __init__(self, keys: Iterable[K], text_of: Callable[[K], str]) -> None:
        self._texts = {key: folded(text_of(key)) for key in keys}
        self._holding: dict[str, set[K]] = defaultdict(set)
        for key, text in self._texts.items():
            for word in set(text.split()):
                self._holding[word].add(key)
        self._words = sorted(self._holding)

    def containing(self, query: Query) -> set[K]:
        """Those with all words of the query and none of the excluded ones."""
        found = set(self._texts)
        for term in query.terms:
            found &= self._with(term)
        for term in query.excluded:
            found -= self._with(term)
        return found

    def _with(self, term: Term) -> set[K]:
        if len(term.words) == 1:
            return self._with_word(term.words[0], term.begins)
        row = needle(term)
        return {key for key in self._with_word(term.words[0], False) if row in self._texts[key]}

    def _with_word(self, word: str, begins: bool) -> set[K]:
        if not begins:
            return self._holding.get(word, set())
        found: set[K] = set()
        for place in range(bisect_left(self._words, word), len(self._words)):
            if not self._words[place].startswith(word):
                break
            found |= self._holding[self._words[place]]
        return found


def fits(query: Query, text: str) -> bool:
    """The same for one text."""
    return fits_folded(query, folded(text))


def fits_folded(query: Query, text: str) -> bool:
    """The same for a text that is `folded` already."""
    there = all(needle(term) in text for term in query.terms)
    return there and not any(needle(term) in text for term in query.excluded)


def folded(text: str) -> str:
    """A text as words are looked for in it."""
    return f" {' '.join(tokens(text))} "


def needle(term: Term) -> str:
    """The words as they stand in a folded text."""
    return f" {' '.join(term.words)}{'' if term.begins else ' '}"
