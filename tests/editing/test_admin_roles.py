"""Who may do what in the admin: one table of addresses by role. The roles come from the table that is written.

Each cell is what a GET, or a POST where the line says so, comes to: `in` it is done or shown; `no` refused (403, or
back to the home of the admin with a word); `door` to the log-in.
"""

import pytest
from django.urls import reverse

from cop.core.roles import Role
from cop.editing.services import approvals
from cop.members.services import role_table
from cop.members.services.roles import Roles, give_roles
from home.models import StandardPage
from tests.factories.events import CategoryFactory, EventPageFactory, RegistrationSetupFactory
from tests.factories.members import UserFactory, with_role
from tests.factories.pages import StandardPageFactory
from tests.resources.sheets import begun, row

pytestmark = pytest.mark.django_db

ROLES = ("visitor", "member", "editor", "moderator", "manager", "administrator")
WAYS = {"i": "in", "n": "no", "d": "door"}
PAGES = "wagtailadmin_pages"

# (route, arguments, sent): what each role gets, in the order of ROLES
TABLE = {
    ("wagtailadmin_home", ""): "d n i i i i",
    ("wagtailadmin_account", ""): "d n i i i i",
    # Pages outside the events
    (f"{PAGES}:add", "home StandardPage of {home}"): "d n i i n i",
    (f"{PAGES}:edit", "{page}"): "d n i i n i",
    (f"{PAGES}:history", "{page}"): "d n i i n i",
    (f"{PAGES}:revisions_view", "{page} {revision}"): "d n i i n i",
    (f"{PAGES}:view_draft", "{page}"): "d n i i n i",
    (f"{PAGES}:copy", "{page}"): "d n i i n i",
    (f"{PAGES}:move", "{page}"): "d n n i n i",
    (f"{PAGES}:delete", "{page}"): "d n n i n i",
    (f"{PAGES}:unpublish", "{page}"): "d n n i n i",
    (f"{PAGES}:workflow_history", "{page}"): "d n i i n i",
    (f"{PAGES}:set_privacy", "{page}"): "d n n i n i",
    (f"{PAGES}:lock", "{page} POST"): "d n n i n i",
    # Event pages
    (f"{PAGES}:edit", "{event}"): "d n i i i i",
    (f"{PAGES}:unpublish", "{event}"): "d n n i i i",
    ("programmes:event", "{event}"): "d n i i i i",
    ("programmes:cancel_event", "{event}"): "d n n i i i",
    # Registrations, speakers
    ("registrations:index", ""): "d n n n i i",
    ("registrations:event", "{event}"): "d n n n i i",
    ("setups:edit", "{event}"): "d n n n i i",
    ("speakers:index", ""): "d n n n i i",
    ("series:add", ""): "d n n n i i",
    # Old material for the library
    ("imports:index", ""): "d n n i n i",
    ("imports:template", "csv"): "d n n i n i",
    ("imports:run", "{import}"): "d n n i n i",
    ("imports:progress", "{import}"): "d n n i n i",
    ("imports:report", "{import}"): "d n n i n i",
    # Approvals, reviews, reports
    ("approvals:page", "{page}"): "d n i i n i",
    ("approvals:page", "{event}"): "d n i i i i",
    ("approvals:revoke", "{approval}"): "d n i i n i",
    ("approvals:index", ""): "d n i i i i",
    ("reviews:index", ""): "d n i i i i",
    ("wagtailadmin_reports:site_history", ""): "d n i i i i",
    ("wagtailadmin_reports:locked_pages", ""): "d n n i n i",
    ("wagtailadmin_reports:workflow", ""): "d n i i i i",
    # Pictures, documents, words
    ("wagtailimages:index", ""): "d n i i i i",
    ("wagtailimages:add_multiple", ""): "d n i i i i",
    ("wagtaildocs:index", ""): "d n i i i i",
    ("wagtailsnippets_taxonomy_topic:list", ""): "d n i i n i",
    ("wagtailredirects:index", ""): "d n n i n i",
    # Members, letters, the site itself
    ("organisations:index", ""): "d n n i n i",
    ("letters:index", ""): "d n n n i i",
    ("wagtailusers_users:index", ""): "d n n n n i",
    ("wagtailusers_users:add", ""): "d n n n n i",
    ("wagtailusers_users:edit", "{other}"): "d n n n n i",
    ("wagtailusers_users:delete", "{other}"): "d n n n n i",
    ("wagtailusers_groups:index", ""): "d n n n n i",
    ("wagtailsites:index", ""): "d n n n n i",
    ("wagtailadmin_collections:index", ""): "d n n n n i",
    ("wagtailadmin_workflows:index", ""): "d n n n n i",
}


@pytest.fixture
def clients(client_for, one_factor):
    event = EventPageFactory(slug="open")
    role_table.write_roles()
    people = {
        "visitor": None,
        "member": UserFactory(),
        "editor": with_role(Role.EDITOR),
        "moderator": with_role(Role.MODERATOR),
        "manager": with_role(Role.EVENT_MANAGER),
        "administrator": UserFactory(staff=True),
    }
    CategoryFactory(setup=RegistrationSetupFactory(event=event))
    page = StandardPageFactory(title="Outside")
    revision = page.save_revision(user=people["editor"])
    page = StandardPage.objects.get(pk=page.pk)
    approval = approvals.ask(page=page, name="Dora", email="d@officer.example", actor=people["editor"])
    known = {
        "{page}": page.pk,
        "{home}": page.get_parent().pk,
        "{revision}": revision.pk,
        "{event}": event.pk,
        "{approval}": approval.pk,
        "{other}": UserFactory().pk,
        "{import}": begun(row()).pk,
    }
    return {role: client_for(user) for role, user in people.items()}, known


def outcome(client, route: str, arguments: str, known: dict) -> str:
    words = arguments.replace("home StandardPage of", "home standardpage").split()
    address = reverse(route, args=[known.get(word, word) for word in words if word != "POST"])
    response = (client.post if "POST" in words else client.get)(address)
    if response.status_code == 403:
        return "n"
    if response.status_code != 302:
        assert response.status_code == 200, address
        return "i"
    if response.url.startswith(reverse("account_login")):
        return "d"
    return "n" if response.url == reverse("wagtailadmin_home") else "i"


def test_every_address_answers_every_role_as_the_table_says(clients):
    browsers, known = clients
    found = {
        (route, arguments): " ".join(outcome(browsers[role], route, arguments, known) for role in ROLES)
        for route, arguments in TABLE
    }
    assert {line: got for line, got in found.items() if got != TABLE[line]} == {}


def test_every_role_needs_the_second_factor(clients, settings):
    settings.STAFF_NEEDS_SECOND_FACTOR = True
    browsers, _known = clients
    for role in ("editor", "moderator", "manager", "administrator"):
        answer = browsers[role].get(reverse("wagtailadmin_home"))
        assert (answer.status_code, answer.url.partition("?")[0]) == (302, reverse("second_factor")), role


def test_two_roles_add_up(client_for, one_factor, staff):
    EventPageFactory()
    role_table.write_roles()
    person = with_role(Role.EDITOR)
    client = client_for(person)
    assert client.get(reverse("registrations:index")).status_code == 302
    groups = [*person.groups.all(), *with_role(Role.EVENT_MANAGER).groups.all()]
    give_roles(member=person, actor=staff, roles=Roles(administrator=False, groups=groups))
    assert client.get(reverse("registrations:index")).status_code == 200
    page = StandardPageFactory()
    assert client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).status_code == 200
