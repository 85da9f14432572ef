"""The public pages of the working groups."""

import re

import pytest
from django.utils import timezone

from cop.taxonomy.models import Topic
from tests.factories.groups import MembershipFactory, WorkingGroupFactory
from tests.factories.news import picture
from tests.factories.pages import WorkingGroupPageFactory, restrict
from tests.factories.resources import ResourcePageFactory
from working_groups.choices import Joining, Visibility
from working_groups.models import WorkingGroup
from working_groups.services.pictures import make_pictures

pytestmark = pytest.mark.django_db


def test_index_lists_groups_by_criterion(client):
    WorkingGroupPageFactory(title="Seventh", slug="seventh", criterion=7)
    WorkingGroupPageFactory(title="First", slug="first", criterion=1)

    text = client.get("/working-groups/").text

    assert text.index(">First<") < text.index(">Seventh<")
    assert 'href="/working-groups/first/"' in text


def test_index_without_groups_says_so(client):
    page = WorkingGroupPageFactory()
    page.group.delete()
    page.delete()

    assert "No groups yet" in client.get("/working-groups/").text


def test_group_shows_its_other_names_criterion_and_the_other_groups(client):
    WorkingGroupPageFactory(
        title="Industrial Transformation",
        slug="it",
        criterion=6,
        other_names="Industrial Transition",
        body="<p>Why.</p>",
    )
    WorkingGroupPageFactory(title="Other group", slug="other")

    text = client.get("/working-groups/it/").text

    assert "Industrial Transition" in text
    assert "6. Actions to support industrial transition" in text
    assert "<p>Why.</p>" in text
    assert 'href="/working-groups/other/"' in text
    assert 'href="/working-groups/it/"' not in text


def test_hidden_group_is_nowhere(client, client_for, member):
    hidden = WorkingGroupFactory(page__title="Closed circle", page__slug="closed", visibility=Visibility.HIDDEN)
    WorkingGroupPageFactory(title="Open circle", slug="open")
    insider = MembershipFactory(group=hidden).member

    for person in (client, client_for(member)):
        for address in ("/working-groups/", "/working-groups/open/", "/", "/search/?q=circle"):
            assert "Closed circle" not in person.get(address).text
        absent, unseen = person.get("/working-groups/absent/"), person.get("/working-groups/closed/")
        assert (unseen.status_code, len(unseen.content)) == (404, len(absent.content) + len("closed") - len("absent"))
    assert "Closed circle" in client_for(insider).get("/working-groups/closed/").text


def test_index_is_filtered_by_topic_and_way_of_joining(client):
    first = WorkingGroupPageFactory(title="First", slug="first")
    second = WorkingGroupPageFactory(title="Second", slug="second")
    for page, names in ((first, ("Clusters", "Skills")), (second, ("Skills",))):
        page.topics.add(*(Topic.objects.get_or_create(name=name)[0] for name in names))
        page.save()
    WorkingGroup.objects.filter(page=second).update(joining=Joining.CALL)

    def shown(query):
        text = client.get(f"/working-groups/{query}").text
        return [title for title in ("First", "Second") if f">{title}<" in text]

    assert shown("?topic=skills") == ["First", "Second"]
    assert shown("?topic=clusters") == ["First"]
    assert shown("?joining=call&topic=skills") == ["Second"]
    assert "Nothing fits these filters" in client.get("/working-groups/?joining=call&topic=clusters").text
    for odd in ("?topic=absent", "?joining=%00", "?topic=%3Cscript%3E&joining=x"):
        assert shown(odd) == ["First", "Second"]
    assert 'href="/topics/clusters/"' in client.get("/working-groups/first/").text


def test_topics_of_a_hidden_group_are_offered_to_its_own_people_only(client, client_for, member):
    hidden = WorkingGroupFactory(page__slug="closed", visibility=Visibility.HIDDEN)
    hidden.page.topics.add(Topic.objects.create(name="Zanzibarcanary"))
    hidden.page.save()
    open_page = WorkingGroupPageFactory(slug="open")
    open_page.topics.add(Topic.objects.create(name="Skills"))
    open_page.save()
    insider = MembershipFactory(group=hidden).member

    for person, sees in ((client, False), (client_for(member), False), (client_for(insider), True)):
        assert ("Zanzibarcanary" in person.get("/working-groups/").text) is sees
        assert person.get("/working-groups/?topic=zanzibarcanary").status_code == 200


def test_picture_stands_on_the_page_and_the_card_and_costs_little(client, django_assert_num_queries):
    page = WorkingGroupPageFactory(slug="first", picture=picture(size=(1600, 800)))
    assert make_pictures(page_id=page.pk) == 4
    assert make_pictures(page_id=page.pk) == 0

    # More than without: the picture, whose sizes the cache knows; in the list the pictures and the sizes of all.
    for address, statements in (("/working-groups/first/", 11), ("/working-groups/", 6)):
        client.get(address)
        with django_assert_num_queries(statements):
            text = client.get(address).text
        assert re.search(r"<picture>.*?<img[^>]* alt[ >=]", text, re.DOTALL), address


def test_archived_group_is_marked_in_the_list(client):
    group = WorkingGroupFactory(page__slug="first", page__criterion=1, archived_at=timezone.now())

    assert "Criterion 1 · archived" in client.get("/working-groups/").text
    assert group.is_archived


def test_group_shows_what_it_put_into_the_library(client):
    page = WorkingGroupPageFactory(slug="first")
    assert "In the library" not in client.get("/working-groups/first/").text
    ResourcePageFactory(title="Quartz report", origins=[page])
    ResourcePageFactory(title="Draft report", origins=[page], live=False)

    text = client.get("/working-groups/first/").text

    assert ("Quartz report" in text, "Draft report" in text) == (True, False)
    assert "group=first" in text


def test_group_leads_to_its_criterion_and_to_what_is_near_from_elsewhere(client):
    page = WorkingGroupPageFactory(slug="first", criterion=6)
    page.topics.add(Topic.objects.get_or_create(name="Skills")[0])
    page.save()
    assert "On the same topics" not in client.get("/working-groups/first/").text
    ResourcePageFactory(title="Own report", origins=[page], topics=["Skills"])
    ResourcePageFactory(title="On the topic", topics=["Skills"])
    ResourcePageFactory(title="On the criterion", criteria=[6])
    ResourcePageFactory(title="Something else", topics=["Ports"], criteria=[1])
    restrict(ResourcePageFactory(title="CANARY", topics=["Skills"]))

    text = client.get("/working-groups/first/").text

    assert '<a href="/criteria/6/">6. Actions to support industrial transition</a>' in text
    near = text.partition("On the same topics, from the library")[2].partition("</section>")[0]
    assert near.index("On the topic") < near.index("On the criterion")
    assert not [title for title in ("Own report", "Something else", "CANARY") if title in near]
    assert "CANARY" not in text


def test_filters_of_the_list_fold_and_say_how_many_are_chosen(client):
    for number, name in enumerate(("Clusters", "Skills")):
        page = WorkingGroupPageFactory(slug=f"group-{number}")
        page.topics.add(Topic.objects.get_or_create(name=name)[0])
        page.save()

    button = re.compile(r'<details class="filter"><summary [^>]*>.*?</svg>(.*?)</summary></details>', re.DOTALL)
    assert button.search(client.get("/working-groups/").text)[1] == "Filter"
    assert button.search(client.get("/working-groups/?topic=skills").text)[1] == "Filter (1)"


def test_pages_cost_the_same_with_one_and_three_groups(client, django_assert_num_queries):
    WorkingGroupPageFactory(slug="first")
    client.get("/working-groups/")
    for _ in range(2):
        with django_assert_num_queries(4):  # the page, the groups, their rows, their topics
            client.get("/working-groups/")
        # The group with its page, the other groups, the leaders, its topics, what it has in the library, the catalogue
        # of what is near (five).
        with django_assert_num_queries(10):
            client.get("/working-groups/first/")
        WorkingGroupPageFactory()
        WorkingGroupPageFactory()
