"""What stands beside what: resources like one another, what other rooms have on the same topics, the library beside
events and news."""

from datetime import date

import pytest

from cop.taxonomy.models import Topic
from resources.models import ResourceRelated
from resources.selectors.related import Kin, nearest
from resources.selectors.resources import everybody, in_order
from tests.factories.events import EventPageFactory
from tests.factories.news import ArticlePageFactory
from tests.factories.pages import WorkingGroupPageFactory, restrict
from tests.factories.resources import ResourcePageFactory

pytestmark = pytest.mark.django_db


def titles(resources) -> list[str]:
    return [each.title for each in resources]


def near(kin: Kin, *, most: int = 9, alike_only: bool) -> list[str]:
    return titles(in_order(everybody(), nearest(kin, everybody(), most, alike_only=alike_only)))


@pytest.fixture
def event():
    made = EventPageFactory(slug="forum", title="Forum", country_id="ES")
    made.topics.add(Topic.objects.get_or_create(name="Governance")[0])
    made.save()
    return made


@pytest.fixture
def some(event) -> None:
    ResourcePageFactory(title="Newest", date=date(2026, 1, 1))
    ResourcePageFactory(title="Region", regions=["ES"], date=date(2020, 1, 1))
    ResourcePageFactory(title="Criterion", criteria=[4], date=date(2021, 1, 1))
    ResourcePageFactory(title="Topic", topics=["Governance"], date=date(2022, 1, 1))
    ResourcePageFactory(title="Event", origins=[event], date=date(2019, 1, 1))


@pytest.mark.usefixtures("some")
def test_the_more_it_shares_the_nearer_it_stands(event):
    kin = Kin(pages=[event.pk], topics=["governance"], criteria=[3, 4], regions=["ES", "ES61"])

    assert near(kin, alike_only=True) == ["Event", "Topic", "Criterion", "Region"]
    assert near(kin, alike_only=False) == ["Event", "Topic", "Criterion", "Region", "Newest"]
    assert near(kin, most=2, alike_only=False) == ["Event", "Topic"]
    assert near(Kin(), alike_only=True) == []
    assert near(Kin(), alike_only=False)[0] == "Newest"


@pytest.mark.usefixtures("some")
def test_what_shares_more_of_the_lesser_stands_behind_what_shares_the_greater(event):
    ResourcePageFactory(title="Two lesser", criteria=[4], regions=["ES"], date=date(2018, 1, 1))
    ResourcePageFactory(title="Topic and region", topics=["Governance"], regions=["ES"], date=date(2017, 1, 1))
    kin = Kin(topics=["governance"], criteria=[4], regions=["ES"])

    assert near(kin, alike_only=True) == ["Topic and region", "Topic", "Two lesser", "Criterion", "Region"]


@pytest.mark.usefixtures("some")
def test_nothing_guarded_is_near_to_anything(event):
    restrict(ResourcePageFactory(title="CANARY", origins=[event], topics=["Governance"]))
    hidden = EventPageFactory(slug="hidden", title="Hidden")
    restrict(hidden)
    ResourcePageFactory(title="From a hidden one", origins=[hidden])

    assert "CANARY" not in near(Kin(pages=[event.pk], topics=["governance"]), alike_only=False)
    assert near(Kin(pages=[hidden.pk]), alike_only=True) == ["From a hidden one"]


@pytest.mark.usefixtures("some")
def test_resource_leads_to_three_like_it_without_those_that_an_editor_put_beside_it(client, event):
    it = ResourcePageFactory(slug="it", topics=["Governance"], criteria=[4], regions=["ES"], origins=[event])
    pinned = ResourcePageFactory(title="Pinned", origins=[event])
    ResourceRelated.objects.create(resource=it, page=pinned)

    context = client.get("/library/it/").context

    assert [row.title for row in context["more"]] == ["Event", "Topic", "Criterion"]
    assert [row["title"] for row in context["related"]] == ["Pinned"]


def test_resource_shows_events_groups_and_news_on_its_topics_as_far_as_the_viewer_may_see_them(client, event):
    topic = Topic.objects.get(name="Governance")
    group = WorkingGroupPageFactory(title="Group", slug="group")
    group.topics.add(topic)
    group.save()
    for number in range(3):
        ArticlePageFactory(title=f"News {number}", topics=[topic], date=date(2026, 1, 1 + number))
    restrict(ArticlePageFactory(title="CANARY", topics=[topic], date=date(2026, 9, 9)))
    ResourcePageFactory(slug="it", topics=["Governance"])

    answer = client.get("/library/it/")

    assert [row["title"] for row in answer.context["beside"]] == ["Forum", "Group", "News 2", "News 1"]
    assert "CANARY" not in answer.text
    ResourcePageFactory(slug="without")
    assert client.get("/library/without/").context["beside"] == []


@pytest.mark.usefixtures("some")
def test_event_shows_what_the_library_has_of_it_and_near_to_it(client):
    restrict(ResourcePageFactory(title="CANARY", topics=["Governance"]))

    answer = client.get("/events/forum/")

    assert [row["title"] for row in answer.context["library"]] == ["Event", "Topic"]
    assert "From the library" in answer.text
    assert "CANARY" not in answer.text


@pytest.mark.usefixtures("some")
def test_article_shows_what_the_library_has_near_to_it(client):
    topic = Topic.objects.get(name="Governance")
    ArticlePageFactory(slug="it", topics=[topic], criteria=[4])
    ArticlePageFactory(slug="without")

    assert [row["title"] for row in client.get("/news/it/").context["library"]] == ["Topic", "Criterion"]
    assert client.get("/news/without/").context["library"] == []
