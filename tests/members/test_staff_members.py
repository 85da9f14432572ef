"""Members and roles in the admin: who may change whom, and nothing that amounts to being an administrator."""

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group, Permission
from django.urls import reverse

from cop.members.models import Profile, User
from tests.factories.members import OrganisationFactory, UserFactory
from tests.letters import letters

pytestmark = pytest.mark.django_db


@pytest.fixture
def secretary(db) -> User:
    """Staff below the administrators, with every right on members and groups that can be given."""
    group = Group.objects.create(name="Secretariat")
    group.permissions.set(
        Permission.objects.filter(
            codename__in=[
                "access_admin",
                *(f"{action}_user" for action in ("view", "add", "change", "delete")),
                *(f"{action}_group" for action in ("view", "add", "change", "delete")),
            ]
        )
    )
    user = UserFactory(name="Sara Secretary", is_staff=True)
    user.groups.add(group)
    return user


def test_list_names_members_and_finds_them_by_organisation(client_for, staff):
    organisation = OrganisationFactory(name="Sample Lighthouse Agency")
    UserFactory(name="Ana Sample", profile__organisation=organisation)
    UserFactory(name="Boris Sample")
    client = client_for(staff)

    everybody = client.get(reverse("wagtailusers_users:index")).content.decode()
    found = client.get(reverse("wagtailusers_users:index"), {"q": "lighthouse"}).content.decode()

    assert "Ana Sample" in everybody
    assert "Boris Sample" in everybody
    assert "Ana Sample" in found
    assert "Boris Sample" not in found


def test_list_takes_as_many_statements_with_three_members_as_with_one(client_for, staff):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = client_for(staff)
    client.get(reverse("wagtailusers_users:index"))
    with CaptureQueriesContext(connection) as one:
        client.get(reverse("wagtailusers_users:index"))
    for _number in range(3):
        UserFactory(profile__organisation=OrganisationFactory())
    with CaptureQueriesContext(connection) as four:
        client.get(reverse("wagtailusers_users:index"))

    assert len(four) == len(one)


def test_administrator_makes_account_with_role(client_for, staff):
    role = Group.objects.get(name="Editors")

    answer = client_for(staff).post(
        reverse("wagtailusers_users:add"),
        {"name": "Eva Editor", "email": "Eva.Editor@members.example", "groups": [role.pk]},
    )

    assert answer.status_code == 302
    user = User.objects.get(email="eva.editor@members.example")
    assert list(user.groups.all()) == [role]
    assert (user.is_staff, user.is_superuser) == (True, False)
    assert user.has_usable_password() is False
    assert Profile.objects.filter(user=user).exists()


def test_account_with_known_address_is_refused_beside_the_field(client_for, staff):
    known = UserFactory()

    answer = client_for(staff).post(
        reverse("wagtailusers_users:add"), {"name": "Twin", "email": known.email.upper(), "groups": []}
    )

    assert answer.status_code == 200
    assert "There is already an account with this address." in answer.content.decode()


def test_administrator_changes_address_and_the_old_one_is_told(client_for, staff):
    user = UserFactory(email="old@members.example")

    answer = client_for(staff).post(
        reverse("wagtailusers_users:edit", args=[user.pk]),
        {"name": user.name, "email": "new@members.example", "is_active": "on"},
    )

    user.refresh_from_db()
    assert answer.status_code == 302
    assert user.email == "new@members.example"
    assert EmailAddress.objects.filter(user=user).exists() is False
    assert [(letter.kind, letter.to) for letter in letters()] == [("members.email_changed", "old@members.example")]


def test_every_page_about_a_member_opens(client_for, staff):
    user = UserFactory()
    client = client_for(staff)

    for name in ("edit", "history", "delete"):
        assert client.get(reverse(f"wagtailusers_users:{name}", args=[user.pk])).status_code == 200


def test_secretary_closes_an_account(client_for, secretary):
    user = UserFactory(name="Ana Sample")
    member = client_for(user)
    assert member.get(reverse("profile")).status_code == 200

    client_for(secretary).post(reverse("wagtailusers_users:edit", args=[user.pk]), {"name": "Ana Sample"})

    user.refresh_from_db()
    assert user.is_active is False
    assert member.get(reverse("profile")).status_code == 302


def test_fields_not_offered_are_not_read(client_for, secretary):
    user = UserFactory(email="ana@members.example")
    role = Group.objects.get(name="Moderators")

    answer = client_for(secretary).post(
        reverse("wagtailusers_users:edit", args=[user.pk]),
        {
            "name": "Ana Sample",
            "is_active": "on",
            "email": "mine@members.example",
            "is_superuser": "on",
            "is_staff": "on",
            "groups": [role.pk],
            "user_permissions": list(Permission.objects.values_list("pk", flat=True)[:3]),
            "password1": "a new password of mine",
            "password2": "a new password of mine",
        },
    )

    user.refresh_from_db()
    assert answer.status_code == 302
    assert user.name == "Ana Sample"
    assert (user.email, user.is_superuser, user.is_staff) == ("ana@members.example", False, False)
    assert list(user.groups.all()) == []
    assert list(user.user_permissions.all()) == []
    assert user.has_usable_password() is False


def test_secretary_makes_account_without_role(client_for, secretary):
    role = Group.objects.get(name="Moderators")

    client_for(secretary).post(
        reverse("wagtailusers_users:add"),
        {"name": "Nia", "email": "nia@members.example", "is_superuser": "on", "groups": [role.pk]},
    )

    user = User.objects.get(email="nia@members.example")
    assert (user.is_superuser, user.is_staff, list(user.groups.all())) == (False, False, [])


@pytest.mark.parametrize("page", ["edit", "delete"])
def test_secretary_does_not_touch_accounts_with_roles(client_for, secretary, staff, page):
    client = client_for(secretary)

    for account in (staff, secretary):
        answer = client.post(reverse(f"wagtailusers_users:{page}", args=[account.pk]), {"name": "Gone"})
        account.refresh_from_db()
        assert answer.status_code == 302
        assert answer.url == reverse("wagtailadmin_home")
        assert account.name != "Gone"


@pytest.mark.parametrize("name", ["index", "add"])
def test_secretary_does_not_reach_roles(client_for, secretary, staff, name):
    assert client_for(staff).get(reverse(f"wagtailusers_groups:{name}")).status_code == 200

    assert client_for(secretary).get(reverse(f"wagtailusers_groups:{name}")).status_code == 302


@pytest.mark.parametrize("action", ["assign_role", "delete", "set_active_state"])
def test_actions_on_many_accounts_are_closed(client_for, staff, action):
    user = UserFactory()
    role = Group.objects.get(name="Editors")
    url = reverse("wagtail_bulk_action", args=["members", "user", action])

    client_for(staff).post(f"{url}?id={user.pk}", {"role": role.pk, "mark_as_active": "False"})

    user.refresh_from_db()
    assert user.is_active is True
    assert list(user.groups.all()) == []


def test_administrator_cannot_close_own_account(client_for, staff):
    client_for(staff).post(reverse("wagtailusers_users:edit", args=[staff.pk]), {"name": "Sofia", "email": staff.email})

    staff.refresh_from_db()
    assert (staff.is_active, staff.is_superuser, staff.name) == (True, True, "Sofia")
