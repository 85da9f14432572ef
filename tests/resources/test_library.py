"""The library page: what it lists, filters and orders; what it costs; what it hides."""

import csv
import json
from datetime import date

import pytest
from django.core.management import call_command

from resources.choices import ResourceKind
from tests.factories.events import EventPageFactory
from tests.factories.members import UserFactory
from tests.factories.pages import restrict
from tests.factories.resources import GoodPracticePageFactory, ResourcePageFactory, library

pytestmark = pytest.mark.django_db


def titles(text: str, *candidates: str) -> list[str]:
    """Those of the candidates that stand in the list, in its order."""
    return sorted((each for each in candidates if f">{each}</a>" in text), key=lambda each: text.index(f">{each}</a>"))


def make_some(number: int) -> None:
    for each in range(number):
        ResourcePageFactory(
            topics=["Governance", f"T{each}"], regions=["DE", "PL"], authors=["Sample, Ana", "Muster, Bo"]
        )


@pytest.mark.parametrize("number", [1, 3])
def test_library_costs_the_same_with_one_and_three(client, number, django_assert_num_queries):
    make_some(number)
    client.get("/library/")

    # The page; the catalogue, which nothing keeps here: resources, what everybody may read, topics, regions, what they
    # come from; then the resources shown, their authors, topics, regions and first pages.
    with django_assert_num_queries(11):
        assert client.get("/library/").status_code == 200


def test_kept_catalogue_is_not_read_again(client, settings, django_assert_num_queries):
    settings.PAGE_CACHE_SECONDS, settings.PAGE_CACHE_IN_MEMORY = 3600, True
    make_some(3)
    client.get("/library/?q=nothing-like-it")

    # The page; the words, whole and as beginnings, and in files; no resource to show; known words and near ones.
    with django_assert_num_queries(6):
        client.get("/library/?q=nothing-like-it")


def test_newest_stand_first_and_other_orders_are_kept_in_the_address(client):
    ResourcePageFactory(title="Middle", date=date(2024, 1, 1))
    ResourcePageFactory(title="zebra", date=date(2020, 1, 1))
    ResourcePageFactory(title="Apple", date=date(2025, 1, 1))
    all_three = ("Middle", "zebra", "Apple")

    assert titles(client.get("/library/").text, *all_three) == ["Apple", "Middle", "zebra"]
    assert titles(client.get("/library/?sort=oldest").text, *all_three) == ["zebra", "Middle", "Apple"]
    assert titles(client.get("/library/?sort=title").text, *all_three) == ["Apple", "Middle", "zebra"]
    assert titles(client.get("/library/?sort=nonsense").text, *all_three) == ["Apple", "Middle", "zebra"]


def test_values_of_one_filter_are_joined_by_or_filters_by_and(client):
    ResourcePageFactory(title="A", kind=ResourceKind.STUDY, criteria=[1], languages=["en"])
    ResourcePageFactory(title="B", kind=ResourceKind.TOOL, criteria=[1, 6], languages=["fr"])
    ResourcePageFactory(title="C", kind=ResourceKind.VIDEO, criteria=[6])

    assert titles(client.get("/library/?kind=study&kind=tool").text, *"ABC") == ["B", "A"]
    assert titles(client.get("/library/?kind=study&kind=tool&criterion=6").text, *"ABC") == ["B"]
    assert titles(client.get("/library/?kind=study&criterion=6").text, *"ABC") == []
    assert titles(client.get("/library/?language=fr").text, *"ABC") == ["B"]


def test_counts_say_what_choosing_a_value_would_show(client):
    ResourcePageFactory(kind=ResourceKind.STUDY, criteria=[1])
    ResourcePageFactory(kind=ResourceKind.TOOL, criteria=[1])
    ResourcePageFactory(kind=ResourceKind.TOOL, criteria=[6])

    context = client.get("/library/?kind=tool&criterion=1").context

    groups = {group["name"]: {each["value"]: each["count"] for each in group["options"]} for group in context["groups"]}
    assert groups["kind"] == {"study": 1, "tool": 1}
    assert groups["criterion"] == {"1": 1, "6": 1}
    assert context["page_of_list"].paginator.count == 1


def test_a_region_is_found_by_its_country_and_an_event_by_its_address(client):
    event = EventPageFactory(title="Sample Forum", slug="sample-forum")
    ResourcePageFactory(title="A", regions=["ES61"], origins=[event])
    ResourcePageFactory(title="B", regions=["ES"])

    assert titles(client.get("/library/?country=ES").text, "A", "B") == ["B", "A"]
    assert titles(client.get("/library/?region=ES61").text, "A", "B") == ["A"]
    found = client.get("/library/?event=sample-forum")
    assert titles(found.text, "A", "B") == ["A"]
    assert "Sample Forum" in found.text


def test_unknown_values_fit_nothing_and_unknown_names_change_nothing(client):
    ResourcePageFactory(title="A")

    assert titles(client.get("/library/?kind=unheard-of").text, "A") == []
    assert titles(client.get("/library/?unheard-of=1").text, "A") == ["A"]


def test_long_filters_unfold_and_what_is_chosen_stays_in_sight(client):
    for year in range(2000, 2014):
        ResourcePageFactory(date=date(year, 1, 1))

    context = client.get("/library/?year=2000").context

    years = next(group for group in context["groups"] if group["name"] == "year")
    assert len(years["options"]) == 8
    assert len(years["more"]) == 6
    assert "2000" in [option["value"] for option in years["options"]]


def test_words_are_found_in_title_abstract_and_authors(client):
    ResourcePageFactory(title="Roadmaps", authors=["Muster, Bruno"], abstract="Something about postcards.")
    ResourcePageFactory(title="Other")

    call_command("update_index", verbosity=0)

    for words in ("roadmaps", "postcards", "Muster"):
        assert titles(_found(client, words), "Roadmaps", "Other") == ["Roadmaps"], words
    assert "1 result for “roadmaps”" in _found(client, "roadmaps")


def _found(client, words: str) -> str:
    text = client.get("/library/", {"q": words}).text
    return text.replace("<mark>", "").replace("</mark>", "")


@pytest.mark.parametrize(
    "query", ["x" * 10_000, "AND OR NOT", '"unbalanced', "\0", "😀", "-", "*", "() & | !", "%' OR 1=1 --", "a"]
)
def test_any_query_is_answered(client, query):
    ResourcePageFactory()

    answer = client.get("/library/", {"q": query, "page": "1000000000", "sort": query[:50], "view": query[:50]})

    assert answer.status_code == 200


@pytest.mark.parametrize("layout", ["list", "cards", "table"])
def test_every_layout_shows_the_same(client, layout):
    ResourcePageFactory(title="A resource", authors=["Sample, Ana"], criteria=[6])

    assert titles(client.get(f"/library/?view={layout}").text, "A resource") == ["A resource"]


def test_hidden_resources_are_neither_listed_nor_counted_nor_taken_along(client):
    guarded = ResourcePageFactory(title="Canary", topics=["Canary topic"], slug="canary", doi="10.2791/canary")
    ResourcePageFactory(title="Draft canary", live=False, topics=["Canary topic"])
    ResourcePageFactory(title="Open", topics=["Open topic"])
    restrict(guarded)
    everywhere = (
        "/library/",
        "/library/?q=canary",
        "/library/feed.atom",
        *(f"/library/found.{form}" for form in ("bib", "ris", "json", "csv")),
        "/library/resource-open/",
    )
    answers = {path: client.get(path).getvalue().decode() for path in everywhere}
    assert [path for path, text in answers.items() if "canary" in text.casefold().replace("q=canary", "")] == [
        # What was typed is shown again.
        "/library/?q=canary"
    ]
    assert client.get("/library/").context["page_of_list"].paginator.count == 1
    assert client.get("/library/?topic=canary-topic").context["page_of_list"].paginator.count == 0
    for path in ("/library/canary/", "/library/canary/cite.bib", f"/r/{guarded.pk}/"):
        assert client.get(path).status_code == 404, path

    client.force_login(UserFactory())
    assert set(titles(client.get("/library/").text, "Canary", "Open")) == {"Canary", "Open"}
    assert client.get("/library/?topic=canary-topic").context["page_of_list"].paginator.count == 1
    # Feeds are passed on: not for members either.
    assert "Canary" not in client.get("/library/feed.atom").text


def test_what_was_found_can_be_taken_along(client):
    ResourcePageFactory(title="Roadmaps", authors=["Muster, Bruno"], date=date(2026, 11, 3))
    ResourcePageFactory(title="Other", kind=ResourceKind.STUDY)

    answer = client.get("/library/found.json?kind=presentation")

    assert answer["Content-Disposition"] == 'attachment; filename="library.json"'
    assert [entry["title"] for entry in json.loads(answer.content)] == ["Roadmaps"]
    assert client.get("/library/found.exe").status_code == 404


def test_feed_holds_the_choice_and_answers_304_to_who_knows_it(client):
    ResourcePageFactory(title="Roadmaps & more", summary="One <b>two</b>")
    ResourcePageFactory(title="Other", kind=ResourceKind.STUDY)

    answer = client.get("/library/feed.atom?kind=presentation")

    assert "<title>Roadmaps &amp; more</title>" in answer.text
    assert "Other" not in answer.text
    assert (
        client.get("/library/feed.atom?kind=presentation", headers={"if-none-match": answer["ETag"]}).status_code == 304
    )


def test_empty_library_and_empty_result_say_what_to_do(client):
    library()

    assert "The library is still empty" in client.get("/library/").text
    assert "Nothing fits" in client.get("/library/?q=anything").text


def test_library_that_was_unpublished_is_not_there(client):
    page = library()
    page.live = False
    page.save()

    assert client.get("/library/").status_code == 404


def test_good_practices_stand_among_the_others(client):
    GoodPracticePageFactory(title="A practice")
    ResourcePageFactory(title="A talk")

    assert titles(client.get("/library/?kind=good-practice").text, "A practice", "A talk") == ["A practice"]


def test_sheet_has_a_line_for_each_resource_that_fits_and_no_live_formula(client):
    ResourcePageFactory(
        title="=HYPERLINK(1)", kind=ResourceKind.STUDY, authors=["Sample, Ana", "@Body"], topics=["T1"], regions=["ES"]
    )
    ResourcePageFactory(title="Other", kind=ResourceKind.TOOL)

    answer = client.get("/library/found.csv?kind=study")

    lines = list(csv.reader(b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()))
    assert [line[0] for line in lines] == ["Title", "'=HYPERLINK(1)"]
    assert lines[1][3] == "Sample, Ana; @Body"
    assert lines[1][9] == "Spain"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="library.csv"'


def test_library_leads_programs_to_the_same_choice(client):
    ResourcePageFactory(title="A", kind=ResourceKind.STUDY)
    ResourcePageFactory(title="B", kind=ResourceKind.TOOL)

    urls = {each["label"]: each["url"] for each in client.get("/library/?kind=study").context["takeaways"]}

    assert list(urls) == ["CSV", "BibTeX", "RIS", "CSL-JSON", "JSON"]
    assert [item["title"] for item in client.get(urls["JSON"]).json()["items"]] == ["A"]


# Nothing fits ---------------------------------------------------------------------------------------------------


def ways_out(client, query):
    return [(way.without, way.number, way.url) for way in client.get(f"/library/?{query}").context["ways_out"]]


@pytest.fixture
def two():
    ResourcePageFactory(title="Steel", kind=ResourceKind.STUDY, languages=["en"], topics=["Governance"])
    ResourcePageFactory(title="Glass", kind=ResourceKind.TOOL, languages=["fr"])
    ResourcePageFactory(title="Paper", kind=ResourceKind.TOOL, languages=["fr"])


def test_empty_result_says_what_to_leave_out_and_what_is_found_then(client, two):
    answer = client.get("/library/?kind=study&language=fr")

    assert ways_out(client, "kind=study&language=fr") == [
        ("Kind: Study", 2, "/library/?language=fr"),
        ("Language: French", 1, "/library/?kind=study"),
    ]
    assert [(link["label"], link["url"]) for link in answer.context["links"]] == [
        ("Study", "/library/?language=fr"),
        ("French", "/library/?kind=study"),
    ]
    assert 'class="clear" href="/library/"' in answer.text
    for query in ("language=fr", "kind=study"):
        assert client.get(f"/library/?{query}").context["ways_out"] == []


def test_words_are_one_of_the_things_that_can_be_left_out(client, two):
    call_command("update_index", verbosity=0)
    assert ways_out(client, "q=steel&kind=tool") == [
        ("the words “steel”", 2, "/library/?kind=tool"),
        ("Kind: Tool or template", 1, "/library/?q=steel"),
    ]
    # Without filters there is nothing but the words, and a button that says so.
    assert ways_out(client, "q=nothing-like-it") == []


def test_filters_stay_when_nothing_fits_so_that_others_can_be_chosen(client, two):
    groups = {
        group["name"]: group["options"] for group in client.get("/library/?kind=study&language=fr").context["groups"]
    }

    def options(name):
        return [(option["label"], option["count"], option["checked"]) for option in groups[name]]

    # What would show something has its number; what would not by itself has none.
    assert options("kind") == [("Study", 0, True), ("Tool or template", 2, False)]
    assert options("language") == [("English", 1, False), ("French", 0, True)]
    assert options("topic") == [("Governance", None, False)]


def test_filter_whose_value_is_gone_can_be_taken_off(client, two):
    answer = client.get("/library/?topic=gone&kind=tool")

    assert [(link["label"], link["url"]) for link in answer.context["links"]] == [
        ("Tool or template", "/library/"),
        ("Topic that is no longer here", "/library/?kind=tool"),
    ]
    assert ways_out(client, "topic=gone&kind=tool") == [("Topic", 2, "/library/?kind=tool")]


def test_filters_that_matter_stand_open_and_those_in_which_something_is_chosen(client, two):
    def open_ones(query=""):
        groups = client.get(f"/library/{query}").context["groups"]
        assert all(group["folds"] for group in groups)
        return [group["name"] for group in groups if group["open"]]

    assert open_ones() == ["kind", "topic"]
    assert open_ones("?language=fr") == ["kind", "language"]
    text = client.get("/library/?language=fr").text
    assert text.count('<details class="facet-fold" open>') == 2
    assert text.count('<details class="facet-fold">') == 1
