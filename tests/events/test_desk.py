"""The secretariat's lists and pages about registrations in the admin."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from cop.members.models import User
from events.models import Registration
from events.services.registering import register
from tests.factories.events import CategoryFactory, EventPageFactory, RegistrationSetupFactory
from tests.factories.members import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager(db) -> User:
    """An event manager: in the group that comes with the platform, nothing else."""
    user = UserFactory(name="Mona Manager", is_staff=True)
    user.groups.add(Group.objects.get(name="Event managers"))
    return user


@pytest.fixture
def category(db):
    """One way to take part in an event that is open, with two places."""
    return CategoryFactory(places=2)


def make(category, count: int = 1, **extra) -> list[Registration]:
    """Registrations in order of arrival: the first two confirmed, the others waiting."""
    return [
        register(member=UserFactory(), event_id=category.setup.event_id, category_id=category.pk, **extra)
        for _each in range(count)
    ]


def test_list_shows_registrations_and_numbers(client_for, manager, category):
    make(category, 3)
    response = client_for(manager).get(reverse("registrations:event", args=[category.setup.event_id]))
    numbers = response.context["numbers"]
    assert [(row.label, row.total) for row in numbers.states] == [("On the waiting list", 1), ("Confirmed", 2)]
    assert [(row.label, row.total, row.limit, row.waiting) for row in numbers.categories] == [("In the room", 2, 2, 1)]


@pytest.mark.parametrize("everywhere", [True, False])
def test_list_costs_the_same_with_one_row_and_three(client_for, manager, category, django_assert_num_queries, everywhere):
    client = client_for(manager)
    address = reverse("registrations:index") if everywhere else reverse("registrations:event", args=[category.setup.event_id])
    make(category, 1)
    client.get(address)
    with django_assert_num_queries(14 if everywhere else 17):
        client.get(address)
    make(category, 2)
    with django_assert_num_queries(14 if everywhere else 17):
        client.get(address)


def test_detail_shows_facts_letters_history(client_for, manager, category):
    (registration,) = make(category)
    response = client_for(manager).get(reverse("registrations:detail", args=[registration.pk]))
    assert registration.code in response.text
    assert "Registered" in response.text
