"""What somebody without rights on a page learns of it in the admin (traps.md no. 12): nothing, by whatever address."""

import re

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from wagtail.documents.models import Document
from wagtail.log_actions import log
from wagtail.models import Collection, CollectionViewRestriction, Page, PageViewRestriction

from cop.core.roles import Role
from cop.editing.services import approvals
from cop.members.services import role_table
from home.models import StandardPage
from tests.architecture.test_routes import routes
from tests.factories.events import EventPageFactory, event_index
from tests.factories.members import with_role
from tests.factories.pages import StandardPageFactory

pytestmark = pytest.mark.django_db

CANARY = "QXCANARYQX"
MACHINE = {"X-Requested-With": "XMLHttpRequest"}


@pytest.fixture
def manager(one_factor):
    """An event manager: rights below the list of events, none elsewhere."""
    event_index()
    role_table.write_roles()
    return with_role(Role.EVENT_MANAGER, name="Mona Manager")


@pytest.fixture
def hidden(editor, moderator, manager):
    """A page with everything that could leak: draft, versions, workflow, comments, log, approval, restriction."""
    section = StandardPageFactory(title=f"{CANARY} section", slug="hidden-section", live=False, owner=editor)
    page = StandardPageFactory(
        title=f"{CANARY} title", slug="hidden", live=False, owner=editor, parent=section, body=f"<p>{CANARY} body</p>"
    )
    first = page.save_revision(user=editor, log_action=True)
    page.body = f"<p>{CANARY} second</p>"
    page.save_revision(user=editor, log_action=True)
    page = StandardPage.objects.get(pk=page.pk)
    page.get_workflow().start(page, editor)
    approvals.ask(page=page, name=f"{CANARY} Desk", email="desk@officer.example", actor=editor)
    PageViewRestriction.objects.create(page=section, restriction_type="login")
    page.first = first
    return page


def example(path: str, page) -> str:
    """A path of this route that means the hidden page, its versions or its workflow."""
    state = page.current_workflow_task_state
    for word, value in (
        ("revision_id_a", page.first.pk),
        ("revision_id_b", page.latest_revision_id),
        ("revision_id", page.latest_revision_id),
        ("task_state_id", state.pk),
        ("workflow_state_id", state.workflow_state_id),
    ):
        path = re.sub(rf"<(?:[a-z]+:)?{word}>", str(value), path)
    path = re.sub(r"<(?:int|uuid|path|slug|str|[a-z_]+):[^>]+>|<[^>:]+>", str(page.pk), path)
    path = re.sub(r"\(\?P?[^()]*(?:\([^()]*\))?[^()]*\)|\([^()]*\)", str(page.pk), path)
    return "/" + path.replace("^", "").replace("$", "").replace("\\", "").replace("?", "")


def paths(page) -> list[str]:
    # Signing out on the way would make the rest of the walk a visitor's.
    found = {
        example(path, page)
        for path, name, _pattern in routes()
        if path.startswith("admin/") and name != "wagtailadmin_logout"
    }
    return sorted(found)


def questions(page) -> list[str]:
    """Addresses with questions: searches, lists, choosers, reports, filters."""
    words = CANARY.split(maxsplit=1)[0]
    pk, section, home = page.pk, page.get_parent().pk, page.get_parent().get_parent().pk
    choose, api = reverse("wagtailadmin_choose_page"), "/admin/api/main/pages/"
    bulk = [f"/admin/bulk/wagtailcore/page/{action}/?id={pk}" for action in ("publish", "unpublish", "delete", "move")]
    return [
        f"/admin/pages/search/?q={words}",
        f"/admin/pages/search/?q={words}&page_type=home.StandardPage",
        f"/admin/pages/{home}/",
        f"/admin/pages/{home}/?q={words}",
        f"/admin/pages/{section}/",
        f"{choose}?q={words}",
        f"{choose}search/?q={words}",
        f"{choose}?page_type=home.StandardPage",
        f"{choose}{home}/",
        f"{choose}{section}/?page_type=wagtailcore.page&allow_external_link=true",
        f"{choose}?target_pages[]={pk}&match_subclass=",
        f"{choose}chosen-multiple/?id={pk}",
        f"{api}?search={words}",
        f"{api}?child_of={section}&for_explorer=1",
        f"{api}?fields=*&type=home.StandardPage",
        f"{api}{pk}/?fields=*",
        # Said again in other words than these, too: a part of the canary finds it as well.
        "/admin/reports/site-history/?label=" + words[:-1],
        "/admin/reports/site-history/?export=csv",
        "/admin/reports/workflow/?export=csv",
        "/admin/reports/workflow_tasks/?export=csv",
        "/admin/reports/locked/?export=csv",
        "/admin/reports/aging-pages/?export=csv",
        "/admin/reviews/?export=csv",
        "/admin/approvals/?p=1",
        f"/admin/pages/{pk}/move/{home}/confirm/",
        f"/admin/pages/{pk}/copy/?next=/admin/",
        *bulk,
    ]


def leaks(client, addresses) -> list[str]:
    found = []
    for address in addresses:
        for method, headers in ((client.get, {}), (client.get, MACHINE), (client.post, {})):
            response = method(address, headers=headers)
            content = b"".join(response.streaming_content) if response.streaming else response.content
            # What was asked for may be said again.
            for echo in ("q={}", 'value="{}"', "no pages match <em>{}</em>"):
                content = content.replace(echo.format(CANARY).encode(), b"")
            if CANARY.encode() in content:
                found.append(f"{method.__name__} {address} {headers}")
            # Messages would be shown on the next page; opening one after each of a thousand answers took half the walk.
            # Where a middleware answered, nobody could leave one.
            messages = getattr(response.wsgi_request, "_messages", None)
            if messages and any(CANARY in str(each) for each in messages._queued_messages):
                found.append(f"{method.__name__} {address}, message")
            client.cookies.pop("messages", None)
    return found


def rows(page) -> tuple:
    return (
        list(Page.objects.order_by("pk").values("pk", "path", "title", "live", "locked", "latest_revision_id")),
        StandardPage.objects.get(pk=page.pk).body,
    )


def test_hidden_page_is_found_by_who_may_edit_it(client_for, editor, hidden):
    """The control: the same addresses do show it to its editor."""
    client = client_for(editor, raise_request_exception=False)
    shown = [address for address in questions(hidden) if CANARY.encode() in _content(client.get(address))]
    assert len(shown) > 15
    assert CANARY in client.get(reverse("wagtailadmin_choose_page_child", args=[hidden.pk])).text


def _content(response) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


def test_no_address_of_the_admin_names_or_changes_a_page_without_rights(client_for, manager, hidden):
    before = rows(hidden)
    client = client_for(manager, raise_request_exception=False)
    assert len(paths(hidden)) > 250
    assert leaks(client, [*paths(hidden), *questions(hidden)]) == []
    assert rows(hidden) == before


@pytest.mark.parametrize("name", ["copy", "preview_on_edit", "revisions_revert", "edit", "move", "unpublish", "delete"])
def test_sending_a_form_does_nothing_to_a_page_without_rights(client_for, manager, hidden, name):
    before = rows(hidden)
    arguments = [hidden.pk, hidden.first.pk] if name == "revisions_revert" else [hidden.pk]
    own = event_index()
    sent = {
        "title": "Mine now", "slug": "mine", "body": "null", "new_title": "Mine", "new_slug": "mine",
        "new_parent_page": own.pk, "copy_subpages": "on", "next": "/admin/", "action-publish": "1",
        "comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0",
    }  # fmt: skip
    client = client_for(manager, raise_request_exception=False)
    response = client.post(reverse(f"wagtailadmin_pages:{name}", args=arguments), sent, follow=True)
    assert CANARY not in response.text
    # What a preview keeps stays in the session of who sent it, and shows only what they typed.
    assert CANARY not in client.get(reverse("wagtailadmin_pages:preview_on_edit", args=[hidden.pk])).text
    assert rows(hidden) == before


def test_page_is_not_moved_or_copied_out_of_the_part_one_has_rights_on(client_for, manager, hidden):
    event = EventPageFactory()
    before = rows(hidden)
    client = client_for(manager, raise_request_exception=False)
    home = hidden.get_parent().get_parent()
    for target in (hidden.pk, home.pk):
        client.post(reverse("wagtailadmin_pages:move_confirm", args=[event.pk, target]))
    client.post(
        reverse("wagtailadmin_pages:copy", args=[event.pk]),
        {"new_title": "Copy", "new_slug": "copy", "new_parent_page": home.pk},
    )
    assert rows(hidden) == before


def test_editor_and_moderator_see_no_registration_letter_or_member(client_for, editor, moderator, staff):
    for person in (editor, moderator):
        client = client_for(person)
        for name in ("registrations:index", "letters:index", "wagtailusers_users:index", "wagtailusers_groups:index"):
            assert client_for(staff).get(reverse(name)).status_code == 200
            assert client.get(reverse(name)).status_code == 302, name


def test_site_history_shows_what_one_has_rights_on_and_nothing_else(client_for, editor, manager, staff, hidden):
    log(instance=staff, action="members.role_given", user=staff, data={"role": f"{CANARY} role"})
    event = EventPageFactory(title="Own event")
    log(instance=event, action="wagtail.edit", user=staff)
    address = "/admin/reports/site-history/"
    shown = client_for(manager).get(address).text
    assert "Own event" in shown
    assert CANARY not in shown
    assert staff.email not in shown
    whole = client_for(staff).get(address).text
    assert (CANARY in whole, "Appointed to the role" in whole) == (True, True)
    assert "Appointed to the role" not in client_for(editor).get(address).text


def test_document_of_a_closed_collection_stays_closed(client_for, editor, manager):
    closed = Collection.get_first_root_node().add_child(name="Closed")
    CollectionViewRestriction.objects.create(collection=closed, restriction_type="login")
    document = Document(title="Paper", collection=closed)
    document.file.save("paper.txt", ContentFile(b"words"))
    assert client_for(None).get(document.url).status_code == 302
    # The table gives all collections to both roles; an event manager may use them, and change nobody else's.
    for person, code in ((editor, 200), (manager, 302)):
        assert client_for(person).get(reverse("wagtaildocs:edit", args=[document.pk])).status_code == code
