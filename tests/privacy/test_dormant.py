"""Accounts that nobody signs in to: announced after three years, kept by one click, erased two months later."""

from datetime import UTC, datetime, timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.urls import reverse

from cop.members.models import User
from cop.notifications.models import Letter
from cop.privacy.models import Erasure, ErasureState
from cop.privacy.services import erasing
from cop.privacy.services.retention import apply_rules
from tests.factories.members import UserFactory
from tests.letters import deliver_all, letters

pytestmark = pytest.mark.django_db

NOW = datetime(2030, 6, 1, 3, 40, tzinfo=UTC)
YEARS = timedelta(days=3 * 365)
SECOND, DAY = timedelta(seconds=1), timedelta(days=1)


@pytest.fixture
def ana():
    return UserFactory(email="ana@agency.example", date_joined=NOW - 2 * YEARS, last_login=NOW - YEARS)


def night(when: datetime) -> int:
    return apply_rules(now=when)["dormant-accounts"]


def test_account_is_announced_on_the_day_and_once(ana):
    assert night(NOW - SECOND) == 0
    assert night(NOW) == 1
    assert night(NOW) == 0
    assert night(NOW + DAY) == 0

    [letter] = letters()
    assert (letter.kind, letter.to) == ("privacy.dormant", "ana@agency.example")
    [mail] = deliver_all()
    assert "Do you still need your account?" in mail.subject
    assert "on 31 July 2030" in " ".join(mail.body.split())
    erasure = Erasure.objects.get()
    assert (erasure.is_dormant, erasure.state, erasure.due_at) == (True, ErasureState.ASKED, NOW + timedelta(days=60))
    ana.refresh_from_db()
    assert (ana.is_active, ana.deletion_due_at) == (True, erasure.due_at)


def test_account_is_erased_when_nobody_answers_and_not_before(ana):
    night(NOW)
    due = NOW + timedelta(days=60)

    assert erasing.erase_due(now=due - SECOND) == 0
    assert erasing.erase_due(now=due) == 1
    ana.refresh_from_db()
    assert (ana.erased_at is not None, ana.email.endswith("@erased.invalid")) == (True, True)
    assert night(due + YEARS) == 0


def test_member_who_came_back_but_pressed_nothing_keeps_the_account(ana):
    night(NOW)
    User.objects.filter(pk=ana.pk).update(last_login=NOW + DAY)

    assert erasing.erase_due(now=NOW + timedelta(days=60)) == 0
    ana.refresh_from_db()
    assert (ana.erased_at, ana.deletion_due_at) == (None, None)
    assert Erasure.objects.get().state == ErasureState.UNDONE


def test_link_of_the_letter_keeps_the_account_for_three_more_years(client, ana):
    night(NOW)
    kept_at = NOW + timedelta(days=59)
    erasing.undo(erasure=Erasure.objects.get(), now=kept_at)

    assert night(kept_at + DAY) == 0
    assert night(kept_at + YEARS - SECOND) == 0
    assert night(kept_at + YEARS) == 1
    assert Letter.objects.filter(kind="privacy.dormant").count() == 2


def test_letter_says_until_when_and_its_page_keeps_the_account(client, ana):
    erasing.announce_dormant(before=NOW)
    erasure = Erasure.objects.get()
    path = reverse("keep_account", args=[erasing.token_for(erasure)])

    assert "Keep your account?" in client.get(path).text
    assert "Your account stays" in client.post(path, follow=True).text
    assert User.objects.get(pk=ana.pk).deletion_due_at is None


def test_who_signs_in_meanwhile_is_told_why_and_may_keep_it(client_for, ana):
    erasing.announce_dormant(before=NOW)
    browser = client_for(ana)

    assert "Nobody had signed in for three years." in browser.get(reverse("account_deletion")).text
    browser.post(reverse("account_deletion"))

    assert User.objects.get(pk=ana.pk).deletion_due_at is None


def test_accounts_in_use_of_the_secretariat_and_of_the_demo_are_left_alone():
    old = {"date_joined": NOW - 2 * YEARS, "last_login": NOW - 2 * YEARS}
    in_use = UserFactory(**old)
    Session.objects.create(session_key="k", session_data="", expire_date=NOW + DAY)
    UserSession.objects.create(user=in_use, ip="192.0.2.1", session_key="k", last_seen_at=NOW - DAY)
    UserFactory(**old, is_staff=True)
    UserFactory(**old, is_sample=True)
    UserFactory(**old, is_active=False)
    UserFactory(date_joined=NOW - 2 * YEARS, last_login=NOW - DAY)
    UserFactory(date_joined=NOW - DAY, last_login=None)
    asked = UserFactory(**old)
    erasing.ask_for_erasure(member=asked, now=NOW)

    assert night(NOW) == 0


def test_account_that_was_never_signed_in_to_counts_from_its_making():
    UserFactory(date_joined=NOW - YEARS, last_login=None)

    assert night(NOW - SECOND) == 0
    assert night(NOW) == 1
