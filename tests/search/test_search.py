"""The search page: what it finds, for whom, and what it makes of bad input."""

import re

import pytest
from django.core.management import call_command
from django.db import connection
from wagtail.models import Page
from wagtail.search.backends import get_search_backend

from cop.search import registry
from cop.search.query import parse
from cop.search.selectors import pages
from tests.factories.events import EventPageFactory, SessionFactory, SpeakerFactory
from tests.factories.groups import WorkingGroupFactory
from tests.factories.pages import StandardPageFactory, WorkingGroupPageFactory, restrict
from working_groups.choices import Visibility

pytestmark = pytest.mark.django_db
CANARY = "zyxwvut"


@pytest.fixture
def index():
    """What the worker does after each change."""
    return lambda: call_command("update_index", verbosity=0)


def found(client, query: str, **more) -> str:
    response = client.get("/search/", {"q": query, **more})
    assert response.status_code == 200
    return response.text


def test_pages_and_events_are_found_by_title_summary_and_text_in_groups(home, client, index):
    StandardPageFactory(slug="monitoring", title="About monitoring", parent=home)
    StandardPageFactory(slug="by-text", title="Another page", body="<p>Good monitoring is dull.</p>", parent=home)
    EventPageFactory(slug="m", title="Event of the year", summary="All about monitoring.")
    WorkingGroupPageFactory(slug="unrelated", title="Unrelated")
    index()

    text = found(client, "monitoring")

    # And criterion 3.
    assert "4 results for “monitoring”" in text
    for address in ("/monitoring/", "/by-text/", "/events/m/"):
        assert f'href="{address}"' in text
    assert text.index('id="kind-events"') < text.index('id="kind-pages"')
    assert 'id="kind-groups"' not in text
    assert "<mark>monitoring</mark>" in text


def test_hidden_pages_are_found_by_those_who_may_read_them_only(home, client, client_for, member, index):
    page = StandardPageFactory(slug="secret", title=f"Secret {CANARY}", body=f"<p>{CANARY}</p>", parent=home)
    below = StandardPageFactory(slug="below", title="Below", summary=f"{CANARY} too", parent=page)
    StandardPageFactory(slug="draft", title=f"Draft {CANARY}", parent=home, live=False)
    event = EventPageFactory(slug="hidden", title=f"Event {CANARY}")
    SessionFactory(event=event, title=f"Session {CANARY}")
    restrict(page)
    restrict(event)
    index()

    visitor = found(client, CANARY)
    assert "Nothing found" in visitor
    assert visitor.count(CANARY) == found(client, "qqqqqqq").count("qqqqqqq")
    shown = found(client_for(member), CANARY)
    for address in ("/secret/", f"/secret/{below.slug}/", "/events/hidden/"):
        assert f'href="{address}"' in shown
    assert "Draft" not in shown
    assert f"Session <mark>{CANARY}</mark>" in shown


def test_beginning_of_a_word_finds_titles(home, client, index):
    StandardPageFactory(slug="obs", title="Observatory", parent=home)
    index()

    assert 'href="/obs/"' in found(client, "observ")


def test_sessions_are_found_by_title_abstract_and_speaker(client):
    event = EventPageFactory(slug="forum")
    SessionFactory(
        event=event,
        slug="one",
        title="Roadmaps",
        abstract="Who paid for it?",
        speakers=[SpeakerFactory(name="Dag Prøve")],
    )
    SessionFactory(event=event, slug="two", title="Roadmaps, cancelled", is_cancelled=True)

    for query in ("roadmaps", "paid", "prøve", "roadmaps prøve"):
        text = found(client, query)
        assert 'href="/events/forum/programme/one/"' in text
        assert "/programme/two/" not in text
    assert "Nothing found" in found(client, "roadmaps nobody")


def test_long_list_is_cut_and_the_rest_is_one_link_away(home, client, index):
    for number in range(7):
        StandardPageFactory(title=f"Cluster {number}", parent=home)
    index()

    first = found(client, "cluster")
    assert first.count('class="search-hit"') == 5
    assert 'href="/search/?q=cluster&amp;only=pages"' in first
    assert found(client, "cluster", only="pages").count('class="search-hit"') == 7
    unknown = found(client, "cluster", only="no-such-kind")
    assert unknown.count('class="search-hit"') == 5
    assert "There is no such kind of result" in unknown
    assert "Nothing found under “Events”" in found(client, "cluster", only="events")


def test_kinds_are_counted_whole_and_one_kind_has_pages(home, client, index):
    for number in range(23):
        StandardPageFactory(title=f"Cluster {number}", parent=home)
    EventPageFactory(slug="c", title="Cluster event")
    index()

    first = found(client, "cluster")
    assert re.findall(r'href="/search/\?q=cluster[^"]*"[^>]*>(\w+) <span class="count">(\d+)', first) == [
        ("All", "24"),
        ("Events", "1"),
        ("Pages", "23"),
    ]
    assert found(client, "cluster", only="pages").count('class="search-hit"') == 20
    for page in ("2", "1000000000", "9" * 40):
        assert found(client, "cluster", only="pages", page=page).count('class="search-hit"') == 3
    assert found(client, "cluster", only="pages", page="9" * 5000).count('class="search-hit"') == 20


def test_count_that_is_not_whole_says_so(home, client, index, monkeypatch):
    monkeypatch.setattr(pages, "MOST_PAGES", 3)
    for number in range(5):
        StandardPageFactory(title=f"Cluster {number}", parent=home)
    index()

    text = found(client, "cluster")

    assert "Many results" in text
    assert '<span class="count">3+' in text


def test_kind_with_the_exact_title_stands_first(home, client, index):
    StandardPageFactory(title="Clusters", parent=home)
    EventPageFactory(slug="c", title="About clusters")
    index()

    text = found(client, "clusters")

    assert text.index('id="kind-pages"') < text.index('id="kind-events"')


def test_sessions_and_people_are_found_without_accents_by_words_phrases_and_exclusions(client):
    event = EventPageFactory(slug="forum")
    SessionFactory(event=event, slug="one", title="Stratégie régionale", speakers=[SpeakerFactory(name="Łukasz Øre")])
    SessionFactory(event=event, slug="two", title="Régionale et unpaid", speakers=[SpeakerFactory(name="Ana Groß")])

    def slugs(query):
        return re.findall(r"/events/forum/programme/(\w+)/", found(client, query))

    assert slugs("strategie") == ["one"]
    assert slugs("lukasz ore") == ["one"]
    assert slugs("gross") == ["two"]
    assert slugs('"strategie regionale"') == ["one"]
    assert slugs('"regionale strategie"') == []
    assert slugs("regionale -lukasz") == ["two"]
    # Words begin where words begin.
    assert slugs("paid") == []
    assert slugs("region") == ["one", "two"]


def test_place_in_a_document_stands_beside_it(home, client, monkeypatch):
    monkeypatch.setattr(registry, "_sources", {})
    hit = registry.Hit(title="Deck", url="/deck/", text="Knows clusters", place="Slide 7")
    registry.register_source(key="files", label="Files", order=1, find=lambda query, user, limit: [hit])

    assert "<strong>Slide 7</strong>" in found(client, "clusters")


@pytest.mark.parametrize(
    ("query", "note"),
    [
        ("x " * 5_000, "only the first 200 characters"),
        ("one two three four five six seven eight nine ten", "Only the first 8 words"),
        ("-forum", "Say a word that should be there"),
        ('"forum', "A quotation mark is missing"),
    ],
)
def test_odd_query_is_answered_with_a_sentence(home, client, query, note):
    assert note in found(client, query)


def test_search_costs_the_same_with_one_and_seven_results(home, client, index, django_assert_num_queries):
    WorkingGroupFactory(visibility=Visibility.PUBLIC)
    StandardPageFactory(title="Cluster one", parent=home)
    index()
    found(client, "cluster")
    # Which pages, their rows, sessions, people, groups that this visitor may read, discussions, documents, meetings,
    # library files, what is recommended; topics, which are kept where a shared cache tells of changes.
    with django_assert_num_queries(11):
        found(client, "cluster")
    for number in range(6):
        StandardPageFactory(title=f"Cluster {number}", parent=home)
        EventPageFactory(title=f"Cluster event {number}")
    index()
    with django_assert_num_queries(11):
        found(client, "cluster")


def test_nothing_typed_says_what_to_do(home, client):
    for query in ("", "   ", "***", "\x00"):
        text = found(client, query)
        assert "What are you looking for?" in text
        assert 'href="/events/"' in text


BAD = [
    "a" * 10_000,
    "x " * 5_000,
    "fo\x00rum",
    'a" OR 1',
    "NEAR(",
    "forum*",
    "-",
    "AND OR NOT",
    "title:forum",
    "'; DROP TABLE x; --",
    "<script>alert(1)</script>",
    "{{ 7 * 7 }}",
    "% _ \\",
    "\u202egnp.exe",
    "\ud7ff ė 日本語 😀",
    "C++ & <b>",
]


@pytest.mark.parametrize("query", BAD, ids=range(len(BAD)))
def test_no_input_breaks_the_search(home, client, index, query):
    StandardPageFactory(title="Forum", parent=home)
    index()

    text = found(client, query)

    assert text.count("<h1") == 1
    assert "<script>alert" not in text
    assert len(text) < 40_000


def test_post_is_refused(home, client):
    assert client.post("/search/").status_code == 405


def test_what_was_typed_stands_in_the_field_again(home, client):
    assert 'value="smart &lt;b&gt; &quot;quoted&quot;"' in found(client, '  smart <b>\n "quoted" ')


def test_search_page_is_not_indexed_by_others(home, client):
    assert '<meta name="robots" content="noindex">' in found(client, "x")


def test_room_may_add_a_source(home, client, monkeypatch):
    monkeypatch.setattr(registry, "_sources", {})
    hit = registry.Hit(
        title="A <b>person</b>", url="/people/1/", text="Knows clusters", meta=["Member"], is_sample=True
    )
    registry.register_source(key="people", label="People", order=1, find=lambda query, user, limit: [hit])

    text = found(client, "clusters")

    assert 'id="kind-people"' in text
    assert "A &lt;b&gt;person&lt;/b&gt;" in text
    assert "Knows <mark>clusters</mark>" in text


def titles(text: str) -> list[str]:
    return [re.sub(r"<[^>]*>", "", each) for each in re.findall(r'class="open"[^>]*>(.*?)</a>', text)]


def test_phrases_and_exclusions_of_pages(home, client, index):
    StandardPageFactory(title="Smart specialisation", parent=home)
    StandardPageFactory(title="Specialisation of smart people", parent=home)
    StandardPageFactory(title="Smart cities", summary="Energy", parent=home)
    StandardPageFactory(title="Smart villages", summary="Water", parent=home)
    index()

    assert titles(found(client, '"smart specialisation"')) == ["Smart specialisation"]
    assert sorted(titles(found(client, "smart -specialisation -energy"))) == ["Smart villages"]
    assert "Nothing found" in found(client, '"specialisation smart"')


@pytest.mark.parametrize(
    ("title", "query", "near"),
    [
        ("Smart Villages", "smart villages", 0),
        ("“Smart” – villages!", "smart villages", 0),
        ("Villages, smart", "smart villages", 1),
        ("Smart villages of Łódź", "lodz smart", 1),
        ("Łódź", "LODZ", 0),
        # No word, though the letters are there.
        ("Smartly villages", "smart villages", 2),
        ("Villages", "smart villages", 2),
        ("Łódź", "smart", 2),
        ("a" * 60, "a" * 60, 0),
        ("", "smart", 2),
    ],
)
def test_nearness_of_a_title(title, query, near):
    assert pages.nearness(title, parse(query)) == near


def test_exact_title_comes_first_then_titles_with_the_words(home, client, index):
    StandardPageFactory(title="Something else", body="<p>monitoring monitoring monitoring monitoring</p>", parent=home)
    StandardPageFactory(title="Monitoring of monitoring and its monitoring", parent=home)
    StandardPageFactory(title="Monitoring", parent=home)
    index()

    assert titles(found(client, "monitoring")) == [
        "Monitoring",
        "Monitoring of monitoring and its monitoring",
        "Something else",
        "Criterion 3: Monitoring and evaluation tools",
    ]


def test_accents_and_case_of_pages_do_not_matter(home, client, index):
    StandardPageFactory(title="Stratégie régionale", parent=home)
    StandardPageFactory(title="Un autre", summary="La stratégie de Łódź", parent=home)
    index()

    for query in ("strategie", "STRATÉGIE", "stratégie"):
        assert sorted(titles(found(client, query))) == ["Stratégie régionale", "Un autre"]
    assert titles(found(client, "lodz")) == ["Un autre"]
    assert "<mark>Stratégie</mark>" in found(client, "strategie")


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite's table is an index already")
def test_pages_are_found_by_an_index(home, index):
    StandardPageFactory(title="Clusters", parent=home)
    index()
    asked = get_search_backend().search("clusters", Page).get_queryset().explain()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(
            "EXPLAIN SELECT id FROM wagtailsearch_indexentry WHERE (title || body) @@ to_tsquery('clusters')"
        )
        plan = " ".join(line for (line,) in cursor.fetchall())

    # What Wagtail asks for is what the index is made of.
    assert "(title || body) @@" in asked
    assert "search_pages_words" in plan
