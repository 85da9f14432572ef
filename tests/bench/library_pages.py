"""What of a large library is measured over HTTP, and what each page asks of the database."""

import statistics
from typing import Any
from urllib.parse import urlencode

from tests.bench.library import EVERYWHERE, RARE, TOPIC

# So many different words in turn: nobody asks the same again and again.
TURNS = 40
# So many of them tell how long the database takes.
ASKED = 10


def pages(number: int, words: list[str]) -> dict[str, dict[str, Any]]:
    """Paths by the name of the page, with `statements` and `sql`, the milliseconds in them, of a process in use."""
    common, ordinary = words[:TURNS], words[200 : 200 + TURNS]
    chosen = [
        *(("kind", kind) for kind in ("presentation", "study")),
        *(("topic", topic) for topic in (TOPIC, "bench-topic-1", "bench-topic-2")),
        *(("criterion", criterion) for criterion in ("1", "2", "3")),
        ("language", "en"),
    ]
    half = [f"bench-resource-{nth}" for nth in range(number // 2, number // 2 + TURNS)]
    api = [("per_page", "100")]
    paths = {
        "library, all filters with their counts": ["/library/"],
        "library, several values in four filters": [_url("/library/", chosen)],
        "library, by title, the last page": [_url("/library/", [("sort", "title"), ("page", "1000000")])],
        "library, a word": [_url("/library/", [("q", word)]) for word in ordinary],
        "library, a word that stands in all": [_url("/library/", [("q", EVERYWHERE)])],
        "search, a word": [_url("/search/", [("q", word)]) for word in ordinary],
        "search, two words": [_url("/search/", [("q", " ".join(pair))]) for pair in zip(common, ordinary, strict=True)],
        "search, a common word": [_url("/search/", [("q", word)]) for word in common],
        "search, a word of one page in 200": [_url("/search/", [("q", RARE)])],
        "search, a word that stands in all resources": [_url("/search/", [("q", EVERYWHERE)])],
        "search, a mistyped word": [_url("/search/", [("q", f"{word[:4]}q{word[4:]}")]) for word in ordinary],
        "suggestions": [_url("/search/suggest/", [("q", word[:3])]) for word in ordinary],
        "resource page": [f"/library/{slug}/" for slug in half],
        "topic page": [f"/topics/{TOPIC}/"],
        "criterion page": ["/criteria/4/"],
        "JSON API, 100 resources": [_url("/api/v1/resources/", api)],
        "JSON API, 100 resources, the last page": [_url("/api/v1/resources/", [*api, ("page", str(number // 100))])],
        "OAI-PMH, ListRecords": [_url("/oai/", [("verb", "ListRecords"), ("metadataPrefix", "oai_dc")])],
    }
    return {name: {"paths": each, **_asked_of_database(each)} for name, each in paths.items()}


def _url(path: str, pairs: list[tuple[str, str]]) -> str:
    return f"{path}?{urlencode(pairs)}"


def _asked_of_database(paths: list[str]) -> dict[str, int | float]:
    from django.db import connection
    from django.test import Client, override_settings
    from django.test.utils import CaptureQueriesContext

    # Past the page cache, as the measurement is.
    visitor = Client(headers={"Authorization": "bench"})
    statements, milliseconds = 0, []
    with override_settings(ALLOWED_HOSTS=["testserver"]):
        visitor.get(paths[0])
        for path in paths[:ASKED]:
            with CaptureQueriesContext(connection) as caught:
                answer = visitor.get(path)
            if answer.status_code != 200:
                raise SystemExit(f"{path} answered {answer.status_code}.")
            statements = max(statements, len(caught))
            milliseconds.append(1_000 * sum(float(query["time"]) for query in caught.captured_queries))
    return {"statements": statements, "sql": round(statistics.median(milliseconds), 1)}
