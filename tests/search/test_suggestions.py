"""Suggestions while one types: public titles and topics, the same for everybody, gone as soon as they are hidden."""

import pytest

from cop.search.models import Title, TitleKey
from cop.search.services import titles
from tests.factories.events import EventPageFactory, SessionFactory
from tests.factories.groups import WorkingGroupFactory
from tests.factories.pages import StandardPageFactory, restrict
from tests.factories.resources import ResourcePageFactory
from working_groups.choices import Visibility

pytestmark = pytest.mark.django_db
CANARY = "zyxwvut"


def suggested(client, query: str) -> list[dict]:
    response = client.get("/search/suggest/", {"q": query})
    assert response.status_code == 200
    return response.json()["suggestions"]


def shown(client, query: str) -> list[str]:
    return [each["title"] for each in suggested(client, query)]


def test_titles_are_suggested_by_the_beginning_of_a_word_and_of_the_title_first(home, client):
    StandardPageFactory(slug="a", title="About smart specialisation", parent=home)
    StandardPageFactory(slug="b", title="Smart cities and their many friends", parent=home)
    StandardPageFactory(slug="c", title="Smart", parent=home)
    EventPageFactory(slug="d", title="Stratégie SMART de Łódź")
    titles.mend()

    assert shown(client, "smart") == [
        "Smart",
        "Smart cities and their many friends",
        "Stratégie SMART de Łódź",
        "About smart specialisation",
    ]
    assert shown(client, "Smart  sp") == ["About smart specialisation"]
    assert shown(client, "mart") == []
    assert suggested(client, "strategie") == [
        {"title": "Stratégie SMART de Łódź", "url": "/events/d/", "kind": "Events"}
    ]
    assert shown(client, "lodz") == ["Stratégie SMART de Łódź"]


def test_topics_and_sessions_are_suggested(home, client):
    ResourcePageFactory(title="A resource", topics=["Photonics"])
    event = EventPageFactory(slug="forum", title="Forum")
    SessionFactory(event=event, slug="photons", title="Photons for all")
    titles.mend()

    assert suggested(client, "phot") == [
        {"title": "Photonics", "url": "/topics/photonics/", "kind": "Topic"},
        {"title": "Photons for all", "url": "/events/forum/programme/photons/", "kind": "Sessions"},
    ]


def test_hidden_things_are_suggested_to_nobody(home, client, client_for, staff):
    restrict(StandardPageFactory(title=f"{CANARY} one", parent=home))
    StandardPageFactory(title=f"{CANARY} two", parent=home, live=False)
    WorkingGroupFactory(visibility=Visibility.HIDDEN, page__title=f"{CANARY} three")
    restrict(ResourcePageFactory(title="Guarded", topics=[f"{CANARY} four"]))
    shut = EventPageFactory(title="Event")
    SessionFactory(event=shut, title=f"{CANARY} five")
    restrict(shut)
    StandardPageFactory(title="Something public", parent=home)
    titles.mend()

    assert shown(client, "something") == ["Something public"]
    for visitor in (client, client_for(staff)):
        assert shown(visitor, CANARY) == []
    assert not Title.objects.filter(title__contains=CANARY).exists()


def test_what_is_hidden_now_is_not_suggested_though_the_clock_has_not_come(home, client):
    page = StandardPageFactory(title=f"{CANARY} one", parent=home)
    event = EventPageFactory(title="Event")
    SessionFactory(event=event, title=f"{CANARY} two")
    titles.mend()
    assert len(shown(client, CANARY)) == 2

    restrict(page)
    event.live = False
    event.save()

    assert shown(client, CANARY) == []
    assert titles.mend() > 0
    assert not TitleKey.objects.filter(key__begins=CANARY).exists()


def test_mending_twice_changes_nothing(home):
    StandardPageFactory(title="One", parent=home)
    assert titles.mend() > 0
    rows = TitleKey.objects.count()

    assert titles.mend() == 0
    assert TitleKey.objects.count() == rows


@pytest.mark.parametrize(
    "query", ["", " ", "s", "***", "\x00", "%", "_", "s*", "[a-z]", "😀", '"', "a" * 10_000, "\ud7ff", "-"]
)
def test_odd_input_suggests_nothing(home, client, query):
    StandardPageFactory(title="Smart", parent=home)
    titles.mend()

    assert suggested(client, query) == []


def test_suggestions_cost_two_statements_and_set_no_cookie(home, client, django_assert_num_queries):
    StandardPageFactory(title="Smart one", parent=home)
    titles.mend()
    suggested(client, "smart")
    # Keys; titles with their pages.
    with django_assert_num_queries(2):
        suggested(client, "smart on")
    for number in range(3):
        StandardPageFactory(title=f"Smart one {number}", parent=home)
    titles.mend()
    with django_assert_num_queries(2):
        response = client.get("/search/suggest/", {"q": "smart o"})
    assert len(response.json()["suggestions"]) == 4
    assert not response.cookies
    assert response["Cache-Control"] == "public, max-age=60"


def test_who_asks_too_often_waits(home, client, monkeypatch):
    monkeypatch.setattr("cop.search.limits.RATES", {"suggest": "2/m/ip"})

    answers = [client.get("/search/suggest/", {"q": "smart"}).status_code for _ in range(3)]

    assert answers == [200, 200, 429]


def test_only_reading_is_answered(client):
    assert client.post("/search/suggest/").status_code == 405


def test_search_fields_know_where_suggestions_come_from(home, client):
    text = client.get("/search/").text

    # In the menu and on the page.
    assert text.count('data-search-suggest="/search/suggest/"') == 2
    assert client.get("/no-such-page/").text.count('data-search-suggest="/search/suggest/"') == 3
