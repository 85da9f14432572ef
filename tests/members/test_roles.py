"""The table of roles, the command that writes it, and appointing people."""

from functools import partial
from io import StringIO

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import CommandError, call_command
from django.db import connection
from django.urls import reverse
from wagtail.log_actions import registry as log_registry
from wagtail.models import GroupCollectionPermission, GroupPagePermission, Page, WorkflowPage

from cop.core import roles
from cop.core.roles import Role
from cop.members.models import User
from cop.members.refusals import MemberRefusal
from cop.members.services import accounts, role_table
from cop.members.services.roles import Roles, give_roles
from tests.factories.events import event_index
from tests.factories.members import UserFactory, with_role
from tests.letters import deliver_all, kinds

pytestmark = pytest.mark.django_db

NOTHING = "The roles were as they should be.\n"


def write() -> str:
    out = StringIO()
    call_command("write_roles", stdout=out)
    return out.getvalue()


def rights_of(role: Role) -> tuple[set, set, set]:
    group = Group.objects.get(name=role.value)
    return (
        {f"{each.content_type.app_label}.{each.codename}" for each in group.permissions.all()},
        set(
            GroupPagePermission.objects.filter(group=group).values_list("page__title", "permission__codename"),
        ),
        set(
            GroupCollectionPermission.objects.filter(group=group).values_list(
                "collection__name", "permission__codename"
            )
        ),
    )


# The table ------------------------------------------------------------------------------------------------------


def test_migrated_database_holds_the_table_as_it_stands():
    assert write() == NOTHING
    assert rights_of(Role.EDITOR)[1] == {("Root", "add_page"), ("Root", "change_page")}
    assert rights_of(Role.MODERATOR)[1] == {
        ("Root", f"{action}_page") for action in ("add", "change", "publish", "lock", "unlock")
    }
    assert rights_of(Role.EVENT_MANAGER)[2] == {
        ("Root", f"{action}_{kind}") for action in ("add", "choose") for kind in ("image", "document")
    }
    assert "events.change_registration" in rights_of(Role.EVENT_MANAGER)[0]
    assert "events.change_registration" not in rights_of(Role.MODERATOR)[0] | rights_of(Role.EDITOR)[0]


def test_part_of_the_tree_that_comes_later_is_written_by_the_next_run():
    assert rights_of(Role.EVENT_MANAGER)[1] == set()
    event_index()
    said = write()
    assert said == "".join(f"Event managers: + {action} below “Events”\n" for action in ("add", "change", "publish"))
    assert rights_of(Role.EVENT_MANAGER)[1] == {("Events", f"{action}_page") for action in ("add", "change", "publish")}
    assert write() == NOTHING


def test_what_was_changed_by_hand_is_set_right_and_other_groups_stay():
    before = rights_of(Role.EDITOR)
    editors = Group.objects.get(name="Editors")
    editors.permissions.clear()
    editors.permissions.add(Permission.objects.get(codename="change_user"))
    page = Page.objects.get(depth=1)
    GroupPagePermission.objects.filter(group=editors, permission__codename="add_page").delete()
    publish = Permission.objects.get(codename="publish_page")
    GroupPagePermission.objects.create(group=editors, page=page, permission=publish)
    GroupCollectionPermission.objects.filter(group=editors).delete()
    own = Group.objects.create(name="Photographers")
    own.permissions.add(publish)

    said = write()

    assert rights_of(Role.EDITOR) == before
    assert "Editors: - members.change_user" in said
    assert "Editors: - publish_page at 1" in said
    assert list(own.permissions.all()) == [publish]
    assert write() == NOTHING


def test_role_that_was_deleted_comes_back():
    before = rights_of(Role.MODERATOR)
    Group.objects.get(name="Moderators").delete()
    assert "Moderators: made" in write()
    assert rights_of(Role.MODERATOR) == before


def test_moderation_of_all_pages_is_set_up_where_there_is_none():
    assert WorkflowPage.objects.count() == 1
    WorkflowPage.objects.all().delete()
    assert write() == "Moderators approval: set up for all pages\n"
    workflow = WorkflowPage.objects.get(page__depth=1).workflow
    assert [list(task.specific.groups.values_list("name", flat=True)) for task in workflow.tasks] == [["Moderators"]]
    assert write() == NOTHING


def test_table_names_no_permission_that_does_not_exist(monkeypatch):
    assert role_table.unknown_permissions() == []
    monkeypatch.setattr(roles, "_rights", [*roles._rights])
    roles.register("Typing errors", Role.EDITOR, words="make", permissions=["events.change_registratoin"])
    with pytest.raises(CommandError, match=r"events\.change_registratoin"):
        call_command("write_roles", verbosity=0)


@pytest.mark.parametrize(
    "permission",
    [
        "members.change_user",
        "members.view_user",
        "auth.change_group",
        "auth.view_permission",
        "wagtailcore.add_grouppagepermission",
        "wagtailcore.change_site",
        "mfa.delete_authenticator",
        "sessions.view_session",
    ],
)
def test_right_that_amounts_to_being_administrator_cannot_be_registered(monkeypatch, permission):
    monkeypatch.setattr(roles, "_rights", [*roles._rights])
    with pytest.raises(ValueError, match="administrators only"):
        roles.register("Everything", Role.MODERATOR, words="do", permissions=[permission])


@pytest.mark.parametrize("wrong", [{"pages": ["delete"]}, {"images": ["steal"]}, {"documents": ["publish"]}])
def test_action_that_does_not_exist_cannot_be_registered(monkeypatch, wrong):
    monkeypatch.setattr(roles, "_rights", [*roles._rights])
    with pytest.raises(ValueError, match="Nobody can"):
        roles.register("Things", Role.EDITOR, words="do", **wrong)


def test_writing_costs_the_same_when_nothing_changes(django_assert_num_queries):
    # 1 permissions; for each of 3 roles: group, its permissions, place of each of its page lines (1, 1, 1), given
    # page rights, place of each collection line (1), given collection rights; 2 moderation; 2 validation of
    # practices; 2 savepoint.
    with django_assert_num_queries(25):
        role_table.write_roles()


# Appointing -----------------------------------------------------------------------------------------------------


def give(member: User, actor: User, *names: Role, administrator: bool = False) -> None:
    groups = list(Group.objects.filter(name__in=[name.value for name in names]))
    give_roles(member=member, actor=actor, roles=Roles(administrator=administrator, groups=groups))


def history(member: User) -> list[tuple[str, str]]:
    entries = log_registry.get_logs_for_instance(member).order_by("timestamp", "pk")
    return [(entry.action, entry.data.get("role")) for entry in entries]


def test_appointed_member_has_rights_a_line_in_the_history_and_a_letter(client_for, staff, settings):
    settings.STAFF_NEEDS_SECOND_FACTOR = False
    ana = UserFactory(name="Ana Sample")
    client = client_for(ana)
    assert client.get(reverse("wagtailadmin_home")).status_code == 403

    give(ana, staff, Role.EDITOR)

    assert client.get(reverse("wagtailadmin_home")).status_code == 200
    assert ana.is_staff is True
    assert history(ana) == [("members.role_given", "Editors")]
    [message] = deliver_all()
    assert message.subject == "You are now editor"
    assert "Sofia Staff has made you editor of the site." in message.body
    assert "writes pages, and submits them to a moderator" in message.body


def test_withdrawn_role_is_gone_on_the_next_request_of_an_open_session(client_for, staff, settings):
    settings.STAFF_NEEDS_SECOND_FACTOR = False
    ana = with_role(Role.EDITOR, Role.MODERATOR)
    client = client_for(ana)
    assert client.get(reverse("wagtailadmin_home")).status_code == 200

    give(ana, staff, Role.MODERATOR)
    assert client.get(reverse("wagtailadmin_home")).status_code == 200
    give(ana, staff)

    assert client.get(reverse("wagtailadmin_home")).status_code == 403
    assert ana.is_staff is False
    assert history(ana) == [("members.role_withdrawn", "Editors"), ("members.role_withdrawn", "Moderators")]
    assert [message.subject for message in deliver_all()] == [
        "You are no longer editor",
        "You are no longer moderator",
    ]


def test_same_roles_twice_in_a_row_change_and_tell_nothing(staff):
    ana = UserFactory()
    give(ana, staff, Role.EDITOR, administrator=True)
    give(ana, staff, Role.EDITOR, administrator=True)
    assert history(ana) == [("members.role_given", "Editors"), ("members.role_given", "administrator")]
    assert kinds() == ["members.role_given", "members.role_given"]


def test_roles_are_given_by_administrators_only(staff):
    moderator, ana = with_role(Role.MODERATOR), UserFactory()
    with pytest.raises(MemberRefusal, match="Only administrators"):
        give(ana, moderator, Role.EDITOR)
    assert (list(ana.groups.all()), kinds()) == ([], [])
    give(ana, staff, Role.EDITOR)
    assert [group.name for group in ana.groups.all()] == ["Editors"]


def test_nobody_takes_the_administrator_from_themselves(staff):
    give(staff, staff, Role.EDITOR)
    staff.refresh_from_db()
    assert (staff.is_superuser, [group.name for group in staff.groups.all()]) == (True, ["Editors"])


def test_last_administrator_stays_when_the_actor_has_lost_the_role_meanwhile(staff):
    other = UserFactory(staff=True)
    give(other, staff)
    assert kinds() == ["members.role_withdrawn"]
    with pytest.raises(MemberRefusal, match="Only administrators"):
        give(staff, other)
    staff.refresh_from_db()
    assert staff.is_superuser is True


def test_last_administrator_is_not_closed(staff):
    # An inactive administrator may still hold a session's object: what counts is who may act now.
    other = UserFactory(staff=True)
    User.objects.filter(pk=other.pk).update(is_active=False)
    with pytest.raises(MemberRefusal, match="last administrator"):
        accounts.change_account(member=staff, actor=other, name="Gone", is_active=False)
    User.objects.filter(pk=other.pk).update(is_active=True)
    accounts.change_account(member=staff, actor=other, name="Gone", is_active=False)
    staff.refresh_from_db()
    assert staff.is_active is False


@pytest.mark.django_db(transaction=True)
def test_two_administrators_who_withdraw_each_other_leave_one(race):
    if connection.vendor == "sqlite":
        pytest.skip("one writer at a time: nothing to race for")
    one, two = UserFactory(staff=True), UserFactory(staff=True)
    User.objects.exclude(pk__in=[one.pk, two.pk]).update(is_superuser=False)
    outcomes = race([partial(give, User(**_row(one)), two), partial(give, User(**_row(two)), one)])
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["MemberRefusal", "NoneType"]
    assert User.objects.filter(is_superuser=True).count() == 1


def _row(user: User) -> dict:
    return {field.attname: getattr(user, field.attname) for field in User._meta.concrete_fields}


def test_form_of_a_member_appoints_and_tells(client_for, staff, settings):
    settings.STAFF_NEEDS_SECOND_FACTOR = False
    ana = UserFactory(name="Ana Sample")
    moderators = Group.objects.get(name="Moderators")
    client_for(staff).post(
        reverse("wagtailusers_users:edit", args=[ana.pk]),
        {"name": ana.name, "email": ana.email, "is_active": "on", "groups": [moderators.pk]},
    )
    assert list(ana.groups.all()) == [moderators]
    assert kinds() == ["members.role_given"]
    page = client_for(staff).get(reverse("wagtailusers_users:history", args=[ana.pk]))
    assert "Appointed to the role: Moderators" in page.text
