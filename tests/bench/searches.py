"""What runs beside and behind the pages of a large library: “did you mean”, suggestions, what is near, alerts.

Run by itself after `tests.bench.library` (`python -m tests.bench.searches --searches 5000`): forty public words for
each saved search. Functions are measured within one process; a request adds what any page costs. What it makes stays
in the database, which is the measurement's own: without a VACUUM an index is not what it is in a living site.
"""

import argparse
import json
import random
import time
from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any

from tests.bench.library import TOPIC, vocabulary

WORDS_A_SEARCH, FRESH = 40, 60
ROUNDS = 100
# Enough for words that look alike, as those of a language do.
BEGINNINGS = ("b", "cl", "d", "f", "gr", "l", "m", "n", "p", "r", "s", "st", "t")
SYLLABLES = [begin + vowel for begin in BEGINNINGS for vowel in "aeiou"]


def main() -> None:
    """Prints one line of JSON."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--searches", type=int, required=True)
    searches = parser.parse_args().searches
    import django

    django.setup()
    print(json.dumps({"searches": searches} | _functions(searches) | _alerts(searches)))


def _functions(searches: int) -> dict[str, Any]:
    from django.contrib.auth.models import AnonymousUser
    from django.db import connection

    from cop.search.query import parse
    from cop.search.selectors.spelling import did_you_mean
    from cop.search.selectors.suggesting import _read
    from events.models import EventPage
    from resources.selectors.related import Kin, rows_beside

    random.seed(searches)
    words = _words(WORDS_A_SEARCH * searches)
    _know(words)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    nobody, known, events = AnonymousUser(), vocabulary(), list(EventPage.objects.values_list("pk", flat=True)[:ROUNDS])

    def near(event: int) -> None:
        rows_beside(Kin(pages=(event,), topics=(TOPIC,), criteria=(1, 4), regions=("BE10",)), nobody)

    return {
        "nearest": _times(near, events),
        "meant": _times(
            lambda word: did_you_mean(parse(word), lambda query, viewer: True), map(_mistyped, words[:ROUNDS])
        ),
        "suggested": _times(_read, [word[:3] for word in known[:ROUNDS]]),
    }


def _alerts(searches: int) -> dict[str, Any]:
    """Sixty resources were published just now; everybody who saved a search is due."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext
    from django.utils import timezone
    from wagtail.models import Page

    from cop.search.models import SavedSearch
    from cop.search.services import alerts
    from resources.models import ResourcePage

    now = timezone.now()
    # Everything that was seeded just now would be newer than the sixty, and only the newest pages are told of.
    Page.objects.filter(first_published_at__gt=now - timedelta(days=1, hours=3)).update(
        first_published_at=now - timedelta(days=900)
    )
    fresh = list(ResourcePage.objects.order_by("-pk")[:FRESH])
    Page.objects.filter(pk__in=[each.pk for each in fresh]).update(first_published_at=now - timedelta(hours=1))
    words = sorted({word for each in fresh for word in each.abstract.split()})
    SavedSearch.objects.all().delete()
    _save_searches(words, searches, now - timedelta(days=1, hours=2))
    started = time.perf_counter()
    with CaptureQueriesContext(connection) as captured:
        letters = alerts.write_due(now=now + timedelta(days=1))
    seconds = round(time.perf_counter() - started, 2)
    if not letters:
        raise SystemExit("No saved search found anything new: nothing was measured.")
    return {"letters": letters, "writing": seconds, "statements": len(captured)}


def _times(ask: Callable[[str], Any], words: Iterable[str]) -> tuple[float, float]:
    """Median and 95 of 100, in milliseconds."""
    times = []
    for word in words:
        started = time.perf_counter()
        ask(word)
        times.append(1_000 * (time.perf_counter() - started))
    times.sort()
    return round(times[len(times) // 2], 1), round(times[int(len(times) * 0.95)], 1)


def _words(number: int) -> list[str]:
    found: set[str] = set()
    while len(found) < number:
        found.add("".join(random.choice(SYLLABLES) for _ in range(random.randint(2, 5)))[: random.randint(5, 16)])
    return sorted(found, key=lambda word: random.random())


def _know(words: list[str]) -> None:
    """Make these the public words, with the keys that `public_words` would file them under."""
    from django.db import connection, transaction

    from cop.search.models import PublicWord
    from cop.search.nearness import keys_of

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("TRUNCATE search_publicword CASCADE")
        made = PublicWord.objects.bulk_create(
            [PublicWord(word=word, shown=word, number=random.randint(1, 500)) for word in words], batch_size=5_000
        )
        with cursor.copy("COPY search_wordkey (key, word_id) FROM STDIN") as rows:
            for each in made:
                for key in sorted(keys_of(each.word)):
                    rows.write_row((key, each.pk))


def _mistyped(word: str) -> str:
    place = len(word) // 2
    return random.choice((word[:place] + word[place + 1 :], word[:place] + "q" + word[place:]))


def _save_searches(words: list[str], number: int, mark: Any) -> None:
    """Two a member, one of the site and one of the library; all different."""
    from cop.members.models import User
    from cop.search.models import SavedSearch

    members = User.objects.bulk_create(
        User(email=f"saved-{number}-{nth}@bench.example", name=f"Sample Reader {nth}") for nth in range(number // 2)
    )
    SavedSearch.objects.bulk_create(
        SavedSearch(
            member=members[nth // 2],
            name=f"Sample {nth}",
            listing="site" if nth % 2 else "library",
            query=f"q={random.choice(words)}+-nothing{nth}",
            rhythm="daily",
            mark=mark,
        )
        for nth in range(number)
    )


if __name__ == "__main__":
    main()
