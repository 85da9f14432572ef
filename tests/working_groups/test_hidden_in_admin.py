"""The page of a hidden group in the admin: who may know of the group finds it, an editor of all pages does not."""

import pytest
from django.urls import reverse
from wagtail.models import Page

from cop.core.roles import Role
from cop.editing.page_policy import CarefulPagePolicy, secrets_from
from cop.editing.permissions import choosable_pages, pages_editable_by
from cop.members.services import role_table
from tests.editing.test_low_rights import CANARY, _content, leaks, paths
from tests.factories.groups import MembershipFactory, WorkingGroupFactory
from tests.factories.members import with_role
from tests.factories.pages import StandardPageFactory
from working_groups.choices import Visibility

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(settings):
    settings.STAFF_NEEDS_SECOND_FACTOR = False
    role_table.write_roles()
    return {
        "editor": with_role(Role.EDITOR, name="Edda Editor"),
        "inside": with_role(Role.EDITOR, name="Ines Inside"),
        "moderator": with_role(Role.MODERATOR, name="Mona Moderator"),
    }


@pytest.fixture
def page(people):
    """Of a hidden group: with versions, a workflow and a log."""
    group = WorkingGroupFactory(page__title=f"{CANARY} group", page__slug="hidden-group", visibility=Visibility.HIDDEN)
    MembershipFactory(group=group, member=people["inside"])
    page = group.page
    first = page.save_revision(user=people["moderator"], log_action=True)
    page.save_revision(user=people["moderator"], log_action=True)
    page = type(page).objects.get(pk=page.pk)
    page.get_workflow().start(page, people["moderator"])
    page.first = first
    return page


def questions(page) -> list[str]:
    parent = page.get_parent().pk
    choose, api = reverse("wagtailadmin_choose_page"), "/admin/api/main/pages/"
    return [
        "/admin/",
        f"/admin/pages/search/?q={CANARY}",
        f"/admin/pages/{parent}/",
        f"/admin/pages/{parent}/?q={CANARY}",
        f"{choose}?q={CANARY}",
        f"{choose}search/?q={CANARY}",
        f"{choose}{parent}/",
        f"{api}?child_of={parent}&for_explorer=1",
        f"{api}?search={CANARY}",
        "/admin/reports/site-history/",
        "/admin/reports/site-history/?export=csv",
        "/admin/reports/workflow/?export=csv",
        "/admin/reports/workflow_tasks/?export=csv",
        "/admin/reports/aging-pages/?export=csv",
        "/admin/reviews/?export=csv",
        f"/admin/bulk/wagtailcore/page/publish/?id={page.pk}",
        f"/admin/bulk/wagtailcore/page/delete/?id={page.pk}",
    ]


def test_editor_finds_no_trace_of_a_hidden_group(client_for, people, page):
    client = client_for(people["editor"], raise_request_exception=False)
    before = list(Page.objects.order_by("pk").values("pk", "path", "title", "live", "latest_revision_id"))

    assert leaks(client, [*paths(page), *questions(page)]) == []
    assert list(Page.objects.order_by("pk").values("pk", "path", "title", "live", "latest_revision_id")) == before


@pytest.mark.parametrize("who", ["inside", "moderator"])
def test_who_may_know_of_the_group_finds_its_page(client_for, people, page, who):
    """The control: the same addresses do show it."""
    client = client_for(people[who], raise_request_exception=False)

    shown = [address for address in questions(page) if CANARY.encode() in _content(client.get(address))]

    assert len(shown) > 8
    assert client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).status_code == 200


def test_policy_and_its_questions_agree_for_everybody(people, page, staff):
    for name, user in (*people.items(), ("staff", staff)):
        may = name != "editor"
        policy = CarefulPagePolicy(Page)
        assert policy.explorable_instances(user).filter(pk=page.pk).exists() is may
        assert pages_editable_by(user).filter(pk=page.pk).exists() is may
        assert choosable_pages(user).filter(pk=page.pk).exists() is may
        assert policy.user_has_permission_for_instance(user, "change", page) is may
        assert page.permissions_for_user(user).can_edit() is may
        assert Page.objects.get(pk=page.pk).permissions_for_user(user).can_edit() is may
    assert not Page.objects.filter(secrets_from(people["moderator"])).exists()


def test_page_of_a_group_that_is_not_hidden_stays_with_editors(people, page):
    page.group.visibility = Visibility.PRIVATE
    page.group.save()

    assert page.permissions_for_user(people["editor"]).can_edit()
    assert pages_editable_by(people["editor"]).filter(pk=page.pk).exists()


def test_recent_edits_name_no_group_that_has_hidden_since(client_for, people, page):
    page.group.visibility = Visibility.PRIVATE
    page.group.save()
    page.save_revision(user=people["editor"], log_action=True)
    mine = StandardPageFactory(title="Own page")
    mine.save_revision(user=people["editor"], log_action=True)
    home = reverse("wagtailadmin_home")
    recent = client_for(people["editor"]).get(home).text
    assert (f"{CANARY} group" in recent, "Own page" in recent) == (True, True)

    page.group.visibility = Visibility.HIDDEN
    page.group.save()

    recent = client_for(people["editor"]).get(home).text
    assert (CANARY in recent, "Own page" in recent) == (False, True)
