"""The pages of topics and criteria: what they gather, for whom, at what cost; their feeds."""

import re
import xml.etree.ElementTree as ET
from datetime import timedelta

import pytest
from django.utils import timezone

from cop.core import page_cache
from cop.members.choices import ProfileVisibility
from cop.members.models import ProfileTopic
from cop.taxonomy.models import Topic
from resources.choices import ResourceKind
from tests.factories.events import EventPageFactory
from tests.factories.groups import MembershipFactory, WorkingGroupFactory
from tests.factories.members import UserFactory
from tests.factories.news import ArticlePageFactory
from tests.factories.pages import restrict
from tests.factories.resources import GoodPracticePageFactory, ResourcePageFactory
from working_groups.choices import Visibility

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"


def topic(name: str = "Governance", **fields) -> Topic:
    return Topic.objects.update_or_create(name=name, defaults=fields)[0]


def event(title: str, *topics: Topic, days: int = 30):
    start = timezone.now() + timedelta(days=days)
    now = timezone.now()
    made = EventPageFactory(title=title, starts_at=start, ends_at=start + timedelta(hours=8), first_published_at=now)
    made.topics.add(*topics)
    made.save()
    return made


def group(title: str, *topics: Topic, criterion: int = 6, **fields):
    made = WorkingGroupFactory(page__title=title, page__criterion=criterion, **fields)
    made.page.topics.add(*topics)
    made.page.save()
    return made


def person(name: str, *topics: Topic, visibility: str = ProfileVisibility.MEMBERS):
    member = UserFactory(name=name)
    member.profile.visibility = visibility
    member.profile.save()
    ProfileTopic.objects.bulk_create(ProfileTopic(content_object=member.profile, tag=each) for each in topics)
    return member


def sections(client, path: str) -> dict[str, list[str]]:
    context = client.get(path).context
    return {section["key"]: [thing.title for thing in section["things"]] for section in context["sections"]}


def make_one_of_each(number: int = 1) -> Topic:
    it = topic(criterion=4)
    for each in range(number):
        ResourcePageFactory(title=f"Study {each}", topics=[it.name], criteria=[4])
        GoodPracticePageFactory(title=f"Practice {each}", topics=[it.name], criteria=[4])
        event(f"Event {each}", it, days=30 + each)
        ArticlePageFactory(title=f"News {each}", topics=[it], criteria=[4])
        person(f"Member {each}", it, visibility=ProfileVisibility.EVERYBODY)
        group(f"Group {each}", it, criterion=4)
    return it


@pytest.mark.parametrize("path", ["/topics/governance/", "/criteria/4/"])
@pytest.mark.parametrize("number", [1, 3])
def test_page_costs_the_same_with_one_and_three_of_everything(client, number, path, django_assert_num_queries):
    make_one_of_each(number)
    client.get(path)

    # The subject; resources, practices, events, groups, news, people; the topics beside it. The catalogue of the
    # library for resources and for practices (five each), which a process keeps where a shared cache tells of changes.
    with django_assert_num_queries(18):
        assert client.get(path).status_code == 200


@pytest.mark.parametrize("path", ["/topics/governance/", "/criteria/4/"])
def test_page_gathers_every_kind_of_thing_with_numbers_and_ways_to_all(client, path):
    make_one_of_each(7)

    context = client.get(path).context

    assert [(each["key"], each["number"], len(each["things"])) for each in context["sections"]] == [
        ("resources", 7, 5),
        ("practices", 7, 5),
        ("events", 7, 5),
        ("groups", 7, 5),
        ("news", 7, 5),
        ("people", 7, 5),
    ]
    for section in context["sections"]:
        if section["more_url"]:
            assert client.get(section["more_url"]).status_code == 200


def test_ways_to_all_lead_to_lists_of_the_same_number(client):
    it = make_one_of_each(2)
    ResourcePageFactory(title="Other", kind=ResourceKind.STUDY, criteria=[1])
    ArticlePageFactory(title="Other news", criteria=[1], topics=[topic("Clusters")])

    for path in (f"/topics/{it.slug}/", "/criteria/4/"):
        urls = {each["key"]: each["more_url"] for each in client.get(path).context["sections"]}
        # Good practices among them.
        assert client.get(urls["resources"]).context["page_of_list"].paginator.count == 4
        assert client.get(urls["practices"]).context["page_of_list"].paginator.count == 2
        assert client.get(urls["news"]).context["page_of_list"].paginator.count == 2
        assert client.get(urls["events"]).context["listing"].page.paginator.count == 2


@pytest.mark.parametrize(
    ("path", "about"), [("/topics/governance/", "topic=governance"), ("/criteria/4/", "criterion=4")]
)
def test_page_asks_for_good_practices_on_it_whether_there_are_any_or_not(client, client_for, path, about):
    topic("Governance")
    propose = f"/library/propose/?{about}"
    assert f'href="{propose}"' in client.get(path).text
    make_one_of_each(1)
    assert f'href="{propose}"' in client.get(path).text

    form = client_for(UserFactory()).get(propose).text

    name, value = ("topics", "Governance") if "topic" in about else ("criteria", "4")
    chosen = [tag for tag in re.findall(r"<input[^>]*>", form) if " checked" in tag and 'type="checkbox"' in tag]
    assert [(f'name="{name}"' in tag, f'value="{value}"' in tag) for tag in chosen] == [(True, True)]


def test_form_takes_no_harm_from_an_address_that_names_no_topic(client_for):
    asked = client_for(UserFactory()).get("/library/propose/?topic=none&topic=a%00b&criterion=99&criterion=x")

    assert asked.status_code == 200
    assert " checked" not in "".join(tag for tag in re.findall(r"<input[^>]*>", asked.text) if "checkbox" in tag)


def test_what_is_private_stands_on_no_page_and_in_no_feed(client, client_for):
    it = topic()
    restrict(ResourcePageFactory(title="CANARY study", topics=[it.name]))
    ResourcePageFactory(title="CANARY draft", topics=[it.name], live=False)
    restrict(GoodPracticePageFactory(title="CANARY practice", topics=[it.name]))
    restrict(event("CANARY event", it))
    article = ArticlePageFactory(title="CANARY news", topics=[it])
    restrict(article)
    hidden = group("CANARY group", it, visibility=Visibility.HIDDEN)
    person("CANARY member", it)
    person("CANARY nobody", it, visibility=ProfileVisibility.NOBODY)
    inside = MembershipFactory(group=hidden).member

    assert "CANARY" not in client.get("/topics/governance/").text
    assert "CANARY" not in client.get("/topics/governance/feed.atom").text
    seen = client_for(inside)
    assert sections(seen, "/topics/governance/")["groups"] == ["CANARY group"]
    assert sections(seen, "/topics/governance/")["people"] == ["CANARY member"]
    assert "CANARY" not in seen.get("/topics/governance/feed.atom").text


def test_visitor_is_told_that_members_see_people(client, client_for):
    it = topic()
    person("Somebody", it)

    visitor = client.get("/topics/governance/").text
    member = client_for(UserFactory()).get("/topics/governance/").text

    assert "sign in to see them" in visitor
    assert "Somebody" not in visitor
    assert "Somebody" in member
    assert "sign in to see them" not in member


def test_coming_events_stand_first_the_next_one_on_top_then_past_ones_backwards(client):
    it = topic()
    for title, days in (("Old", -40), ("Later", 40), ("Recent", -10), ("Next", 10)):
        event(title, it, days=days)

    assert sections(client, "/topics/governance/")["events"] == ["Next", "Later", "Recent", "Old"]


def test_kept_page_ends_when_its_next_event_does(client, settings):
    settings.PAGE_CACHE_SECONDS, settings.PAGE_CACHE_IN_MEMORY = 3600, True
    event("Soon over", topic(), days=0)

    assert client.get("/topics/governance/").headers["X-Page-Cache"] == "stored"
    assert client.get("/topics/governance/").headers["X-Page-Cache"] == "hit"
    page_cache._bump(["library"])
    assert client.get("/topics/governance/").headers["X-Page-Cache"] == "stored"


def test_criterion_finds_events_and_people_by_the_topics_that_editors_put_below_it(client):
    below, other = topic("Clusters", criterion=4), topic("Skills", criterion=5)
    event("Fits", below)
    event("Does not", other)
    person("Fits too", below, visibility=ProfileVisibility.EVERYBODY)

    found = sections(client, "/criteria/4/")

    assert (found["events"], found["people"]) == (["Fits"], ["Fits too"])
    assert client.get("/criteria/4/").context["neighbours"] == [("Clusters", "/topics/clusters/")]


def test_topic_without_anything_says_so_and_is_kept_from_search_engines(client):
    topic("Empty", description="What it would be about.")

    text = client.get("/topics/empty/").text

    assert "Nothing is here yet" in text
    assert '<meta name="robots" content="noindex">' in text
    assert "What it would be about." in text


@pytest.mark.parametrize(
    "path", ["/topics/none/", "/topics/a%00b/", "/criteria/0/", "/criteria/8/", "/criteria/99999999999999999999/"]
)
def test_what_is_no_subject_is_not_found(client, path):
    assert client.get(path).status_code == 404
    assert client.get(f"{path}feed.atom").status_code == 404


def test_feed_has_the_newest_of_all_rooms_once_each_and_says_when_nothing_changed(client):
    it = make_one_of_each(2)

    answer = client.get(f"/topics/{it.slug}/feed.atom")

    assert answer.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    entries = ET.fromstring(answer.content).findall(f"{ATOM}entry")
    titles = sorted(entry.findtext(f"{ATOM}title") for entry in entries)
    assert titles == ["Event 0", "Event 1", "News 0", "News 1", "Practice 0", "Practice 1", "Study 0", "Study 1"]
    assert len({entry.findtext(f"{ATOM}id") for entry in entries}) == 8
    again = client.get(f"/topics/{it.slug}/feed.atom", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


def test_list_of_topics_names_criteria_and_topics(client, django_assert_num_queries):
    topic("Clusters", criterion=4)
    client.get("/topics/")

    # The topics.
    with django_assert_num_queries(1):
        text = client.get("/topics/").text

    assert 'href="/criteria/7/"' in text
    assert 'href="/topics/clusters/"' in text


def test_sitemap_has_the_pages_of_subjects(client):
    ResourcePageFactory(topics=["Clusters"])
    topic("Empty")

    text = client.get("/sitemap.xml").text

    assert all(f"{path}</loc>" in text for path in ("/topics/", "/topics/clusters/", "/criteria/1/", "/criteria/7/"))
    # Its page asks search engines to leave it alone.
    assert "/topics/empty/" not in text
