"""A process killed in the middle of a registration: nothing is half done, and no place is half taken."""

import os
import signal
from collections.abc import Callable

import pytest
from django.db import connections, transaction

from cop.notifications.models import Letter
from events.choices import RegistrationStatus as S
from events.models import Registration
from events.services import waiting_list
from events.services.cancelling import cancel_registration
from events.services.registering import register
from tests.factories.events import CategoryFactory, RegistrationSetupFactory

pytestmark = pytest.mark.django_db(transaction=True)


def killed_before_the_commit(change: Callable[[], object]) -> None:
    """Do `change` in a process of its own, and kill that with SIGKILL when all is written but nothing committed."""
    connections.close_all()
    child = os.fork()
    if child == 0:
        try:
            with transaction.atomic():
                change()
                os.kill(os.getpid(), signal.SIGKILL)
        finally:
            os._exit(1)
    _, status = os.waitpid(child, 0)
    assert os.WTERMSIG(status) == signal.SIGKILL


@pytest.fixture
def room():
    return CategoryFactory(setup=RegistrationSetupFactory(total_places=1))


@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
def test_register_killed_before_the_commit_takes_no_place(member, other_member, room):
    def enrol(who):
        return register(member=who, event_id=room.setup.event_id, category_id=room.pk)

    killed_before_the_commit(lambda: enrol(member))

    assert Registration.objects.count() == 0
    assert Letter.objects.count() == 0
    assert enrol(other_member).status == S.CONFIRMED
    assert enrol(member).status == S.WAITING


@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
def test_cancel_killed_before_the_commit_keeps_the_place_and_offers_nothing(member, other_member, room):
    holder, waiter = (
        register(member=who, event_id=room.setup.event_id, category_id=room.pk) for who in (member, other_member)
    )

    killed_before_the_commit(lambda: cancel_registration(registration=holder, actor=member))

    assert [each.status for each in Registration.objects.order_by("pk")] == [S.CONFIRMED, S.WAITING]
    waiting_list.sweep()
    assert Registration.objects.get(pk=waiter.pk).status == S.WAITING
    assert list(Letter.objects.order_by("pk").values_list("kind", flat=True)) == ["events.confirmed", "events.waiting"]
