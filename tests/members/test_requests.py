"""The secretariat's page of a member says what they asked for, anywhere on the site."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from cop.members.requests import requests_of
from cop.privacy.models import DataExport, Erasure
from home.models import ContactMessage
from tests.factories.groups import WorkingGroupFactory
from tests.factories.members import UserFactory
from working_groups.models import JoinRequest

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
NOW = datetime(2027, 6, 1, 12, tzinfo=UTC)


@pytest.fixture
def ana():
    """Asked for four things; somebody else asked as well."""
    found = None
    for number, email in enumerate(("ana@agency.example", "other@agency.example")):
        member = UserFactory(email=email)
        group = WorkingGroupFactory(page__title=f"Group {number}", page__slug=f"group-{number}")
        JoinRequest.objects.create(group=group, member=member)
        JoinRequest.objects.update(created_at=NOW - 3 * DAY)
        DataExport.objects.create(member=member, asked_at=NOW - 2 * DAY)
        Erasure.objects.create(member=member, asked_at=NOW - DAY, due_at=NOW + DAY)
        # Written without signing in, with the address of the account.
        ContactMessage.objects.create(
            key=uuid.uuid4(), name=f"N{number}", email=email.upper(), topic="other", text="?", created_at=NOW
        )
        found = found or member
    return found


def test_requests_of_a_member_stand_together_the_newest_first(ana):
    assert [(str(each.what).partition(":")[0], each.asked_at) for each in requests_of(ana)] == [
        ("Message", NOW),
        ("Deletion of the account", NOW - DAY),
        ("Export of the data", NOW - 2 * DAY),
        ("Request to join Group 0", NOW - 3 * DAY),
    ]


def test_page_of_the_member_shows_them_to_administrators(client_for, settings, ana):
    settings.STAFF_NEEDS_SECOND_FACTOR = False
    boss = UserFactory(staff=True)
    browser = client_for(boss)

    page = browser.get(reverse("wagtailusers_users:edit", args=[ana.pk])).text

    assert "Request to join Group 0" in page
    assert "Group 1" not in page
    for each in requests_of(ana):
        if each.url:
            assert f'href="{each.url}"' in page
            assert browser.get(each.url).status_code == 200
    nobody = UserFactory()
    assert "Nothing so far." in browser.get(reverse("wagtailusers_users:edit", args=[nobody.pk])).text


def test_requests_cost_one_statement_a_source(ana, django_assert_num_queries):
    # Exports; deletions; requests to join with their groups; proposed practices; messages.
    with django_assert_num_queries(5):
        requests_of(ana)
