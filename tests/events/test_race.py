"""Many at the same moment: never more confirmed than places, nobody lost, nobody twice."""

from contextlib import contextmanager
from functools import partial

import pytest
from django.db import connection, connections, transaction

from cop.members.models import User
from cop.notifications.models import Letter
from events.choices import RegistrationStatus as S
from events.models import Category, Registration, RegistrationSetup
from events.refusals import Reason, Refused
from events.services import places as places_module
from events.services import registering
from events.services.cancelling import cancel_registration
from events.services.registering import register
from tests.factories.events import CategoryFactory, RegistrationSetupFactory

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


def people(number: int) -> list[User]:
    """So many members, made in two statements."""
    from cop.members.models import Profile

    users = User.objects.bulk_create(
        User(email=f"rush-{n}@members.example", name=f"Rush {n}", password="!") for n in range(number)
    )
    Profile.objects.bulk_create(Profile(user=user) for user in users)
    return users


@pytest.fixture
def room_of_50() -> Category:
    setup = RegistrationSetupFactory(total_places=50)
    return CategoryFactory(setup=setup)


def test_register_200_members_at_once_on_50_places_confirms_exactly_50(room_of_50, race):
    members = people(200)
    event_id = room_of_50.setup.event_id

    outcomes = race(
        [partial(register, member=member, event_id=event_id, category_id=room_of_50.pk) for member in members]
    )

    assert [outcome for outcome in outcomes if isinstance(outcome, Exception)] == []
    rows = Registration.objects.filter(event_id=event_id)
    assert rows.count() == 200
    assert rows.values("member").distinct().count() == 200
    assert sorted(rows.filter(status=S.CONFIRMED).values_list("place_number", flat=True)) == list(range(1, 51))
    waiting = list(rows.waiting_in_order().values_list("pk", flat=True))
    assert len(waiting) == 150
    # In order of arrival: rows are numbered by the database in the order in which they took the lock.
    assert waiting == sorted(waiting)
    assert Letter.objects.filter(kind="events.confirmed").count() == 50
    assert Letter.objects.filter(kind="events.waiting").count() == 150


def test_register_one_member_from_many_tabs_at_once_makes_one_registration(room_of_50, race):
    (member,) = people(1)

    outcomes = race(
        [
            partial(register, member=member, event_id=room_of_50.setup.event_id, category_id=room_of_50.pk)
            for _ in range(12)
        ]
    )

    made = [outcome for outcome in outcomes if isinstance(outcome, Registration)]
    refused = [outcome.reason for outcome in outcomes if isinstance(outcome, Refused)]
    assert len(made) == 1
    assert refused == [Reason.ALREADY] * 11
    assert Registration.objects.filter(member=member).count() == 1
    assert Letter.objects.count() == 1


def test_cancel_five_at_once_offers_five_places_once_each(race):
    setup = RegistrationSetupFactory(total_places=5)
    category = CategoryFactory(setup=setup)
    members = people(15)
    holders = [register(member=each, event_id=setup.event_id, category_id=category.pk) for each in members[:5]]
    queue = [register(member=each, event_id=setup.event_id, category_id=category.pk) for each in members[5:]]

    outcomes = race([partial(cancel_registration, registration=each, actor=each.member) for each in holders])

    assert [outcome for outcome in outcomes if isinstance(outcome, Exception)] == []
    offered = Registration.objects.filter(event_id=setup.event_id, status=S.OFFERED).order_by("pk")
    assert [each.pk for each in offered] == [each.pk for each in queue[:5]]
    assert sorted(each.place_number for each in offered) == [1, 2, 3, 4, 5]
    assert Letter.objects.filter(kind="events.offer").count() == 5


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one writer; there is no row lock to take out")
def test_control_without_the_lock_the_race_is_seen(room_of_50, race, monkeypatch):
    """Take the lock out, and the test above must be able to fail: the unique numbers then refuse some of the rush."""
    monkeypatch.setattr(
        registering,
        "lock_setup",
        lambda event_id: RegistrationSetup.objects.select_related("event__state").get(event_id=event_id),
    )
    members = people(60)

    outcomes = race(
        [
            partial(register, member=member, event_id=room_of_50.setup.event_id, category_id=room_of_50.pk)
            for member in members
        ]
    )

    assert any(isinstance(outcome, Exception) for outcome in outcomes)
    # Even then the database has the last word: no number twice, never more than 50.
    assert Registration.objects.filter(status=S.CONFIRMED).count() <= 50


def test_control_counting_without_numbers_would_oversell(room_of_50):
    """The unique number is what refuses a second holder, whatever the service believes."""
    first, second = people(2)
    one = register(member=first, event_id=room_of_50.setup.event_id, category_id=room_of_50.pk)
    two = register(member=second, event_id=room_of_50.setup.event_id, category_id=room_of_50.pk)

    with refused_by_the_database():
        Registration.objects.filter(pk=two.pk).update(place_number=one.place_number)
    with refused_by_the_database():
        Registration.objects.filter(pk=two.pk).update(category_number=None)
    assert places_module.EventPlaces(room_of_50.setup).taken_in_total == 2


@contextmanager
def refused_by_the_database():
    with pytest.raises(Exception, match=r"(?i)constraint"), transaction.atomic():
        yield
    connections["default"].ensure_connection()
