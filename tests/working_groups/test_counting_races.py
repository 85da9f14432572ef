"""At the same moment: one member in many tabs, many members, many downloads; each counts as often as it should."""

import pytest

from tests.factories.groups import MembershipFactory, WorkingGroupFactory
from working_groups.models import GroupMonth
from working_groups.selectors.doors import get_group_for
from working_groups.services.counting import count_download, count_reader

pytestmark = pytest.mark.race


def test_readers_and_downloads_at_once_are_counted_exactly(race):
    group = WorkingGroupFactory(page__slug="one")
    seen = [get_group_for(MembershipFactory(group=group).member, "one") for _ in range(3)]
    reading = [lambda inside=inside: count_reader(inside) for inside in seen * 3]
    taking = [lambda: count_download(group.pk)] * 9
    results = race([step for pair in zip(reading, taking, strict=True) for step in pair])
    assert results == [None] * 18
    assert list(GroupMonth.objects.values_list("readers", "downloads")) == [(3, 9)]
