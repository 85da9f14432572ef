"""Keeping the words of “did you mean”: all anew each night, those of fresh pages every ten minutes."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime

from django.db import transaction

from cop.core.folding import WORD, fold

from ..models import PublicWord, WordKey
from ..models.words import LONGEST_KEY
from ..nearness import SHORTEST, keys_of
from ..public_texts import public_texts

# Words beyond these, the rarest, are left out.
MOST_WORDS = 300_000
AT_ONCE = 2_000


def rebuild() -> int:
    """Make the table what public texts hold now; returns how many words it has. Safe to be killed and run twice.

    A word that stands in nothing public any more goes.
    """
    wanted = _words(public_texts())
    if len(wanted) > MOST_WORDS:
        kept = sorted(wanted, key=lambda word: -wanted[word][1])[:MOST_WORDS]
        wanted = {word: wanted[word] for word in kept}
    known = {word: (shown, number) for word, shown, number in PublicWord.objects.values_list("word", "shown", "number")}
    for some in _portions(sorted(known.keys() - wanted.keys())):
        PublicWord.objects.filter(word__in=some).delete()
    for some in _portions(sorted(word for word in known.keys() & wanted.keys() if known[word] != wanted[word])):
        _change({word: wanted[word] for word in some})
    _add({word: found for word, found in wanted.items() if word not in known})
    return len(wanted)


def add_fresh(since: datetime) -> int:
    """Add the words of what was published since then; returns how many are new. The night sets the numbers right."""
    if not PublicWord.objects.exists():
        return rebuild()
    found = _words(public_texts(since))
    known: set[str] = set()
    for some in _portions(sorted(found)):
        known.update(PublicWord.objects.filter(word__in=some).values_list("word", flat=True))
    new = {word: each for word, each in found.items() if word not in known}
    _add(new)
    return len(new)


def _words(texts: Iterable[str]) -> dict[str, tuple[str, int]]:
    """Each word with how it is mostly written, and in how many texts it stands."""
    numbers: Counter[str] = Counter()
    written: dict[str, Counter[str]] = defaultdict(Counter)
    for text in texts:
        here = {match.group() for match in WORD.finditer(text)}
        folded = {form: fold(form) for form in here}
        for form, word in folded.items():
            if SHORTEST <= len(word) <= LONGEST_KEY and word.isalpha():
                # ALL CAPITALS are how headings look, not how a word is written.
                written[word][form.lower() if form.isupper() or form.istitle() else form] += 1
        numbers.update({word for word in folded.values() if word in written})
    return {word: (forms.most_common(1)[0][0][:60], numbers[word]) for word, forms in written.items()}


def _add(words: dict[str, tuple[str, int]]) -> None:
    for some in _portions(sorted(words)):
        with transaction.atomic():
            rows = [PublicWord(word=word, shown=words[word][0], number=words[word][1]) for word in some]
            # Another process may be adding the same.
            PublicWord.objects.bulk_create(rows, ignore_conflicts=True)
            made = dict(PublicWord.objects.filter(word__in=some, keys__isnull=True).values_list("word", "pk"))
            keys = [WordKey(key=key, word_id=pk) for word, pk in made.items() for key in sorted(keys_of(word))]
            WordKey.objects.bulk_create(keys, batch_size=AT_ONCE)


def _change(words: dict[str, tuple[str, int]]) -> None:
    rows = list(PublicWord.objects.filter(word__in=words))
    for row in rows:
        row.shown, row.number = words[row.word]
    PublicWord.objects.bulk_update(rows, ["shown", "number"], batch_size=500)


def _portions(words: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(words), AT_ONCE):
        yield words[start : start + AT_ONCE]
