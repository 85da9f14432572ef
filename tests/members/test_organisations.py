"""Organisations: found, added, merged."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from wagtail.models import ModelLogEntry

from cop.members.models import Organisation, Profile
from cop.members.refusals import MemberRefusal
from cop.members.selectors import organisation_named, suggested_organisations
from cop.members.services.organisations import find_or_add, merge_organisations
from cop.taxonomy.models import Region
from tests.factories.members import OrganisationFactory, UserFactory

pytestmark = pytest.mark.django_db


def region(code: str) -> Region:
    return Region.objects.get(pk=code)


@pytest.mark.parametrize(
    "typed", ["Österreichische Agentur", "ÖSTERREICHISCHE AGENTUR", "  österreichische   agentur "]
)
def test_known_name_is_found_in_any_case(typed):
    known = OrganisationFactory(name="Österreichische Agentur", country="AT")

    assert find_or_add(name=typed, country=region("AT"), actor=UserFactory()) == known
    assert Organisation.objects.count() == 1


def test_new_name_is_added_once_and_logged():
    actor = UserFactory()

    first = find_or_add(name=" Sample  New Cluster ", country=region("PL"), actor=actor)
    second = find_or_add(name="sample new cluster", country=region("PL"), actor=actor)

    assert first == second
    assert (first.name, first.country_id) == ("Sample New Cluster", "PL")
    entry = ModelLogEntry.objects.get(object_id=first.pk, content_type__model="organisation")
    assert (entry.action, entry.user) == ("wagtail.create", actor)


def test_same_name_in_two_countries_are_two():
    belgian = OrganisationFactory(name="Sample Ministry", country="BE")
    nowhere = OrganisationFactory(name="Sample Ministry")

    assert organisation_named("sample ministry", region("BE")) == belgian
    assert organisation_named("sample ministry", region("FR")) == nowhere
    assert organisation_named("sample ministry") == nowhere


def test_without_country_the_only_one_is_meant():
    belgian = OrganisationFactory(name="Sample Ministry", country="BE")

    assert organisation_named("sample ministry") == belgian
    OrganisationFactory(name="Sample Ministry", country="FR")
    assert organisation_named("sample ministry") is None


def test_merged_name_leads_to_the_right_one_also_twice():
    first, second, third = (OrganisationFactory(name=f"Sample {word}") for word in ("One", "Two", "Three"))
    actor = UserFactory()
    merge_organisations(source=first, target=second, actor=actor)
    merge_organisations(source=second, target=third, actor=actor)

    assert find_or_add(name="sample one", country=None, actor=actor) == third
    assert find_or_add(name="SAMPLE TWO", country=None, actor=actor) == third


def test_merge_moves_members_and_aliases_and_is_logged_on_both():
    old, source, target = (OrganisationFactory(name=f"Sample {word}") for word in ("Old", "Source", "Target"))
    actor = UserFactory()
    merge_organisations(source=old, target=source, actor=actor)
    member = UserFactory(profile__organisation=source)
    bystander = UserFactory(profile__organisation=target)

    moved = merge_organisations(source=source, target=target, actor=actor)

    assert moved == {"profiles": 1, "aliases": 1}
    assert set(Profile.objects.filter(organisation=target).values_list("user", flat=True)) == {member.pk, bystander.pk}
    assert set(target.aliases.values_list("name", flat=True)) == {"Sample Old", "Sample Source"}
    logged = ModelLogEntry.objects.filter(action="members.merge").values_list("object_id", flat=True)
    assert sorted(map(int, logged)) == sorted([old.pk, source.pk, source.pk, target.pk])


def test_merge_refuses_itself_an_alias_and_doing_it_twice():
    source, target, third = (OrganisationFactory() for _number in range(3))
    actor = UserFactory()

    with pytest.raises(MemberRefusal, match="with itself"):
        merge_organisations(source=source, target=source, actor=actor)
    merge_organisations(source=source, target=target, actor=actor)
    with pytest.raises(MemberRefusal, match="already been merged"):
        merge_organisations(source=source, target=third, actor=actor)
    with pytest.raises(MemberRefusal, match="itself been merged"):
        merge_organisations(source=third, target=source, actor=actor)


def test_suggestions_start_with_own_country_and_leave_merged_ones_out(django_assert_num_queries):
    OrganisationFactory(name="Sample Agency Lyon", country="FR")
    OrganisationFactory(name="The Sample Agency", country="BE")
    OrganisationFactory(name="Sample Agency Gent", country="BE")
    merged = OrganisationFactory(name="Sample Agency Old", country="BE")
    merge_organisations(source=merged, target=OrganisationFactory(name="Else"), actor=UserFactory())

    with django_assert_num_queries(1):
        names = suggested_organisations("SAMPLE ag", "BE")

    assert names == ["Sample Agency Gent", "The Sample Agency", "Sample Agency Lyon"]
    assert suggested_organisations("s") == []


def test_suggestions_are_for_members_only(client, client_for):
    OrganisationFactory(name="Sample <Agency>")
    url = reverse("organisation_suggestions")

    assert client.get(url, {"q": "sample"}).status_code == 403
    answer = client_for(UserFactory()).get(url, {"q": "sample"})

    assert answer.content.decode().strip() == '<option value="Sample &lt;Agency&gt;"></option>'


def test_staff_merge_in_two_steps(client_for, staff):
    source = OrganisationFactory(name="Sample Agency Ltd")
    target = OrganisationFactory(name="Sample Agency")
    member = UserFactory(profile__organisation=source)
    client = client_for(staff)
    url = reverse("organisations:merge", args=[source.pk])

    first = client.get(url).content.decode()
    assert f'value="{target.pk}"' in first
    second = client.get(url, {"target": target.pk}).content.decode()
    assert "1 member moves." in second
    assert Profile.objects.get(user=member).organisation == source
    answer = client.post(url, {"target": target.pk})

    assert answer.url == reverse("organisations:index")
    assert Profile.objects.get(user=member).organisation == target
    assert client.get(url).status_code == 404


def test_merging_needs_the_right(client_for):
    group = Group.objects.create(name="Readers")
    group.permissions.add(
        Permission.objects.get(codename="access_admin"), Permission.objects.get(codename="view_organisation")
    )
    reader = UserFactory(is_staff=True)
    reader.groups.add(group)
    source, target = OrganisationFactory(), OrganisationFactory()

    client_for(reader).post(reverse("organisations:merge", args=[source.pk]), {"target": target.pk})

    source.refresh_from_db()
    assert source.merged_into is None


def test_staff_pages_open_and_refuse_a_twin(client_for, staff):
    known = OrganisationFactory(name="Sample Agency", country="BE")
    client = client_for(staff)

    for url in (
        reverse("organisations:index"),
        reverse("organisations:index") + "?q=sample&merged=false",
        reverse("organisations:add"),
        reverse("organisations:edit", args=[known.pk]),
        reverse("organisations:history", args=[known.pk]),
        reverse("organisations:delete", args=[known.pk]),
    ):
        assert client.get(url).status_code == 200, url
    answer = client.post(reverse("organisations:add"), {"name": "SAMPLE agency", "country": "BE", "website": ""})
    assert "merge the two instead" in answer.content.decode()
    answer = client.post(reverse("organisations:add"), {"name": "Sample Other", "country": "", "website": ""})
    assert answer.status_code == 302
    assert Organisation.objects.get(name="Sample Other").name_key == "sample other"
