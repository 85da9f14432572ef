"""What of a large library is measured over HTTP, and how many statements each page takes."""

from typing import Any
from urllib.parse import urlencode

from tests.bench.library import EVERYWHERE, RARE, TOPIC

# So many different words in turn: nobody asks the same again and again.
TURNS = 40


def pages(number: int, words: list[str]) -> dict[str, dict[str, Any]]:
    """Paths by the name of the page, with the statements of the second visit of a process."""
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
    return {name: {"paths": each, "statements": _statements(each[0])} for name, each in paths.items()}


def _url(path: str, pairs: list[tuple[str, str]]) -> str:
    return f"{path}?{urlencode(pairs)}"


def _statements(path: str) -> int:
    from django.db import connection
    from django.test import Client, override_settings
    from django.test.utils import CaptureQueriesContext

    # Past the page cache, as the measurement is.
    visitor = Client(headers={"Authorization": "bench"})
    with override_settings(ALLOWED_HOSTS=["testserver"]):
        visitor.get(path)
        with CaptureQueriesContext(connection) as caught:
            answer = visitor.get(path)
    if answer.status_code != 200:
        raise SystemExit(f"{path} answered {answer.status_code}.")
    return len(caught)
