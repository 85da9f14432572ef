"""The suite's own ground: laid once, put back after tests that commit; races are real."""

import threading

import pytest
from django.db import connection, transaction
from wagtail.models import Page, Site


def slugs() -> list[str]:
    """Pages from the top."""
    return list(Page.objects.order_by("path").values_list("slug", flat=True))


@pytest.mark.parametrize("turn", [1, 2])
def test_committing_test_finds_ground_and_leaves_it(transactional_db, turn):
    assert list(Site.objects.values_list("root_page__slug", flat=True)) == ["home"]
    assert slugs() == ["root", "home"]
    Page.objects.get(depth=1).add_child(instance=Page(title="Left behind", slug="left"))


def test_ordinary_test_finds_ground(home):
    assert home.title == "S3 Community of Practice"
    assert slugs() == ["root", "home"]


def test_race_runs_calls_at_the_same_moment_on_connections_of_their_own(race):
    connections = set()
    together = threading.Barrier(4, timeout=10)

    def call(number):
        def run():
            together.wait()
            connections.add(id(connection.connection))
            if number == 3:
                raise ValueError("three")
            return Page.objects.count() * 0 + number

        return run

    *numbers, error = race([call(number) for number in range(4)])

    assert numbers == [0, 1, 2]
    assert isinstance(error, ValueError)
    assert len(connections) == 4


def test_race_without_lock_loses_updates_and_with_lock_does_not(race, home):
    """The control: if this database and these threads showed no race, race tests would prove nothing."""
    Page.objects.filter(pk=home.pk).update(path=home.path)

    def add_one():
        with transaction.atomic():
            page = Page.objects.select_for_update().get(pk=home.pk)
            page.numchild += 1
            page.save(update_fields=["numchild"])

    outcomes = race([add_one] * 40, at_once=8)

    assert [outcome for outcome in outcomes if outcome is not None] == []
    assert Page.objects.get(pk=home.pk).numchild == home.numchild + 40
