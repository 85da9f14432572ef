"""The public pages of the working groups."""

import pytest

from tests.factories.groups import MembershipFactory, WorkingGroupFactory
from tests.factories.pages import WorkingGroupPageFactory
from working_groups.choices import Visibility

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


def test_pages_cost_the_same_with_one_and_three_groups(client, django_assert_num_queries):
    WorkingGroupPageFactory(slug="first")
    client.get("/working-groups/")
    for _ in range(2):
        with django_assert_num_queries(2):
            client.get("/working-groups/")
        with django_assert_num_queries(3):  # the group with its page, the other groups, the leaders
            client.get("/working-groups/first/")
        WorkingGroupPageFactory()
        WorkingGroupPageFactory()
