"""Terms and privacy notice: accepted per version, asked again on change, never in the way of one's rights."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from cop.members.models import User
from cop.members.services import accounts
from cop.privacy import terms_doors
from cop.privacy.clock import ask_for_new_terms
from cop.privacy.models import Document, TermsAcceptance, TermsVersion
from cop.privacy.services import terms
from tests.architecture.test_routes import TABLE
from tests.events.forum import open_forum, statements
from tests.factories.members import UserFactory
from tests.members.codes import sign_in

from .lives import prove

pytestmark = pytest.mark.django_db

ACCEPT = "/account/terms/"


def version(document: str = Document.TERMS, day: date | None = None, **more) -> TermsVersion:
    return TermsVersion.objects.create(
        document=document,
        in_force_from=day or timezone.localdate(),
        **{"what_changed": "We now keep less.", "address": f"/{document}/", **more},
    )


def asked(member: User) -> bool:
    return User.objects.get(pk=member.pk).must_accept_terms


@pytest.fixture
def asking(db) -> TermsVersion:
    """A member is there, then a version comes into force."""
    found = version()
    terms.ask_everybody()
    return found


def form(*versions: TermsVersion, **more) -> dict:
    return {"accepted": "on", "shown": " ".join(str(each.pk) for each in versions), **more}


def test_nobody_is_asked_while_there_is_nothing_to_accept(client_for):
    member = UserFactory()
    terms.ask_everybody()

    assert asked(member) is False
    assert client_for(member).get(reverse("profile")).status_code == 200


def test_member_is_asked_once_accepts_and_goes_on(client_for):
    member = UserFactory()
    new = version()
    terms.ask_everybody()
    client = client_for(member)

    sent = client.get("/profile/?from=menu")
    assert sent.url == f"{ACCEPT}?next=%2Fprofile%2F%3Ffrom%3Dmenu"
    page = client.get(sent.url)
    assert "We now keep less." in page.text
    assert 'href="/terms/"' in page.text
    unticked = client.post(ACCEPT, {"next": "/profile/", "shown": str(new.pk)})
    assert "Tick the box to go on." in unticked.text
    answer = client.post(ACCEPT, form(new, next="/profile/?from=menu"))

    assert answer.url == "/profile/?from=menu"
    assert client.get(answer.url).status_code == 200
    assert list(TermsAcceptance.objects.values_list("member", "version")) == [(member.pk, new.pk)]


def test_asked_again_when_it_changes_and_only_for_what_is_new(client_for):
    member = UserFactory()
    first = version(Document.TERMS, date(2026, 1, 1))
    notice = version(Document.PRIVACY, date(2026, 1, 1))
    terms.ask_everybody()
    terms.accept(member=member, versions=[first.pk, notice.pk])
    assert asked(member) is False
    second = version(Document.TERMS, what_changed="Now with a paragraph on letters.")
    terms.ask_everybody()

    page = client_for(member).get(ACCEPT)

    assert [each.pk for each in page.context["versions"]] == [second.pk]
    assert "terms of use" in page.text
    assert "privacy notice</a>" not in page.text


def test_version_of_the_future_is_asked_for_on_its_day():
    member = UserFactory()
    day = timezone.localdate() + timedelta(days=10)
    version(day=day)
    midnight = timezone.make_aware(timezone.datetime(day.year, day.month, day.day))

    with time_machine.travel(midnight - timedelta(minutes=1), tick=False):
        ask_for_new_terms.call()
        assert asked(member) is False
        assert terms.pending_versions(member) == []
    with time_machine.travel(midnight, tick=False):
        ask_for_new_terms.call()
        assert asked(member) is True


def test_asking_twice_is_once():
    version()
    assert terms.ask_everybody() == 1
    assert terms.ask_everybody() == 0


def test_accepting_twice_is_once(asking):
    member = UserFactory()
    terms.accept(member=member, versions=[asking.pk])
    terms.accept(member=member, versions=[asking.pk])

    assert TermsAcceptance.objects.count() == 1


def test_only_what_is_in_force_is_accepted(asking):
    member = UserFactory()
    later = version(day=timezone.localdate() + timedelta(days=1))

    terms.accept(member=member, versions=[asking.pk, later.pk, 999])

    assert list(TermsAcceptance.objects.values_list("version", flat=True)) == [asking.pk]


def test_newer_version_meanwhile_is_shown_instead_of_being_accepted_unseen(client_for):
    member = UserFactory()
    old = version(day=date(2026, 1, 1))
    terms.ask_everybody()
    new = version()
    terms.ask_everybody()

    answer = client_for(member).post(ACCEPT, form(old, next="/profile/"))

    assert "Something has changed since you opened this page." in answer.text
    assert new.what_changed in answer.text
    assert TermsAcceptance.objects.count() == 0
    assert asked(member) is True


def test_new_account_is_asked_on_the_welcome_page(client, asking):
    notice = version(Document.PRIVACY)
    terms.ask_everybody()
    sent = sign_in(client, "nia@members.example", next="/events/")
    assert sent.url == "/welcome/?next=%2Fevents%2F"

    page = client.get(sent.url)
    assert "I accept the" in page.text
    refused = client.post("/welcome/", {"name": "Nia New", "next": "/events/"})
    assert "Tick the box to go on." in refused.text
    done = client.post("/welcome/", {"name": "Nia New", "next": "/events/", "accepted": "on"})

    assert done.url == "/events/"
    nia = User.objects.get(email="nia@members.example")
    assert set(TermsAcceptance.objects.filter(member=nia).values_list("version", flat=True)) == {asking.pk, notice.pk}
    assert nia.must_accept_terms is False


def test_who_skips_the_welcome_page_is_asked_at_the_next_door(client, asking):
    sign_in(client, "nia@members.example")

    assert client.get("/profile/").url.startswith(ACCEPT)


def test_account_made_by_staff_is_asked_too(asking, staff):
    member = accounts.open_account_for(email="new@members.example", name="New", actor=staff)

    assert asked(member) is True


def test_signing_in_leads_to_the_question_first(client, asking):
    member = UserFactory()
    User.objects.update(must_accept_terms=True)

    answer = sign_in(client, member.email, next="/events/")

    assert answer.url == f"{ACCEPT}?next=%2Fevents%2F"


OPEN = [
    "/",
    "/events/",
    "/events/forum/",
    "/people/",
    "/search/",
    "/account/",
    "/privacy/retention/",
    "/accounts/email/",
]


@pytest.mark.parametrize("path", OPEN)
def test_reading_is_never_held_up(client_for, home, asking, path):
    open_forum()
    member = UserFactory()
    User.objects.update(must_accept_terms=True)

    assert client_for(member).get(path).status_code == 200


def test_tickets_cancelling_exporting_and_deleting_are_never_held_up(client_for, asking):
    from events.services.registering import register

    forum = open_forum()
    member = UserFactory()
    register(member=member, event_id=forum.event.pk, category_id=forum.room.pk, badge_name="Ana")
    User.objects.update(must_accept_terms=True)
    client = prove(client_for(member))

    for name in ("my_registration", "ticket", "cancel_registration"):
        assert client.get(reverse(name, args=["forum"])).status_code == 200, name
    for name in ("my_data", "delete_account"):
        assert client.get(reverse(name)).status_code == 200, name
    assert client.post(reverse("cancel_registration", args=["forum"])).status_code == 302
    assert client.post(reverse("my_data")).url == reverse("my_data")


def test_what_is_being_sent_is_not_held_up(client_for, asking):
    member = UserFactory()
    client = client_for(member)
    User.objects.update(must_accept_terms=True)

    assert client.post(reverse("profile"), {"name": ""}).status_code == 200


FREE = {
    # Seeing how far it is, and deleting: what one has begun is not held up.
    "proposal",
    "proposal_file",
    "delete_proposal",
    # What one is told of what is public.
    "save_search",
    "saved_search",
    "saved_searches",
    "arrange_thread",
    "accept_terms",
    "account",
    "account_deletion",
    "accept_my_offer",
    "accept_session_offer",
    "cancel_registration",
    "confirm_identity",
    "contact_blocks",
    "decline_my_offer",
    "decline_session_offer",
    "delete_account",
    "download_my_data",
    # Leaving, reading, and leading on: what one has begun is not held up.
    "announcement_log",
    "delete_post",
    "edit_post",
    "cancel_meeting",
    "date_poll",
    "edit_action",
    "edit_meeting",
    "meeting",
    "meeting_attendance",
    "meeting_ics",
    "meeting_minutes",
    "meeting_papers",
    "group_actions",
    "my_group_calendar",
    "group_calendar",
    "edit_call",
    "group_call",
    "group_desk",
    "group_desk_member",
    "change_document",
    "change_folder",
    "deleted_documents",
    "document",
    "document_file",
    "document_folder",
    "document_picture",
    "compare_versions",
    "folder_zip",
    "group_discussion",
    "group_documents",
    "group_history",
    "group_invitations",
    "group_incoming",
    "group_leave",
    "group_mail",
    "group_mail_original",
    "group_meetings",
    "group_members",
    "group_post",
    "group_reports",
    "group_request",
    "group_requests",
    "group_settings",
    "group_statistics",
    "groups_overview",
    "group_welcome",
    "mention_suggestions",
    "my_calendar",
    "my_data",
    "my_event_ics",
    "my_newsletter",
    "my_registration",
    "post_history",
    "publish_document",
    "report_post",
    "resource_by_number",
    "second_factor",
    # By a link from a letter, without an account.
    "speaker_slides",
    "thread",
    "ticket",
    "ticket_pdf",
    "welcome",
    "zip_file",
}


def test_every_page_behind_the_sign_in_is_a_door_or_free_by_decision():
    behind = {
        name
        for name, (_args, statuses) in TABLE.items()
        if (statuses[0] == 302 and not name.startswith(("account_", "mfa_"))) or name in FREE | terms_doors.doors()
    }

    assert behind == FREE | terms_doors.doors(), (
        "A new page: ask for terms there (terms_doors.ask_at), or list it as free."
    )
    assert FREE & terms_doors.doors() == set()


def test_asking_costs_no_statement(client_for, asking):
    member = UserFactory()
    client = client_for(member)
    client.get("/account/second-factor/")
    with statements() as before:
        client.get("/account/second-factor/")
    User.objects.update(must_accept_terms=True)
    with statements() as sent_away:
        client.get("/profile/")

    # Session and account, both times; nothing for the terms.
    assert len(sent_away) == 2, "\n".join(sent_away)
    assert not any("terms" in statement.lower().replace("must_accept_terms", "") for statement in before)


@pytest.mark.parametrize("evil", ["https://evil.example/", "//evil.example/"])
def test_next_stays_on_the_site(client_for, asking, evil):
    member = UserFactory()
    client = client_for(member)

    assert client.post(ACCEPT, form(asking, next=evil)).url == reverse("my_page")


# The admin


def test_saving_in_the_admin_asks_at_once(client_for, staff):
    member = UserFactory()
    client = client_for(staff)
    address = reverse(TermsVersion.snippet_viewset.get_url_name("add"))

    answer = client.post(
        address,
        {
            "document": "terms",
            "in_force_from": str(timezone.localdate()),
            "what_changed": "New paragraph.",
            "address": "/terms/",
        },
    )

    assert answer.status_code == 302
    assert asked(member) is True
    assert TermsVersion.objects.get().asked_at is not None


def test_version_that_was_asked_for_keeps_its_date_and_stays(client_for, staff, asking):
    asking.refresh_from_db()
    asking.in_force_from = date(2020, 1, 1)
    with pytest.raises(ValidationError, match="Make a new one"):
        asking.full_clean()
    client = client_for(staff)

    client.post(reverse(TermsVersion.snippet_viewset.get_url_name("delete"), args=[asking.pk]))

    assert TermsVersion.objects.count() == 1


@pytest.mark.parametrize("address", ["https://evil.example/", "//evil.example/", "terms"])
def test_text_is_a_page_of_ours(address):
    with pytest.raises(ValidationError):
        TermsVersion(document="terms", in_force_from=date(2026, 1, 1), what_changed="x", address=address).full_clean()


def test_one_version_of_a_document_a_day():
    version()
    with pytest.raises(IntegrityError), transaction.atomic():
        version()
