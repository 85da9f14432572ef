"""People and set-ups that several tests of this room need."""

import pytest
from django.contrib.auth.models import Group

from cop.members.models import User
from tests.factories.members import UserFactory


@pytest.fixture
def one_factor(settings) -> None:
    """These tests are about rights, not about the second factor that staff need."""
    settings.STAFF_NEEDS_SECOND_FACTOR = False


@pytest.fixture
def manager(db, one_factor) -> User:
    """An event manager: in the group that comes with the platform, no other right."""
    user = UserFactory(name="Mona Manager", is_staff=True)
    user.groups.add(Group.objects.get(name="Event managers"))
    return user


@pytest.fixture
def editor(db, one_factor) -> User:
    """Somebody who edits pages and has nothing to do with registrations."""
    user = UserFactory(name="Edda Editor", is_staff=True)
    user.groups.add(Group.objects.get(name="Editors"))
    return user
