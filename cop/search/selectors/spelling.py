"""“Did you mean”: what was typed, with words that really occur in what everybody may read, and that finds something."""

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q

from cop.core.folding import WORD, is_sign, tokens

from ..models import PublicWord, WordKey
from ..nearness import SHORTEST, bare, distance, farthest, keys_for
from ..query import Query, Term, parse

if TYPE_CHECKING:
    from collections.abc import Callable

# So many words of a query are looked at; who mistypes more than these types anew.
MOST_WORDS = 4
MOST_ROWS = 5_000


@dataclass(frozen=True)
class Begun:
    """How a word that is only begun may go on: the most common of the public words that begin so, of those with one or
    two letters more if there are any (`is_near`)."""

    shown: str
    is_near: bool


def did_you_mean(query: Query, finds: "Callable[[Query, AnonymousUser], bool]") -> str:
    """The query with unknown words mended, and those finished that are only begun; "" where there is nothing better.

    `finds(query, viewer)` says whether a visitor would find something: only then it is offered, so that a word which
    was public until a moment ago is never shown. It is asked for at most three ways of finishing: words that lack a
    letter or two, all of them, none. Statements: one for words that are known, one for near ones, those of `finds`.
    """
    wrong, begun = _unknown_words(query)
    better = _nearest(wrong) if wrong else {}
    if wrong and not better:
        return ""
    near, all_of_them = (
        {word: each.shown for word, each in begun.items() if each.is_near or whole} for whole in (False, True)
    )
    ways = dict.fromkeys(_mended(query.text, better | finished) for finished in (near, all_of_them, {}))
    for mended in ways:
        if mended != query.text and finds(parse(mended), AnonymousUser()):
            return mended
    return ""


def _unknown_words(query: Query) -> tuple[list[str], dict[str, Begun]]:
    """Words of which no public text has any, and those with which public words only begin. One statement."""
    asked = {word: _may_go_on(term, word) for term in query.terms for word in term.words if _can_be_wrong(word)}
    if not asked:
        return [], {}
    fits = Q(word__in=asked)
    for word, begins in asked.items():
        if begins:
            fits |= Q(word__begins=word)
    rows = PublicWord.objects.filter(fits).values_list("word", "shown", "number")[:MOST_ROWS]
    known = {word: (shown, number) for word, shown, number in rows}
    wrong, begun = [], {}
    for word, begins in asked.items():
        if word not in known:
            longer = [each for each in known if begins and each.startswith(word)]
            if longer:
                begun[word] = _finished(word, {each: known[each] for each in longer})
            else:
                wrong.append(word)
    return wrong[:MOST_WORDS], begun


def _finished(word: str, longer: dict[str, tuple[str, int]]) -> Begun:
    def order(each: str) -> tuple[bool, int, str]:
        return len(each) - len(word) > farthest(word), -longer[each][1], each

    best = min(longer, key=order)
    return Begun(longer[best][0], is_near=not order(best)[0])


def _nearest(wrong: list[str]) -> dict[str, str]:
    """For each the nearest public word, of equally near ones that with other doubled letters, then the most common. One
    statement."""
    keys = {word: keys_for(word) for word in wrong}
    rows = WordKey.objects.filter(key__in=set().union(*keys.values())).order_by("-word__number", "word_id")
    near: dict[str, set[tuple[int, bool, int, str, str]]] = {word: set() for word in wrong}
    for key, known, shown, number in rows.values_list("key", "word__word", "word__shown", "word__number")[:MOST_ROWS]:
        for word in wrong:
            if key in keys[word] and (apart := distance(word, known)) <= farthest(word):
                near[word].add((apart, bare(word) != bare(known), -number, known, shown))
    return {word: min(found)[-1] for word, found in near.items() if found}


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
