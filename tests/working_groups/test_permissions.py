"""The table of who may read which group: predicate, twin and page say the same for every visibility and standing."""

import itertools

import pytest
from django.contrib.auth.models import AnonymousUser, Permission
from django.http import Http404

from tests.factories.groups import MembershipFactory, WorkingGroupFactory
from tests.factories.members import UserFactory
from working_groups import permissions
from working_groups.choices import GroupRole, MembershipState, MembersVisibility, Standing, Visibility
from working_groups.selectors.doors import get_group_for

pytestmark = pytest.mark.django_db

# For each visibility the people who know of the group, and those who read it. The others do not.
INSIDE = ["observer", "member", "rapporteur", "leader", "secretariat"]
ACCOUNTS = ["stranger", "former", "banned", *INSIDE]
KNOWS = {
    Visibility.PUBLIC: ["visitor", "disabled", *ACCOUNTS],
    Visibility.COMMUNITY: ["visitor", "disabled", *ACCOUNTS],
    Visibility.PRIVATE: ["visitor", "disabled", *ACCOUNTS],
    Visibility.HIDDEN: INSIDE,
}
READS = {
    Visibility.PUBLIC: ["visitor", "disabled", *ACCOUNTS],
    Visibility.COMMUNITY: ACCOUNTS,
    Visibility.PRIVATE: INSIDE,
    Visibility.HIDDEN: INSIDE,
}


@pytest.fixture
def people_of():
    """Everybody one can be to a group, by name."""

    def make(group):
        found = {"visitor": AnonymousUser(), "stranger": UserFactory(), "secretariat": UserFactory()}
        found["secretariat"].user_permissions.add(Permission.objects.get(codename="change_workinggroup"))
        for role in GroupRole:
            found[role.value] = MembershipFactory(group=group, role=role).member
        found["former"] = MembershipFactory(group=group, state=MembershipState.LEFT, role=GroupRole.LEADER).member
        found["banned"] = MembershipFactory(group=group, state=MembershipState.BANNED).member
        found["disabled"] = MembershipFactory(group=group, member__is_active=False, role=GroupRole.LEADER).member
        MembershipFactory(member=found["stranger"])  # a member of another group
        return found

    return make


@pytest.mark.parametrize("visibility", Visibility)
def test_who_knows_and_who_reads_is_as_the_table_says(visibility, people_of):
    group = WorkingGroupFactory(visibility=visibility, page__slug="one")
    people = people_of(group)

    known, read = [], []
    for name, person in people.items():
        try:
            inside = get_group_for(person, "one")
        except Http404:
            continue
        known.append(name)
        if inside.can_read:
            read.append(name)

    assert sorted(known) == sorted(KNOWS[visibility])
    assert sorted(read) == sorted(READS[visibility])


@pytest.mark.parametrize("visibility", Visibility)
def test_lists_show_what_the_door_opens(visibility, people_of):
    group = WorkingGroupFactory(visibility=visibility, page__slug="one")
    for name, person in people_of(group).items():
        assert (group in permissions.groups_known_to(person)) == (name in KNOWS[visibility]), name
        assert (group in permissions.groups_readable_by(person)) == (name in READS[visibility]), name


def test_group_that_was_taken_offline_is_its_own_business(people_of):
    group = WorkingGroupFactory(visibility=Visibility.PUBLIC, page__slug="one", page__live=False)
    for name, person in people_of(group).items():
        assert (group in permissions.groups_known_to(person)) == (name in INSIDE), name
        assert (group in permissions.groups_readable_by(person)) == (name in INSIDE), name


def test_members_list_is_seen_from_its_own_standing_up_by_those_who_know_the_group():
    group = WorkingGroupFactory()
    for visibility, members, standing in itertools.product(Visibility, MembersVisibility, Standing):
        group.visibility, group.members_visibility = visibility, members
        lowest = max(permissions.SEE_MEMBERS[members], permissions.KNOW[visibility])
        assert permissions.can_see_members(group, standing) == (standing >= lowest)


def test_nobody_writes_in_an_archived_group():
    group = WorkingGroupFactory()
    wanted = (permissions.POST, permissions.SHARE, permissions.MODERATE, permissions.ANNOUNCE, permissions.LEAD)
    assert all(permissions.can_write(group, Standing.LEADER, each) for each in wanted)
    assert not permissions.can_write(group, Standing.OBSERVER, permissions.POST)
    group.archived_at = group.created_at
    assert not any(permissions.can_write(group, Standing.SECRETARIAT, each) for each in wanted)


def test_door_costs_one_statement_for_members_and_strangers(django_assert_num_queries):
    group = WorkingGroupFactory(page__slug="one", visibility=Visibility.HIDDEN)
    member, stranger = MembershipFactory(group=group).member, UserFactory()
    for person in (member, stranger):
        person.has_perm("none")  # rights of the account are read once a request
    with django_assert_num_queries(1):  # the group with its page and the member's own row
        assert get_group_for(member, "one").standing == Standing.MEMBER
    for slug in ("one", "absent"):
        with django_assert_num_queries(1), pytest.raises(Http404):
            get_group_for(stranger, slug)
