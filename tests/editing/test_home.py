"""The home of the admin: what waits for whom, and what it costs."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cop.core.roles import Role
from cop.editing import waiting
from cop.editing.choices import Answer
from cop.editing.services import approvals
from cop.notifications.choices import LetterState
from cop.notifications.models import Letter
from cop.notifications.services import outbox
from events.services.registering import register
from home.models import StandardPage
from tests.factories.events import CategoryFactory, RegistrationSetupFactory
from tests.factories.members import UserFactory, with_role
from tests.factories.pages import StandardPageFactory

pytestmark = pytest.mark.django_db


def lines(user) -> list[tuple[int, str]]:
    return [(line.count, str(line.label)) for line in waiting.waiting_for(user)]


@pytest.fixture
def manager(one_factor):
    return with_role(Role.EVENT_MANAGER)


@pytest.fixture
def busy(draft, editor, moderator, manager):
    """Something of everything."""
    approval = approvals.ask(page=draft, name="Dora", email="d@officer.example", actor=editor)
    approvals.answer(approval=approval, answer=Answer.APPROVED)
    StandardPage.objects.get(pk=draft.pk).get_workflow().start(draft, editor)
    yesterday = timezone.localdate() - timedelta(days=1)
    StandardPageFactory(owner=editor, review_by=yesterday)
    StandardPageFactory(owner=editor, review_by=yesterday)
    StandardPageFactory(owner=moderator, review_by=timezone.localdate() + timedelta(days=9))
    room = CategoryFactory(setup=RegistrationSetupFactory(needs_approval=True))
    register(member=UserFactory(), event_id=room.setup.event_id, category_id=room.pk)
    letter = outbox.post(kind="members.password_set", cause="x", to="gone@members.example", params={})
    Letter.objects.filter(pk=letter.pk).update(state=LetterState.FAILED)


def test_everybody_sees_what_waits_for_them_and_nothing_else(busy, editor, moderator, manager, staff, member):
    assert lines(editor) == [(1, "draft with an answer"), (2, "pages of yours to review")]
    assert lines(moderator) == [(1, "page to approve")]
    assert lines(manager) == [(1, "registration to decide"), (1, "letter that could not be sent")]
    assert lines(staff) == [
        (1, "page to approve"),
        (1, "registration to decide"),
        (1, "letter that could not be sent"),
    ]
    assert lines(member) == []


def test_answer_waits_until_the_page_is_saved_or_published(busy, draft, editor):
    StandardPage.objects.get(pk=draft.pk).save_revision(user=editor)
    assert (1, "draft with an answer") not in lines(editor)


def test_panel_comes_first_with_links_that_open(client_for, busy, editor, staff):
    for person in (editor, staff):
        client = client_for(person)
        shown = client.get(reverse("wagtailadmin_home")).text
        assert shown.count('class="waiting__line"') == len(lines(person))
        for line in waiting.waiting_for(person):
            assert line.url.replace("&", "&amp;") in shown
            assert client.get(line.url).status_code == 200


def test_panel_says_when_nothing_waits(client_for, editor):
    assert "Nothing at the moment." in client_for(editor).get(reverse("wagtailadmin_home")).text


def test_panel_costs_one_statement_a_line_whatever_waits(busy, editor, manager, staff, django_assert_num_queries):
    # Pages to approve, practices to review, answered drafts, own pages to review; for an editor two more to read the
    # rights (own, groups').
    with django_assert_num_queries(6):
        waiting.waiting_for(editor)
    # The same four, registrations, letters; rights are read once more for the manager.
    with django_assert_num_queries(8):
        waiting.waiting_for(manager)
    # An administrator's rights are not read; documents for the library come on top.
    with django_assert_num_queries(7):
        waiting.waiting_for(staff)


def test_home_takes_as_many_statements_with_three_stale_pages_as_with_one(client_for, editor):
    client, address = client_for(editor), reverse("wagtailadmin_home")
    day = timezone.localdate()
    StandardPageFactory(owner=editor, review_by=day)
    client.get(address)
    with CaptureQueriesContext(connection) as one:
        client.get(address)
    StandardPageFactory(owner=editor, review_by=day)
    StandardPageFactory(owner=editor, review_by=day)
    with CaptureQueriesContext(connection) as three:
        client.get(address)
    assert len(three) == len(one)


def test_admin_wears_the_mark_of_the_site(client_for, editor):
    html = client_for(editor).get(reverse("wagtailadmin_home")).text

    logo = html.partition("data-wagtail-sidebar-branding-logo>")[2].partition("</template>")[0]
    assert 'role="img" aria-label="S3 Community of Practice"' in logo
    assert "wagtailadmin/images/favicon" not in html
