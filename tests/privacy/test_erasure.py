"""Deleting an account: grace, undoing, then nothing of the member is left but what others need."""

from datetime import timedelta

import pytest
import time_machine
from allauth.usersessions.models import UserSession
from django.core import signing
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from cop.members.models import MemberLetter, User
from cop.members.services import contact
from cop.notifications.models import Letter
from cop.privacy import personal_data
from cop.privacy.clock import erase_members
from cop.privacy.models import Erasure, ErasureState
from cop.privacy.refusals import PrivacyRefused, Reason
from cop.privacy.services import erasing, exporting
from events.models import AnswerFile, Registration
from tests.factories.members import UserFactory
from tests.letters import deliver_all, kinds, letters, links_of
from tests.members.codes import sign_in

from .lives import CANARIES, prove, whole_life

pytestmark = pytest.mark.django_db

NOW = timezone.now().replace(microsecond=0)
DUE = NOW + erasing.GRACE


def asked(member: User) -> Erasure:
    return erasing.ask_for_erasure(member=member, now=NOW)


# Asking


def test_member_asks_on_the_page_and_is_told(client_for):
    member = UserFactory()
    here, there = prove(client_for(member)), client_for(member)
    for client in (here, there):
        UserSession.objects.create(user=member, ip="192.0.2.1", session_key=client.session.session_key)
    assert "Delete my account" in here.get(reverse("account")).text

    unread = here.post(reverse("delete_account"), {})
    assert "Tick the box" in unread.text
    answer = here.post(reverse("delete_account"), {"understood": "on"}, follow=True)

    assert answer.redirect_chain[-1][0] == reverse("account_deletion")
    assert "Your account is going to be deleted" in answer.text
    member.refresh_from_db()
    erasure = Erasure.objects.get()
    assert erasure.due_at - erasure.asked_at == timedelta(days=14)
    assert (member.deletion_due_at, member.is_active) == (erasure.due_at, True)
    assert there.get(reverse("account")).status_code == 302
    assert here.get(reverse("account")).status_code == 200
    assert kinds() == ["privacy.deletion_asked"]


def test_asking_twice_is_once():
    member = UserFactory()

    assert asked(member) == asked(member)
    assert kinds() == ["privacy.deletion_asked"]


def test_last_administrator_cannot_leave_and_the_page_says_so(client_for, staff):
    with pytest.raises(PrivacyRefused) as caught:
        asked(staff)
    assert caught.value.reason == Reason.LAST_ADMINISTRATOR
    client = prove(client_for(staff))
    assert "You are the last administrator." in client.get(reverse("delete_account")).text
    assert client.post(reverse("delete_account"), {"understood": "on"}, follow=True).status_code == 200

    assert Erasure.objects.count() == 0
    UserFactory(staff=True)
    assert asked(staff).state == ErasureState.ASKED


def test_of_two_administrators_only_one_can_leave():
    first, second = UserFactory(staff=True), UserFactory(staff=True)
    asked(first)

    with pytest.raises(PrivacyRefused):
        asked(second)


def test_administrator_who_became_the_last_meanwhile_stays():
    leaving, other = UserFactory(staff=True), UserFactory(staff=True)
    erasure = asked(leaving)
    User.objects.filter(pk=other.pk).update(is_superuser=False)

    assert erasing.erase_due(now=DUE) == 0

    erasure.refresh_from_db()
    leaving.refresh_from_db()
    assert (erasure.state, erasure.error, leaving.is_active) == (ErasureState.ASKED, "last_administrator", True)


def test_member_who_leaves_is_no_longer_found(client):
    member = UserFactory(name="Ana Leaving", profile__visibility="everybody")
    assert "Ana Leaving" in client.get("/people/").text

    asked(member)

    assert "Ana Leaving" not in client.get("/people/").text
    assert client.get(reverse("person", args=[member.profile.pk])).status_code == 404


# Grace


def test_signing_in_meanwhile_shows_it_first_and_it_can_be_undone(client):
    member = UserFactory()
    asked(member)

    answer = sign_in(client, member.email, next="/events/")
    assert answer.url == reverse("account_deletion")
    page = client.get(answer.url)
    assert "Keep my account" in page.text
    kept = client.post(reverse("account_deletion"), follow=True)

    assert "Your account stays." in kept.text
    member.refresh_from_db()
    assert member.deletion_due_at is None
    assert kinds()[-1] == "privacy.deletion_undone"
    assert client.get(reverse("account_deletion")).url == reverse("account")


def test_link_in_the_letter_keeps_the_account_by_post_without_a_session(client):
    member = UserFactory()
    erasure = asked(member)
    (message,) = deliver_all()
    link = next(link for link in links_of(message) if "/keep/" in link)

    assert "Keep your account?" in client.get(link).text
    erasure.refresh_from_db()
    assert erasure.state == ErasureState.ASKED
    for _twice in range(2):
        client.post(link)

    assert "Your account stays" in client.get(link).text
    erasure.refresh_from_db()
    assert erasure.state == ErasureState.UNDONE
    assert kinds() == ["privacy.deletion_asked", "privacy.deletion_undone"]


def test_outbox_does_not_keep_the_link():
    asked(UserFactory())
    deliver_all()
    letter = Letter.objects.get()

    assert letter.params["token"] == "••••••"
    assert erasing.token_for(Erasure.objects.get()) not in letter.text + letter.html


@pytest.mark.parametrize("value", ["x", 1], ids=["ours, of another sort", "of another purpose"])
def test_forged_link_is_404(client, value):
    asked(UserFactory())
    token = signing.dumps(value, salt=erasing.SALT if value == "x" else "other")

    assert client.get(reverse("keep_account", args=[token])).status_code == 404
    assert client.post(reverse("keep_account", args=[token])).status_code == 404


def test_after_undoing_one_can_ask_again():
    member = UserFactory()
    erasing.undo(erasure=asked(member))

    again = asked(member)

    assert again.state == ErasureState.ASKED
    assert kinds() == ["privacy.deletion_asked", "privacy.deletion_undone", "privacy.deletion_asked"]


def test_day_before_nothing_happens_and_on_the_day_it_does():
    member = UserFactory()
    asked(member)

    assert erasing.erase_due(now=DUE - timedelta(seconds=1)) == 0
    member.refresh_from_db()
    assert member.erased_at is None
    assert erasing.erase_due(now=DUE) == 1
    member.refresh_from_db()
    assert member.erased_at is not None


def test_too_late_to_undo(client):
    erasure = asked(UserFactory())
    link = reverse("keep_account", args=[erasing.token_for(erasure)])
    erasing.erase_due(now=DUE)

    with pytest.raises(PrivacyRefused) as caught:
        erasing.undo(erasure=erasure)
    assert caught.value.reason == Reason.TOO_LATE
    client.post(link)
    assert "It is too late" in client.get(link).text


# Carrying it out


def erase(member: User) -> None:
    asked(member)
    assert erasing.erase_due(now=DUE) == 1


def leaks_of(member: User) -> list[str]:
    from .lives import leaks

    return leaks(*CANARIES.values())


def test_nothing_of_the_member_is_left_in_any_table(django_capture_on_commit_callbacks):
    life = whole_life()
    exporting.make(exporting.ask_for_export(member=life.member).pk)
    assert len(leaks_of(life.member)) > 10
    path = life.file.file.path
    with django_capture_on_commit_callbacks(execute=True):
        erase(life.member)
    deliver_all()
    erase_members.call()  # the clock's next round forgets the last letter

    # Who spoke stays named in the published programme.
    assert leaks_of(life.member) == ["events.Speaker.biography", "events.Speaker.name"]
    assert not exporting.private_storage().exists(path)
    assert AnswerFile.objects.count() == 0


def test_what_others_need_stays_without_a_name(client_for, staff):
    life = whole_life()
    number_of_lines = ModelLogEntry.objects.count()
    erase(life.member)

    past = Registration.objects.get(pk=life.attended.pk)
    assert (past.status, past.place_number, past.category_number, past.code) == ("attended", 1, 1, "PASTCANARY")
    assert (past.member_id, past.badge_name, past.badge_organisation, past.answers) == (None, "Former member", "", {})
    assert ModelLogEntry.objects.count() > number_of_lines
    empty = User.objects.get(pk=life.member.pk)
    assert (str(empty), empty.email) == ("Former member", f"former-member-{empty.pk}@erased.invalid")
    assert (empty.is_active, empty.is_staff, empty.has_usable_password()) == (False, False, False)
    desk = client_for(staff).get(reverse("registrations:detail", args=[life.registration.pk]))
    assert "Former member" in desk.text


def test_freed_place_goes_to_the_next_in_line():
    life = whole_life()
    assert life.waiting.status == "waiting"

    erase(life.member)

    life.registration.refresh_from_db()
    life.waiting.refresh_from_db()
    assert (life.registration.status, life.registration.category_number) == ("cancelled", None)
    assert life.waiting.status in ("offered", "confirmed")
    assert letters(to=life.friend.email)[-1].kind.startswith("events.")


def test_registrations_past_keep_their_state():
    life = whole_life()
    erase(life.member)

    life.attended.refresh_from_db()
    assert life.attended.status == "attended"


def test_last_letter_goes_to_the_address_which_is_then_forgotten():
    life = whole_life()
    erase(life.member)

    assert [letter.kind for letter in letters(to=CANARIES["address"])] == ["privacy.deleted"]
    erase_members.call()  # not sent yet: it stays
    (message,) = [each for each in deliver_all() if each.to == [CANARIES["address"]]]
    assert message.subject == "Your account is deleted"
    assert CANARIES["name"] not in message.body
    erase_members.call()
    assert letters(to=CANARIES["address"]) == []


def test_address_may_come_back_with_a_new_account(client):
    life = whole_life()
    erase(life.member)

    sign_in(client, CANARIES["address"])

    new = User.objects.get(email=CANARIES["address"])
    assert new.pk != life.member.pk
    assert (new.name, new.registrations.count()) == ("", 0)


def test_open_session_is_dead_from_the_moment_it_begins(client_for):
    member = UserFactory()
    client = client_for(member)
    erase(member)

    assert client.get(reverse("account")).status_code == 302


def test_reported_letter_stays_for_the_secretariat():
    life = whole_life()
    contact.report_message(message=life.message)
    erase(life.member)

    kept = MemberLetter.objects.get(pk=life.message.pk)
    assert str(kept.sender) == "Former member"


@pytest.mark.parametrize("step", [step.key for step in personal_data.erasers()])
def test_killed_in_any_step_it_goes_on_there(step, monkeypatch):
    life = whole_life()
    erasure = asked(life.member)
    found = personal_data._registry.erasers[step]

    def killed(member):
        found.erase(member)
        raise KeyboardInterrupt

    monkeypatch.setitem(personal_data._registry.erasers, step, personal_data.Eraser(step, found.order, killed))
    with pytest.raises(KeyboardInterrupt):
        erasing.erase_due(now=DUE)
    monkeypatch.undo()
    assert User.objects.get(pk=life.member.pk).is_active is False
    # Nobody else touches it while the claim holds; afterwards it goes on.
    assert erasing.erase_due(now=DUE + timedelta(minutes=9)) == 0
    assert erasing.erase_due(now=DUE + timedelta(minutes=11)) == 1

    erasure.refresh_from_db()
    assert erasure.state == ErasureState.DONE
    assert [letter.kind for letter in letters(to=CANARIES["address"])] == ["privacy.deleted"]
    deliver_all()
    erase_members.call()
    assert leaks_of(life.member) == ["events.Speaker.biography", "events.Speaker.name"]


def test_step_that_fails_is_noted_and_tried_again(monkeypatch):
    member = UserFactory()
    erasure = asked(member)
    found = personal_data._registry.erasers["profile"]
    monkeypatch.setitem(
        personal_data._registry.erasers, "profile", personal_data.Eraser("profile", found.order, lambda member: 1 / 0)
    )

    assert erasing.erase_due(now=DUE) == 0
    erasure.refresh_from_db()
    assert (erasure.state, erasure.error) == (ErasureState.RUNNING, "ZeroDivisionError")
    monkeypatch.undo()

    assert erasing.erase_due(now=DUE) == 1


def test_carried_out_twice_is_once():
    member = UserFactory()
    erase(member)

    assert erasing.erase_due(now=DUE + timedelta(days=1)) == 0
    assert kinds(to=member.email) == ["privacy.deleted"]


def test_clock_erases(member):
    asked(member)
    with time_machine.travel(DUE, tick=False):
        erase_members.call()
    member.refresh_from_db()
    assert member.erased_at is not None
