"""The audit log: staff's looks at members' data, append-only, for administrators, without doubled lines."""

import csv
import io
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, Permission
from django.db import IntegrityError, connection, transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from cop.members.models import User
from cop.members.services import accounts, contact, organisations
from cop.members.services.accounts import Roles
from cop.privacy.models import AppendOnly, AuditEntry
from cop.privacy.selectors.audit import AuditFilters, lines, readable
from cop.privacy.services import audit
from cop.privacy.services.retention import apply_rules
from events.services.cancelling import cancel_registration
from events.services.registering import register
from tests.events.forum import open_forum, statements
from tests.factories.members import OrganisationFactory, UserFactory

pytestmark = pytest.mark.django_db

LOG = "/admin/reports/audit/"


def shown(**filters) -> list[tuple[str, str, str]]:
    return [(line.actor, line.member, line.action) for line in readable(list(lines(AuditFilters(**filters))))]


@pytest.fixture
def forum(db):
    return open_forum()


def enrol(forum, name: str = "Ana"):
    member = UserFactory(name=name)
    return member, register(member=member, event_id=forum.event.pk, category_id=forum.room.pk, badge_name=name)


def test_looking_at_a_registration_is_noted_without_names(client_for, staff, forum):
    member, registration = enrol(forum)

    client_for(staff).get(reverse("registrations:detail", args=[registration.pk]))

    entry = AuditEntry.objects.get()
    assert (entry.actor, entry.member, entry.action) == (staff, member, "events.registration_viewed")
    assert entry.what == registration.code
    assert "Ana" not in str(entry.data) + entry.what


def test_looking_at_an_account_is_noted_and_at_ones_own_is_not(client_for, staff):
    member = UserFactory(name="Ana")
    client = client_for(staff)

    client.get(reverse("wagtailusers_users:edit", args=[member.pk]))
    client.get(reverse("wagtailusers_users:edit", args=[staff.pk]))

    assert shown() == [("Sofia Staff", "Ana", "Account looked at")]


def test_refused_and_missing_pages_are_not_noted(client_for, staff, member):
    member.user_permissions.add(Permission.objects.get(codename="access_admin"))
    stranger = UserFactory()

    assert client_for(member).get(reverse("wagtailusers_users:edit", args=[stranger.pk])).status_code == 302
    assert client_for(staff).get(reverse("wagtailusers_users:edit", args=[999_999])).status_code == 404

    assert AuditEntry.objects.count() == 0


def test_reading_a_reported_letter_is_noted(client_for, staff):
    ana, rui = UserFactory(name="Ana"), UserFactory(name="Rui", profile__visibility="members")
    message = contact.send_message(sender=ana, profile=rui.profile, subject="s", text="t", shares_address=False)
    contact.report_message(message=message)

    client_for(staff).get(reverse("contact_messages:inspect", args=[message.pk]))

    assert shown() == [("Sofia Staff", "Ana", "Reported letter read")]


def test_lines_of_wagtails_log_are_shown_once_and_members_own_acts_are_not(forum, staff):
    _member, registration = enrol(forum)
    cancel_registration(registration=registration, actor=staff, reason="Asked by phone")
    source, target = OrganisationFactory(), OrganisationFactory()
    organisations.merge_organisations(source=source, target=target, actor=staff)
    other, theirs = enrol(forum, "Boris")
    cancel_registration(registration=theirs, actor=other)

    found = shown()

    assert [line for line in found if line[0] in ("Ana", "Boris")] == []
    assert sorted(action for _actor, _member, action in found) == ["Cancelled", "Merge", "Merge"]
    assert AuditEntry.objects.count() == 0
    assert ModelLogEntry.objects.count() > 3


def test_change_of_roles_and_address_is_shown(staff):
    member = UserFactory(name="Ana")
    group = Group.objects.create(name="Helpers")
    for _twice in range(2):
        accounts.change_account(
            member=member,
            actor=staff,
            name="Ana",
            email="new@members.example",
            roles=Roles(administrator=False, groups=[group]),
        )

    assert shown() == [
        ("Sofia Staff", "Ana", "Appoint to a role"),
        ("Sofia Staff", "Ana", "Change address"),
    ]


def test_log_can_only_grow():
    audit.note(actor=UserFactory(), action="x.y")
    entry = AuditEntry.objects.get()

    for change in (
        entry.save,
        entry.delete,
        AuditEntry.objects.all().delete,
        lambda: AuditEntry.objects.update(action="z"),
    ):
        with pytest.raises(AppendOnly):
            change()
    assert AuditEntry.objects.get().action == "x.y"


def test_the_database_refuses_to_change_a_line_whoever_asks(member):
    audit.note(actor=member, action="x.y", member_id=member.pk)

    with pytest.raises(IntegrityError, match="lines of the audit log are not changed"), transaction.atomic():
        QuerySet.update(AuditEntry.objects.all(), action="z")
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE privacy_auditentry SET member_id = NULL")

    assert (AuditEntry.objects.get().action, AuditEntry.objects.get().member_id) == ("x.y", member.pk)


def test_only_administrators_read_it(client, client_for, member):
    boss = UserFactory(staff=True)
    manager = UserFactory(is_staff=True)
    manager.groups.add(*Group.objects.all())

    assert client_for(boss).get(LOG).status_code == 200
    assert client_for(User.objects.get(pk=manager.pk)).get(LOG).status_code == 302
    assert client_for(member).get(LOG).status_code == 403
    assert client.get(LOG).status_code == 302
    assert "Audit log" not in client_for(User.objects.get(pk=manager.pk)).get("/admin/").text


def test_filters(staff):
    ana, rui = UserFactory(name="Ana"), UserFactory(name="Rui")
    audit.note(actor=staff, action="members.viewed", member_id=ana.pk)
    audit.note(actor=ana, action="members.viewed", member_id=rui.pk)
    audit.note(actor=staff, action="events.file_read", member_id=rui.pk)
    today = timezone.localdate()

    assert len(shown()) == 3
    assert shown(actor="sofia") == [
        ("Sofia Staff", "Rui", "File of a registration opened"),
        ("Sofia Staff", "Ana", "Account looked at"),
    ]
    assert shown(member="rui", actor="ana") == [("Ana", "Rui", "Account looked at")]
    assert len(shown(action="members.viewed")) == 2
    assert (len(shown(since=today)), shown(since=today + timedelta(days=1))) == (3, [])
    assert (len(shown(until=today)), shown(until=today - timedelta(days=1))) == (3, [])


@pytest.mark.parametrize(
    "query", ["?since=nonsense", "?action=none.such", "?page=999999999999", "?actor=%00%25'", "?member=" + "x" * 5000]
)
def test_odd_filters_do_not_fail(client_for, staff, query):
    audit.note(actor=staff, action="x.y")

    assert client_for(staff).get(LOG + query).status_code == 200


def test_csv_escapes_formulas_and_is_itself_noted(client_for, staff):
    evil = UserFactory(name="=HYPERLINK(1)")
    audit.note(actor=staff, action="members.viewed", member_id=evil.pk, what="+1")

    answer = client_for(staff).get(LOG, {"export": "csv"})
    rows = list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))

    assert rows[0] == ["When", "Who", "About whom", "What", "Which"]
    assert ["Sofia Staff", "'=HYPERLINK(1)", "Account looked at", "'+1"] in [row[1:] for row in rows]
    assert AuditEntry.objects.filter(action="privacy.audit_exported", actor=staff).count() == 1


@pytest.mark.parametrize("number", [1, 3])
def test_statements_do_not_grow_with_lines(client_for, staff, number):
    for _time in range(number):
        audit.note(actor=staff, action="members.viewed", member_id=UserFactory().pk)
    client = client_for(staff)
    client.get(LOG)

    with statements() as visit:
        client.get(LOG)

    own = [each for each in visit if "privacy_auditentry" in each]
    # The lines and their number.
    assert len(own) == 2, "\n".join(visit)


def test_line_is_kept_two_years():
    start = timezone.now()
    audit.note(actor=UserFactory(), action="x.y")

    apply_rules(now=start + timedelta(days=729, hours=23))
    assert AuditEntry.objects.count() == 1
    apply_rules(now=start + timedelta(days=730, minutes=1))
    assert AuditEntry.objects.count() == 0


def test_erased_account_cannot_be_opened_or_changed(client_for, staff):
    from cop.privacy.services import erasing

    member = UserFactory()
    now = timezone.now()
    erasing.ask_for_erasure(member=member, now=now)
    erasing.erase_due(now=now + erasing.GRACE)
    client = client_for(staff)

    assert client.get(reverse("wagtailusers_users:edit", args=[member.pk])).status_code in (302, 403)
    assert "Former member" not in client.get(reverse("wagtailusers_users:index")).text


def test_members_list_shows_who_is_leaving(client_for, staff):
    from cop.privacy.services import erasing

    erasing.ask_for_erasure(member=UserFactory())

    assert "To be deleted" in client_for(staff).get(reverse("wagtailusers_users:index")).text
