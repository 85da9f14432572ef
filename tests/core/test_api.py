"""The interface for programs: what it answers, that its description is true, what it refuses, what it hides."""

import json
from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone
from django.utils.text import slugify

from cop.core.api import limits, registered
from cop.core.api.openapi import page_schema
from cop.core.api.schema import problems
from cop.taxonomy.models import Topic
from events.selectors import facets as event_facets
from events.services.slides_publishing import publish_slides
from news.selectors import listing as news_listing
from resources.choices import ResourceKind
from resources.models import ResourcePage
from resources.selectors import facets as resource_facets
from resources.services.files import remove_file
from resources.services.reading import read
from tests.factories.events import EventPageFactory
from tests.factories.news import ArticlePageFactory
from tests.factories.pages import restrict
from tests.factories.resources import (
    GoodPracticePageFactory,
    ResourcePageFactory,
    make_collection,
    make_file,
    make_version,
    publisher,
)
from tests.factories.slides import collecting, send

pytestmark = pytest.mark.django_db

KEYS = ("collections", "events", "news", "resources")


def make_some(number: int = 1, *, title: str = "Thing") -> None:
    topic = Topic.objects.get_or_create(name="Governance")[0]
    for each in range(number):
        ResourcePageFactory(
            title=f"{title} {each}",
            topics=[topic.name],
            regions=["ES", "ES61"],
            authors=["Sample, Ana"],
            criteria=[4],
            languages=["en"],
            licence="cc-by-4.0",
        )
        event = EventPageFactory(title=f"{title} {each}", country_id="BE")
        event.topics.add(topic)
        event.save()
        ArticlePageFactory(title=f"{title} {each}", topics=[topic], criteria=[4])
        make_collection(*ResourcePage.objects.all(), title=f"{title} {each}", slug=f"{slugify(title)}-{each}")


def titles(answer) -> list[str]:
    return [item["title"] for item in answer.json()["items"]]


# What it answers ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", KEYS)
def test_every_answer_is_as_the_description_says(client, key):
    make_some(3)
    GoodPracticePageFactory(doi="10.2791/53569", date_precision="year")
    EventPageFactory(title="No country", country=None, venue="", city="")
    collection = next(each for each in registered() if each.key == key)

    answer = client.get(f"/api/v1/{key}/?per_page=2")

    assert problems(answer.json(), page_schema(collection), key) == []
    walked = 0
    while answer:
        for item in answer.json()["items"]:
            walked += 1
            assert problems(item, collection.schema) == []
            assert client.get(f"/api/v1/{key}/{item['number']}/").json() == item
        following = answer.json()["next"]
        answer = client.get(following.removeprefix("http://testserver")) if following else None
    assert walked >= 3


def test_description_names_every_collection_and_filter_and_points_nowhere_else(client):
    document = client.get("/api/v1/openapi.json").json()

    assert document["openapi"] == "3.1.0"
    assert set(document["paths"]) == {path for key in KEYS for path in (f"/{key}/", f"/{key}/{{number}}/")}
    named = {each["name"] for each in document["paths"]["/resources/"]["get"]["parameters"]}
    assert {"q", "kind", "event", "group", "page", "per_page"} <= named
    text = json.dumps(document)
    for pointer in {part.split('"')[0] for part in text.split('"#/')[1:]}:
        found = document
        for step in pointer.split("/"):
            found = found[step]


def test_filters_are_those_of_the_pages():
    declared = {each.key: {parameter.name for parameter in each.parameters} for each in registered()}

    assert declared["resources"] - {"q", "sort"} == set(resource_facets.names())
    assert declared["events"] - {"when"} == set(event_facets.NAMES)
    assert declared["news"] == set(news_listing.NAMES)


@pytest.mark.parametrize(("key", "statements"), [("resources", 12), ("collections", 6), ("events", 3), ("news", 4)])
@pytest.mark.parametrize("number", [1, 3])
def test_list_costs_the_same_with_one_and_three(client, key, statements, number, django_assert_num_queries):
    make_some(number)
    client.get(f"/api/v1/{key}/")

    # Resources: the catalogue, which nothing keeps here (5), the resources with authors, topics, regions, links, files
    # and events.
    # Collections: what there is, the collections, what is in them, files of that, first resources, their first pages.
    # Events: what there is, the events, slides of theirs. News: what there is, topics, the articles, their regions.
    with django_assert_num_queries(statements):
        assert client.get(f"/api/v1/{key}/").status_code == 200


def test_lists_are_filtered_like_the_pages(client):
    ResourcePageFactory(title="A", kind=ResourceKind.STUDY, criteria=[1], date=date(2024, 1, 1))
    ResourcePageFactory(title="B", kind=ResourceKind.TOOL, criteria=[1, 6], date=date(2025, 1, 1))
    ResourcePageFactory(title="C", kind=ResourceKind.TOOL, criteria=[6], date=date(2023, 1, 1))

    assert titles(client.get("/api/v1/resources/?kind=study&kind=tool&criterion=1")) == ["B", "A"]
    assert titles(client.get("/api/v1/resources/?kind=tool&sort=oldest")) == ["C", "B"]
    assert titles(client.get("/api/v1/resources/?topic=nothing-has-it")) == []
    assert titles(client.get("/api/v1/resources/?q=nothing-like-it")) == []


def test_events_are_coming_or_past(client):
    now = timezone.now()
    for title, days in (("Last year", -300), ("Next", 3), ("Later", 90)):
        start = now + timedelta(days=days)
        EventPageFactory(title=title, starts_at=start, ends_at=start + timedelta(hours=3))

    assert titles(client.get("/api/v1/events/")) == ["Later", "Next", "Last year"]
    assert titles(client.get("/api/v1/events/?when=coming")) == ["Next", "Later"]
    assert titles(client.get("/api/v1/events/?when=past")) == ["Last year"]


def test_pages_lead_to_their_neighbours(client):
    make_some(3)

    answer = client.get("/api/v1/news/?kind=news&per_page=1&page=2")

    url = "http://testserver/api/v1/news/?kind=news&page={}&per_page=1"
    data = answer.json()
    assert (data["total"], data["pages"], data["previous"], data["next"]) == (3, 3, url.format(1), url.format(3))
    assert answer.headers["Link"] == f'<{url.format(1)}>; rel="prev", <{url.format(3)}>; rel="next"'
    last = client.get("/api/v1/news/?per_page=1&page=3").json()
    assert last["next"] is None


def test_answer_that_a_program_has_is_not_sent_again(client):
    make_some()
    number = client.get("/api/v1/resources/").json()["items"][0]["number"]

    for path in ("/api/v1/resources/", f"/api/v1/resources/{number}/", "/api/v1/collections/", "/api/v1/openapi.json"):
        first = client.get(path)
        again = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["Access-Control-Allow-Origin"] == "*"
    article = f"/api/v1/news/{client.get('/api/v1/news/').json()['items'][0]['number']}/"
    since = {"If-Modified-Since": client.get(article).headers["Last-Modified"]}
    assert client.get(article, headers=since).status_code == 304
    # A list, or a thing, from which something was taken is not older than it was.
    assert "Last-Modified" not in client.get("/api/v1/news/").headers
    assert "Last-Modified" not in client.get(f"/api/v1/resources/{number}/").headers


def test_kept_answers_stay_open_to_scripts_of_other_sites(client, settings):
    settings.PAGE_CACHE_SECONDS, settings.PAGE_CACHE_IN_MEMORY = 3600, True
    make_some()
    first = client.get("/api/v1/events/?kind=forum")

    kept = client.get("/api/v1/events/?kind=forum")
    known = client.get("/api/v1/events/?kind=forum", headers={"If-None-Match": first.headers["ETag"]})

    assert (kept.headers["X-Page-Cache"], kept.headers["Access-Control-Allow-Origin"]) == ("hit", "*")
    assert (known.status_code, known.headers["Access-Control-Allow-Origin"]) == (304, "*")


def test_browser_may_ask_for_scripts_of_other_sites_and_nobody_may_write(client):
    asked = client.options("/api/v1/resources/", headers={"Origin": "https://partner.example"})

    assert (asked.status_code, asked.headers["Access-Control-Allow-Origin"]) == (204, "*")
    assert asked.headers["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    assert "Access-Control-Allow-Credentials" not in asked.headers
    for method in (client.post, client.put, client.patch, client.delete):
        refused = method("/api/v1/resources/")
        assert (refused.status_code, refused.headers["Allow"]) == (405, "GET, HEAD, OPTIONS")
    assert client.head("/api/v1/resources/").status_code == 200


# What it refuses ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("kinds=study", "There is no parameter “kinds”"),
        ("kind=book", "“book” is no value of “kind”: one of presentation,"),
        ("kind=", "“” is no value of “kind”"),
        ("criterion=8", "one of 1, 2, 3, 4, 5, 6, 7"),
        ("year=20x5", "for example 2025"),
        ("region=es", "for example ES61"),
        ("topic=%00", "is no value of “topic”"),
        ("topic=a%00b", "is no value of “topic”"),
        ("q=a%00b", "is no value of “q”"),
        ("q=" + "x" * 10_000, "at most 200 characters"),
        ("page=0", "a whole number from 1 to 1000000"),
        ("page=-1", "a whole number from 1 to 1000000"),
        ("page=1e3", "a whole number"),
        ("page=٣", "a whole number"),
        ("page=" + "9" * 5000, "a whole number"),
        ("per_page=101", "a whole number from 1 to 100"),
        ("page=1&page=2", "“page” can be given once only"),
        ("sort=best", "one of relevance, newest, oldest, title"),
        ("%F0%9F%92%A3=1", "There is no parameter"),
    ],
)
def test_wrong_parameters_are_refused_in_words(client, query, words):
    answer = client.get(f"/api/v1/resources/?{query}")

    assert answer.status_code == 400
    assert answer.headers["Content-Type"] == "application/problem+json; charset=utf-8"
    assert words in answer.json()["detail"]
    assert len(answer.json()["detail"]) < 600


def test_what_is_not_there_is_said_to_be_absent_in_words(client):
    make_some()

    for path, words in (
        ("/api/v1/resources/?page=1000000", "There is no page 1000000; the last one is 1."),
        ("/api/v1/resources/999999999999999999999999/", "There is nothing with this number"),
        ("/api/v1/members/", "There is no collection “members”. There are: collections, events, news, resources."),
        ("/api/v1/members/1/", "There is no collection"),
    ):
        answer = client.get(path)
        assert (answer.status_code, answer.json()["status"]) == (404, 404)
        assert words in answer.json()["detail"]
    assert client.get("/api/v1/resources/1/?fields=title").status_code == 400


def test_who_asks_too_often_is_told_when_to_come_back(client, monkeypatch):
    monkeypatch.setitem(limits.RATES, "api", "2/60s/ip")
    cache.clear()

    answers = [client.get("/api/v1/news/") for _ in range(3)]

    assert [each.status_code for each in answers] == [200, 200, 429]
    assert answers[2].headers["Retry-After"] == "60"
    assert "Wait a minute" in answers[2].json()["detail"]
    assert answers[2].headers["Access-Control-Allow-Origin"] == "*"


# What it hides --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["visitor", "superuser"])
def test_nothing_private_is_answered_to_anybody(client, client_for, django_user_model, who):
    make_some(title="CANARY")
    hidden = {
        "resources": [ResourcePageFactory(title="CANARY", live=False), GoodPracticePageFactory(title="CANARY")],
        "events": [EventPageFactory(title="CANARY", live=False), EventPageFactory(title="CANARY")],
        "news": [ArticlePageFactory(title="CANARY", live=False), ArticlePageFactory(title="CANARY")],
    }
    hidden["collections"] = [
        make_collection(title="CANARY", slug="draft", live=False),
        make_collection(title="CANARY", slug="closed"),
    ]
    for pages in hidden.values():
        restrict(pages[1])
    if who == "superuser":
        client = client_for(django_user_model.objects.create_superuser("root@roles.example", name="Root"))

    for key, pages in hidden.items():
        assert client.get(f"/api/v1/{key}/").json()["total"] == 1
        for page in pages:
            assert client.get(f"/api/v1/{key}/{page.pk}/").status_code == 404


def test_contact_of_a_practice_and_address_of_a_stream_are_told_to_nobody(client):
    GoodPracticePageFactory(contact="CANARY@practice.example")
    EventPageFactory(online_address="https://stream.example/CANARY")

    assert "CANARY" not in client.get("/api/v1/resources/").text
    assert "CANARY" not in client.get("/api/v1/events/").text


def test_files_are_told_with_what_they_are_and_where(client):
    it = ResourcePageFactory(slug="roadmaps")
    file = make_file(it, title="Slides", language="fr", reads=True)
    make_version(file, name="new.txt")
    make_file(it, name="data.csv", content=b"a,b\n1,2\n")

    first, second = client.get(f"/api/v1/resources/{it.pk}/").json()["files"]

    version = file.versions.get(number=2)
    assert first == {
        "title": "Slides",
        "name": "new.txt",
        "language": "fr",
        "media_type": "text/plain",
        "size": version.size,
        "version": 2,
        "added": version.created_at.isoformat(),
        "download": f"http://testserver/library/roadmaps/files/{file.pk}/",
        # Nothing of this version has been read yet.
        "viewer": None,
    }
    assert b"".join(client.get(first["download"]).streaming_content) == b"These three."
    assert (second["name"], second["version"]) == ("data.csv", 1)

    read(version.pk)
    viewer = client.get(f"/api/v1/resources/{it.pk}/").json()["files"][0]["viewer"]
    assert viewer == f"http://testserver/library/roadmaps/slides/{file.pk}/"
    assert client.get(viewer).status_code == 200


def test_answers_are_made_anew_when_a_file_comes_or_goes(client, settings, django_capture_on_commit_callbacks):
    settings.PAGE_CACHE_SECONDS, settings.PAGE_CACHE_IN_MEMORY = 3600, True
    it = ResourcePageFactory()
    make_collection(it)

    def told() -> tuple[int, bool]:
        files = client.get(f"/api/v1/resources/{it.pk}/").json()["files"]
        return len(files), client.get("/api/v1/collections/").json()["items"][0]["zip"] is not None

    assert told() == (0, False)
    with django_capture_on_commit_callbacks(execute=True):
        file = make_file(it)
    assert told() == (1, True)
    with django_capture_on_commit_callbacks(execute=True):
        remove_file(file=file, actor=publisher())
    assert told() == (0, False)


def test_collection_names_its_resources_in_order_and_hides_what_is_hidden(client):
    second, first = ResourcePageFactory(title="B"), ResourcePageFactory(title="A")
    closed = ResourcePageFactory(title="CANARY")
    for each in (first, second, closed):
        make_file(each, name="CANARY.txt" if each == closed else "notes.txt")
    restrict(closed)
    collection = make_collection(closed, first, second)

    answer = client.get(f"/api/v1/collections/{collection.pk}/")

    assert "CANARY" not in answer.text
    assert [each["title"] for each in answer.json()["resources"]] == ["A", "B"]
    assert answer.json()["resources"][0] == {
        "number": first.pk,
        "title": "A",
        "address": f"http://testserver/r/{first.pk}/",
        "data": f"http://testserver/api/v1/resources/{first.pk}/",
    }
    size = first.files.get().current.size
    page = "http://testserver/library/collections/forum/zip/"
    assert answer.json()["zip"] == {"page": page, "files": 2, "size": 2 * size}
    assert client.get(page).status_code == 200
    assert answer.json()["cover"] is None
    assert client.get(f"/api/v1/resources/{closed.pk}/").status_code == 404


def test_event_names_slides_that_everybody_may_read(client):
    forum = collecting()
    page = publish_slides(slides_id=send(forum).pk, actor=publisher())

    def told() -> list[dict[str, object]]:
        return client.get(f"/api/v1/events/{forum.event.pk}/").json()["slides"]

    address = f"http://testserver/r/{page.pk}/"
    assert told() == [{"session": "Steel towns", "title": page.title, "number": page.pk, "address": address}]
    restrict(page)
    assert told() == []


# For people -----------------------------------------------------------------------------------------------------


def test_page_for_people_names_collections_filters_and_fields(client, django_assert_num_queries):
    client.get("/api/")

    with django_assert_num_queries(0):
        text = client.get("/api/").text

    assert all(f'href="http://testserver/api/v1/{key}/"' in text for key in KEYS)
    assert "<code>criterion</code>" in text
    assert 'href="/api/v1/openapi.json"' in text
