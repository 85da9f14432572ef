"""What the search costs beside its pages: finding, “did you mean”, suggestions, letters about saved searches, by size.

Run by itself for each size (`python -m tests.bench.searches --scale 10`): 2,000 resources, 20,000 words and 500 saved
searches, times the scale. Functions are measured within one process; a request adds what any page costs. What it makes
stays in the database, which is the measurement's own: without a VACUUM an index is not what it is in a living site.
"""

import argparse
import json
import random
import time
from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any

RESOURCES, WORDS, SEARCHES, FRESH = 2_000, 20_000, 500, 60
ROUNDS = 100
# Enough for words that look alike, as those of a language do.
BEGINNINGS = ("b", "cl", "d", "f", "gr", "l", "m", "n", "p", "r", "s", "st", "t")
SYLLABLES = [begin + vowel for begin in BEGINNINGS for vowel in "aeiou"]


def main() -> None:
    """Prints one line of JSON."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--scale", type=int, default=1)
    scale = parser.parse_args().scale
    import django

    django.setup()
    print(json.dumps(_measure(scale)))


def _measure(scale: int) -> dict[str, Any]:
    from django.contrib.auth.models import AnonymousUser
    from django.db import connection
    from django.test.utils import CaptureQueriesContext
    from django.utils import timezone
    from wagtail.models import Page

    from cop.search.models import PublicWord, SavedSearch
    from cop.search.query import parse
    from cop.search.selectors.finding import find
    from cop.search.selectors.spelling import did_you_mean
    from cop.search.selectors.suggesting import _read
    from cop.search.services import alerts, public_words, titles

    random.seed(scale)
    words = _words(WORDS * scale)
    _make_resources(words[:3_000], RESOURCES * scale)
    PublicWord.objects.all().delete()
    public_words._add({word: (word, random.randint(1, 500)) for word in words})
    titles.mend()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    nobody, some = AnonymousUser(), words[:ROUNDS]
    found = {
        "scale": scale,
        "find": _times(lambda word: find(word, nobody), some),
        "find_common": _times(lambda word: find(word, nobody), ["sample"] * 20),
        "meant": _times(
            lambda word: did_you_mean(parse(word), lambda query, viewer: True), [_mistyped(w) for w in some]
        ),
        "suggested": _times(_read, [word[:3] for word in some]),
    }
    now = timezone.now()
    # Everything that was seeded just now would be newer than the sixty, and only the newest pages are told of.
    seeded = Page.objects.filter(first_published_at__gt=now - timedelta(days=2)).exclude(
        slug__startswith="bench-resource-"
    )
    seeded.update(first_published_at=now - timedelta(days=900))
    SavedSearch.objects.all().delete()
    _save_searches(words[:40], SEARCHES * scale, now - timedelta(days=1, hours=2))
    started = time.perf_counter()
    with CaptureQueriesContext(connection) as captured:
        letters = alerts.write_due(now=now + timedelta(days=1))
    seconds = round(time.perf_counter() - started, 2)
    if not letters:
        raise SystemExit("No saved search found anything new: nothing was measured.")
    return found | {"letters": letters, "writing": seconds, "statements": len(captured)}


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


def _mistyped(word: str) -> str:
    place = len(word) // 2
    return random.choice((word[:place] + word[place + 1 :], word[:place] + "q" + word[place:]))


def _make_resources(words: list[str], number: int) -> None:
    """Written straight into the tables as Wagtail would, and into its index; sixty were published just now."""
    from django.contrib.contenttypes.models import ContentType
    from django.utils import timezone
    from wagtail.search.backends import get_search_backend

    from resources.models import ResourcePage
    from tests.factories.resources import library

    above = library()
    now, kind = timezone.now(), ContentType.objects.get_for_model(ResourcePage)
    first = above.numchild
    rows = []
    for nth in range(number):
        title = " ".join(["Sample", *random.sample(words, 6)])
        moment = now - timedelta(hours=1) if nth < FRESH else now - timedelta(days=2 + nth % 900)
        row = ResourcePage(
            title=title,
            draft_title=title,
            slug=f"bench-resource-{number}-{nth}",
            path=ResourcePage._get_path(above.path, above.depth + 1, first + nth + 1),
            depth=above.depth + 1,
            url_path=f"{above.url_path}bench-resource-{number}-{nth}/",
            content_type=kind,
            locale=above.locale,
            live=True,
            first_published_at=moment,
            last_published_at=moment,
            summary=" ".join(random.choices(words, k=20)),
            abstract=" ".join(random.choices(words, k=80)),
            date=moment.date(),
        )
        # Multi-table rows cannot be inserted many at once.
        row.save_base(force_insert=True)
        rows.append(row)
    above.numchild += number
    above.save(update_fields=["numchild"])
    index = get_search_backend().get_index_for_model(ResourcePage)
    for start in range(0, number, 1_000):
        index.add_items(ResourcePage, rows[start : start + 1_000])


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
