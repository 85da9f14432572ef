"""Topics and fulfilment criteria among results and suggestions: by which words, where they stand, at what cost."""

import re

import pytest
from django.core.management import call_command

from cop.search.services import titles
from cop.taxonomy.models import Topic
from tests.factories.events import EventPageFactory
from tests.factories.pages import StandardPageFactory, restrict
from tests.factories.resources import ResourcePageFactory

pytestmark = pytest.mark.django_db


def topic(name: str, *, is_carried: bool = True, **fields) -> Topic:
    made = Topic.objects.create(name=name, **fields)
    if is_carried:
        ResourcePageFactory(title="About something else", topics=[name])
    return made


def groups(client, query: str) -> list[tuple[str, list[str]]]:
    """Key and addresses of each group of results, in their order."""
    found = client.get("/search/", {"q": query}).context["found"]
    return [(group.key, [result.url for result in group.results]) for group in found.groups]


def subjects(client, query: str) -> list[str]:
    return dict(groups(client, query)).get("subjects", [])


def shown(client, query: str) -> dict[str, tuple[list[str], str]]:
    """What stands with each subject: beside its title and below it."""
    found = client.get("/search/", {"q": query}).context["found"]
    results = [each for group in found.groups if group.key == "subjects" for each in group.results]
    return {each.url: (list(each.meta), re.sub("<[^>]*>", "", each.text)) for each in results}


def test_topic_is_found_by_its_name_before_everything_else(home, client):
    topic("Clusters", slug="clusters")
    topic("Clusters of ports", slug="ports")
    EventPageFactory(slug="clusters", title="Clusters")
    StandardPageFactory(title="About clusters", parent=home)
    call_command("update_index", verbosity=0)

    found = groups(client, "clusters")
    assert found[0] == ("subjects", ["/topics/clusters/", "/topics/ports/"])
    assert [key for key, _urls in found] == ["subjects", "events", "library", "pages"]
    for query in ("CLUSTER", "cluste", "Clústers"):
        assert subjects(client, query) == ["/topics/clusters/", "/topics/ports/"]
    assert subjects(client, "clusters -ports") == ["/topics/clusters/"]
    assert subjects(client, '"ports of clusters"') == []
    assert groups(client, "clusters")[0][1] == ["/topics/clusters/", "/topics/ports/"]


def test_exact_title_of_another_kind_stands_before_a_topic_that_only_holds_the_words(client):
    topic("Clusters of ports")
    EventPageFactory(slug="clusters", title="Clusters")
    call_command("update_index", verbosity=0)

    assert [key for key, _urls in groups(client, "clusters")][:2] == ["events", "subjects"]


@pytest.mark.parametrize(
    "query",
    ["Criterion 4", "criterion 4", "fulfilment criterion 4", "criteria 4", "stakeholder", "stakeholder cooperation"],
)
def test_criterion_is_found_by_its_number_and_by_its_name(home, client, query):
    assert subjects(client, query) == ["/criteria/4/"]


def test_number_and_name_of_a_criterion_are_exact_titles(client):
    EventPageFactory(slug="four", title="Criterion 4")
    topic("Monitoring and evaluation tools of others")
    call_command("update_index", verbosity=0)

    assert [key for key, _urls in groups(client, "criterion 4")] == ["subjects", "events"]
    assert subjects(client, "monitoring and evaluation tools")[0] == "/criteria/3/"


def test_all_criteria_and_the_list_of_topics_are_found(home, client):
    assert subjects(client, "topics") == ["/topics/"]
    assert subjects(client, "criterion") == [f"/criteria/{number}/" for number in range(1, 6)]
    found = client.get("/search/", {"q": "criterion", "only": "subjects"}).context["found"]
    assert (found.total, len(found.groups[0].results)) == (7, 7)


def test_what_a_subject_gathers_stands_below_it(client):
    topic("EDP", slug="edp", criterion=4, description="Entrepreneurial discovery.")
    topic("Vouchers", slug="vouchers")
    topic("Helices", slug="helices", criterion=4)
    gathers = "Gathers resources, good practices, events, working groups, news and people."

    assert shown(client, "edp") == {
        "/topics/edp/": (
            ["Topic", "Criterion 4: Stakeholder cooperation (EDP)"],
            f"Entrepreneurial discovery. {gathers}",
        ),
        "/criteria/4/": (["Fulfilment criterion"], f"{gathers} Topics: EDP, Helices."),
    }
    assert shown(client, "vouchers") == {"/topics/vouchers/": (["Topic"], gathers)}
    assert shown(client, "criterion 5") == {"/criteria/5/": (["Fulfilment criterion"], gathers)}


def test_description_finds_a_topic_where_no_name_fits(client):
    topic("EDP", slug="edp", description="Entrepreneurial discovery.")
    assert subjects(client, "discovery") == ["/topics/edp/"]
    topic("Discovery", slug="discovery")
    assert subjects(client, "discovery") == ["/topics/discovery/"]


def test_topic_that_nothing_carries_is_not_found(home, client):
    topic("Clusters", is_carried=False)
    assert subjects(client, "clusters") == []


def test_subjects_are_read_once_while_nothing_is_published(home, client, settings, django_assert_num_queries):
    settings.PAGE_CACHE_SECONDS, settings.PAGE_CACHE_IN_MEMORY = 300, True
    topic("Clusters", slug="clusters")
    client.get("/search/?q=nothing")
    # Pages by whole words and by beginnings, sessions, people, groups that this visitor may read, meetings, library
    # files, what is recommended: none for topics.
    with django_assert_num_queries(8):
        assert subjects(client, "clusters") == ["/topics/clusters/"]


def suggested(client, query: str, field: str = "") -> list[tuple[str, str, str]]:
    found = client.get(f"/search/suggest/{field}", {"q": query}).json()["suggestions"]
    return [(each["title"], each["url"], each["kind"]) for each in found]


def test_criteria_and_topics_are_suggested_and_the_librarys_field_stays_there(client):
    ResourcePageFactory(title="About harbours", topics=["Stakeholders"])
    restrict(ResourcePageFactory(title="Guarded", topics=["Stakes"]))
    titles.mend()

    criterion = ("Criterion 4: Stakeholder cooperation (EDP)", "/criteria/4/", "Fulfilment criterion")
    assert suggested(client, "stake") == [("Stakeholders", "/topics/stakeholders/", "Topic"), criterion]
    assert suggested(client, "criterion 4") == [criterion]
    assert suggested(client, "stake", "library/") == [("Stakeholders", "/library/?topic=stakeholders", "Topic")]
