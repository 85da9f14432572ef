"""Keeping the words of “did you mean”: all anew each night, those of fresh pages and other texts every ten minutes.

Texts that are not pages are counted once when they come, and back when they go. What is compared are numbers of rows; a
text is read when it has come. So the clock does the same little work beside 200,000 pages of text as beside ten, and
notices whatever way a text came or went: read, replaced, deleted, published, restricted, withdrawn.
"""

import zlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import batched, chain

from django.db import IntegrityError, transaction
from django.db.models import F, Value
from django.db.models.functions import Greatest
from django.utils import timezone

from cop.core.folding import WORD, fold

from ..models import CountedText, PublicWord, WordKey
from ..models.words import LONGEST_KEY
from ..nearness import SHORTEST, keys_of
from ..public_texts import Texts, public_texts, registered

# Words beyond these, the rarest, are left out.
MOST_WORDS = 300_000
AT_ONCE = 2_000
# So many texts are read together, and counted in one run: the next one goes on.
TEXTS_AT_ONCE, MOST_TEXTS = 100, 2_000
# What is kept of a text that is gone is of no use after that.
REMEMBERED = timedelta(days=90)


def rebuild() -> int:
    """Make the table what public texts hold now; returns how many words it has. Safe to be killed and run twice.

    A word that stands in nothing public any more goes.
    """
    mend_counted()
    wanted = _words(chain(public_texts(), _counted()))
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


@transaction.atomic
def _change(words: dict[str, tuple[str, int]]) -> None:
    rows = _locked(words)
    for row in rows:
        row.shown, row.number = words[row.word]
    PublicWord.objects.bulk_update(rows, ["shown", "number"], batch_size=500)


def _locked(words: Iterable[str]) -> list[PublicWord]:
    """In one order, so that two processes do not wait for each other."""
    return list(PublicWord.objects.select_for_update().filter(word__in=list(words)).order_by("word"))


def _portions(words: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(words), AT_ONCE):
        yield words[start : start + AT_ONCE]


# Texts that are not pages ------------------------------------------------------------------------------------------


def mend_counted(*, now: datetime | None = None) -> int:
    """Count what has become public, take out what no longer is; returns how many texts. Safe to be killed and to be run
    twice, also at once. Two statements for each room, and one, where nothing has changed."""
    now = now or timezone.now()
    changed = 0
    for texts in registered():
        public = list(texts.public())
        known = dict(CountedText.objects.filter(source=texts.key).values_list("number", "is_counted"))
        gone = sorted({number for number, counted in known.items() if counted}.difference(public))
        # The newest first: somebody may be looking for them.
        new = [number for number in reversed(public) if not known.get(number)]
        for some in batched(gone[:MOST_TEXTS], TEXTS_AT_ONCE):
            changed += _take_out(texts, some)
        for some in batched(new[:MOST_TEXTS], TEXTS_AT_ONCE):
            changed += _count(texts, some, now)
    CountedText.objects.filter(is_counted=False, counted_at__lt=now - REMEMBERED).delete()
    return changed


def _counted() -> Iterator[str]:
    """What has been counted: for each text its words, each once."""
    packed = CountedText.objects.filter(is_counted=True).values_list("words", flat=True)
    return map(_unpacked, packed.iterator(chunk_size=TEXTS_AT_ONCE))


def _count(texts: Texts, numbers: tuple[int, ...], now: datetime) -> int:
    found = {number: _each_once(text) for number, text in texts.read(numbers)}
    try:
        with transaction.atomic():
            # Shown again: the row is there, and its moment stays.
            hidden = CountedText.objects.select_for_update().filter(source=texts.key, number__in=found)
            moments = dict(hidden.filter(is_counted=False).values_list("number", "counted_at"))
            hidden.filter(number__in=moments).delete()
            CountedText.objects.bulk_create(
                CountedText(
                    source=texts.key,
                    number=number,
                    words=zlib.compress(text.encode()),
                    counted_at=moments.get(number, now),
                )
                for number, text in found.items()
            )
            _add_counted(_words(found.values()))
    except IntegrityError:
        # Another process counts the same.
        return 0
    return len(found)


def _add_counted(words: dict[str, tuple[str, int]]) -> None:
    known = {word for some in _portions(sorted(words)) for word in _move(some, words, 1)}
    if PublicWord.objects.count() < MOST_WORDS:
        _add({word: found for word, found in words.items() if word not in known})


@transaction.atomic
def _take_out(texts: Texts, numbers: tuple[int, ...]) -> int:
    there = CountedText.objects.select_for_update().filter(source=texts.key, number__in=numbers, is_counted=True)
    rows = list(there)
    words = _words(_unpacked(row.words) for row in rows)
    for some in _portions(sorted(words)):
        _move(some, words, -1)
        # A page that has come since may hold it as well: the night brings it back.
        PublicWord.objects.filter(word__in=some, number=0).delete()
    CountedText.objects.filter(pk__in=[row.pk for row in rows]).update(is_counted=False, words=b"")
    return len(rows)


def _move(some: list[str], words: dict[str, tuple[str, int]], sign: int) -> list[str]:
    """Raise or lower the numbers of those that are known, and say which these are."""
    known = [row.word for row in _locked(some)]
    same: dict[int, list[str]] = defaultdict(list)
    for word in known:
        same[words[word][1]].append(word)
    for number, alike in same.items():
        moved = Greatest(F("number") + Value(sign * number), Value(0))
        PublicWord.objects.filter(word__in=alike).update(number=moved)
    return known


def _each_once(text: str) -> str:
    return " ".join(sorted({match.group() for match in WORD.finditer(text)}))


def _unpacked(packed: bytes | memoryview) -> str:
    return zlib.decompress(packed).decode() if packed else ""
