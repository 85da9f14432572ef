"""Retention rules: the day before, the day itself; all in one table; reported."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.contrib.auth.models import Permission
from django.contrib.sessions.models import Session
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape
from wagtail.models import ModelLogEntry, Page

from cop.editing.models import Approval
from cop.members.models import MemberLetter, User
from cop.notifications.models import Bounce, Letter
from cop.privacy import retention
from cop.privacy.models import ConsentRecord, DataExport, Erasure, RetentionRun
from cop.privacy.selectors.retention import report
from cop.privacy.services.retention import apply_rules
from events.models import AnswerFile, Registration
from home.models import ContactMessage as Message
from tests.events.forum import statements
from tests.factories.members import UserFactory

from .lives import whole_life

pytestmark = pytest.mark.django_db

NOW = datetime(2027, 6, 1, 3, 40, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def letter(kind: str, number: int, **more) -> Letter:
    return Letter.objects.create(
        kind=kind,
        cause=f"c{number}",
        to="ana@members.example",
        message_id=f"<{number}@x>",
        **{"state": "sent", "sent_at": NOW, **more},
    )


def make_letter(moment):
    letter("privacy.export_ready", 1, created_at=moment)
    return Letter


def make_code(moment):
    letter("members.login_code", 1, created_at=moment)
    return Letter


def make_session(moment):
    Session.objects.create(session_key="k" * 32, session_data="", expire_date=moment)
    return Session


def make_ended(moment):
    UserSession.objects.create(user=UserFactory(), ip="192.0.2.1", session_key="gone", last_seen_at=moment)
    return UserSession


def make_message(moment):
    MemberLetter.objects.create(subject="s", text="t", sent_at=moment)
    return MemberLetter


def make_line(moment):
    from wagtail.log_actions import log

    log(UserFactory(), "privacy.deletion_asked")
    ModelLogEntry.objects.update(timestamp=moment)
    return ModelLogEntry


def make_unused(moment):
    UserFactory(confirmed=False, date_joined=moment)
    return User


def make_deletion(moment):
    Erasure.objects.create(member=UserFactory(), due_at=moment, state="done", done_at=moment)
    return Erasure


def make_choice(moment):
    ConsentRecord.objects.create(version="0123456789ab", made_at=moment)
    return ConsentRecord


def make_bounce(moment):
    Bounce.objects.create(address="a@members.example", kind="soft", event_id="e", at=moment)
    return Bounce


def make_closed(moment):
    Message.objects.create(
        name="Ana", email="a@members.example", topic="question", text="t", state="answered", changed_at=moment
    )
    return Message


def make_approval(moment):
    Approval.objects.create(
        page=Page.objects.get(depth=2),
        revision_at=moment,
        name="Desk officer",
        email="desk@members.example",
        token_hash="h",
        expires_at=moment,
    )
    return Approval


def make_run(moment):
    RetentionRun.objects.create(rule="x", ran_at=moment)
    return RetentionRun


CASES = {
    "bounces": (make_bounce, 180),
    "closed-messages": (make_closed, 365),
    "approvals": (make_approval, 365),
    "letters": (make_letter, 365),
    "letters-with-codes": (make_code, 30),
    "sessions": (make_session, 1),
    "contact-messages": (make_message, 90),
    "history": (make_line, 3 * 365),
    "unused-accounts": (make_unused, 180),
    "deletions": (make_deletion, 3 * 365),
    "cookie-choices": (make_choice, 365),
    "retention-runs": (make_run, 400),
}


@pytest.mark.parametrize("key", CASES)
def test_kept_the_day_before_and_removed_on_the_day(key):
    make, days = CASES[key]
    (rule,) = [each for each in retention.rules() if each.key == key]
    model = make(NOW - timedelta(days=days))
    assert rule.days == days
    before = model._base_manager.count()

    assert rule.remove(NOW - SECOND) == 0
    assert model._base_manager.count() == before
    assert rule.remove(NOW) == 1
    assert model._base_manager.count() == before - 1
    assert rule.remove(NOW) == 0


def test_every_rule_that_removes_by_days_is_tested_here_or_beside_its_service():
    elsewhere = {"dormant-accounts", "spam-messages", "exports", "answers", "unconfirmed-addresses", "audit"}
    elsewhere |= {"date-polls", "meeting-attendance"}
    elsewhere |= {"group-requests", "group-invitations", "group-memberships", "deleted-posts", "post-reports"}
    elsewhere |= {"deleted-documents", "publication-requests"}
    elsewhere |= {"incoming-mails"}
    elsewhere |= {"slides", "speaker-addresses"}
    elsewhere |= {"silent-searches", "imports", "practice-drafts", "practice-declined"}

    assert {rule.key for rule in retention.rules() if rule.days and rule.remove} == set(CASES) | elsewhere


def test_ended_session_is_forgotten_while_a_living_one_is_not(client_for):
    make_ended(NOW - timedelta(days=1))
    member = UserFactory()
    living = client_for(member).session.session_key
    Session.objects.update(expire_date=NOW + timedelta(days=1))
    UserSession.objects.create(user=member, ip="192.0.2.1", session_key=living, last_seen_at=NOW - timedelta(days=30))

    apply_rules(now=NOW)

    assert list(UserSession.objects.values_list("session_key", flat=True)) == [living]


def test_letters_on_their_way_are_never_removed():
    old = NOW - timedelta(days=1000)
    letter("privacy.export_ready", 1, state="queued", sent_at=None, created_at=old)

    apply_rules(now=NOW)

    assert Letter.objects.count() == 1


def test_reported_letter_between_members_is_kept_a_year_after_the_report():
    MemberLetter.objects.create(subject="s", text="t", sent_at=NOW - timedelta(days=400), reported_at=NOW)

    def after(days: float) -> int:
        apply_rules(now=NOW + timedelta(days=days))
        return MemberLetter.objects.count()

    assert (after(364.9), after(365)) == (1, 0)


def test_unused_account_with_a_registration_stays():
    account = UserFactory(confirmed=False, date_joined=NOW - timedelta(days=1000))
    life = whole_life(coming="2027-09-01 08:00")
    Registration.objects.filter(pk=life.waiting.pk).update(member=account)
    alone = UserFactory(confirmed=False, date_joined=NOW - timedelta(days=1000))
    used = UserFactory(confirmed=False, date_joined=NOW - timedelta(days=1000), last_login=NOW)

    apply_rules(now=NOW)

    left = set(User.objects.values_list("pk", flat=True))
    assert account.pk in left
    assert used.pk in left
    assert alone.pk not in left


def test_unconfirmed_second_address_goes_and_the_only_one_stays():
    ana = UserFactory()
    EmailAddress.objects.create(user=ana, email="new@members.example", verified=False)
    made_by_staff = UserFactory(confirmed=False, date_joined=NOW)
    EmailAddress.objects.create(user=made_by_staff, email=made_by_staff.email, verified=False, primary=True)

    apply_rules(now=NOW)

    left = set(EmailAddress.objects.values_list("email", flat=True))
    assert left == {ana.email, made_by_staff.email}


def test_answers_go_a_year_after_the_event_and_the_registration_stays(django_capture_on_commit_callbacks):
    life = whole_life()
    end = life.ahead.event.ends_at + timedelta(days=365)
    path = life.file.file.path

    apply_rules(now=end - SECOND)
    assert Registration.objects.get(pk=life.registration.pk).answers != {}
    with django_capture_on_commit_callbacks(execute=True):
        apply_rules(now=end)

    kept = Registration.objects.get(pk=life.registration.pk)
    assert (kept.answers, kept.status, kept.member) == ({}, "confirmed", life.member)
    assert AnswerFile.objects.count() == 0
    from cop.privacy.services.exporting import private_storage

    assert not private_storage().exists(path)


def test_rule_that_fails_keeps_no_other_from_being_applied(monkeypatch):
    from dataclasses import replace

    make_message(NOW - timedelta(days=90))
    rules = {rule.key: rule for rule in retention.rules()}
    monkeypatch.setitem(retention._rules, "letters", replace(rules["letters"], remove=lambda now: 1 / 0))

    removed = apply_rules(now=NOW)

    assert removed["contact-messages"] == 1
    assert "letters" not in removed
    assert RetentionRun.objects.get(rule="letters").error == "ZeroDivisionError: division by zero"
    assert RetentionRun.objects.get(rule="contact-messages").removed == 1


def test_report_shows_last_run_and_total(client_for, staff):
    member = UserFactory()
    make_message(NOW - timedelta(days=90))
    apply_rules(now=NOW)
    make_message(NOW - timedelta(days=90))
    make_message(NOW - timedelta(days=90))
    apply_rules(now=NOW + timedelta(days=1))

    (row,) = [each for each in report() if each.rule.key == "contact-messages"]

    assert (row.removed, row.total, row.ran_at) == (2, 3, NOW + timedelta(days=1))
    page = client_for(staff).get(reverse("retention_report"))
    line = page.text[page.text.index("Letters between members") :]
    assert re.findall(r"<td>(\d+)</td>", line)[:2] == ["2", "3"]
    assert "Not yet" not in page.text
    member.user_permissions.add(Permission.objects.get(codename="access_admin"))
    assert client_for(member).get(reverse("retention_report")).status_code == 302


def test_public_page_shows_every_rule_and_asks_the_database_nothing(client):
    client.get(reverse("retention"))
    with statements() as visit:
        page = client.get(reverse("retention"))

    assert visit == []
    for rule in retention.rules():
        assert escape(str(rule.what)) in page.text


def test_exports_are_removed_by_the_rule_too():
    DataExport.objects.create(member=UserFactory(), state="ready", expires_at=NOW)

    assert apply_rules(now=NOW - SECOND)["exports"] == 0
    assert apply_rules(now=NOW)["exports"] == 1


def test_all_rules_on_an_empty_site_remove_nothing():
    assert set(apply_rules(now=timezone.now()).values()) == {0}
