"""Writing to a member without seeing their address; limits, blocking, reporting."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import Permission
from django.core import signing
from django.urls import reverse
from django.utils import timezone

from cop.members.choices import ProfileVisibility as V
from cop.members.models import ContactBlock, MemberLetter, Profile, User
from cop.members.refusals import ContactReason, ContactRefused
from cop.members.services import contact
from cop.notifications.models import Letter
from tests.factories.members import OrganisationFactory, UserFactory
from tests.letters import deliver_all, html_of, kinds, letters

pytestmark = pytest.mark.django_db

SECRET = "Meet me in Ghent on Tuesday"


@pytest.fixture
def sender(db) -> User:
    return UserFactory(name="Ana Sender", profile__organisation=OrganisationFactory(name="Harbour Agency"))


@pytest.fixture
def receiver(db) -> User:
    return UserFactory(name="Rui Receiver", profile__visibility=V.MEMBERS)


def write(sender: User, receiver: User, **more) -> MemberLetter:
    return contact.send_message(
        sender=sender,
        profile=receiver.profile,
        **{"subject": "A meeting", "text": SECRET, "shares_address": False, **more},
    )


def refused(sender: User, receiver: User) -> ContactReason:
    with pytest.raises(ContactRefused) as caught:
        write(sender, receiver)
    return caught.value.reason


def test_letter_reaches_the_receiver_and_shows_no_address(client_for, sender, receiver):
    window = client_for(sender)
    address = reverse("write_to_person", args=[receiver.profile.pk])

    form = window.get(address)
    answer = window.post(address, {"subject": "A meeting", "text": SECRET})

    assert answer.url == reverse("person", args=[receiver.profile.pk])
    assert receiver.email not in form.text + window.get(answer.url).text
    (message,) = deliver_all()
    assert message.to == [f"Rui Receiver <{receiver.email}>"]
    assert message.subject == "Ana Sender writes to you: A meeting"
    assert message.reply_to == []
    for part in (message.body, html_of(message)):
        assert SECRET in part
        assert "Harbour Agency" in part
        assert sender.email not in part


def test_answer_goes_to_the_sender_only_if_they_agreed(sender, receiver):
    write(sender, receiver, shares_address=True)

    (message,) = deliver_all()

    assert message.reply_to == [sender.email]
    assert sender.email in message.body


def test_staff_cannot_read_in_the_outbox_what_members_write(sender, receiver):
    write(sender, receiver, shares_address=True)
    deliver_all()

    letter = Letter.objects.get(kind="members.contact")

    kept = f"{letter.subject}{letter.text}{letter.html}{letter.params}{letter.headers}"
    assert SECRET not in kept
    assert "A meeting" not in kept
    assert sender.email not in kept


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"visibility": V.NOBODY}, ContactReason.NOT_WANTED),
        ({"accepts_contact": False}, ContactReason.NOT_WANTED),
    ],
)
def test_who_takes_no_letters_gets_none(sender, receiver, change, reason):
    Profile.objects.filter(user=receiver).update(**change)

    assert refused(sender, receiver) == reason
    assert kinds() == []


def test_one_cannot_write_to_oneself_or_without_a_name(sender, receiver):
    nameless = UserFactory(name=" ")

    assert refused(receiver, receiver) == ContactReason.YOURSELF
    assert refused(nameless, receiver) == ContactReason.NAMELESS


def test_page_to_write_sends_those_who_may_not_back_with_words(client_for, sender, receiver):
    Profile.objects.filter(user=receiver).update(accepts_contact=False)
    window = client_for(sender)

    answer = window.get(reverse("write_to_person", args=[receiver.profile.pk]), follow=True)

    assert answer.redirect_chain[0][0] == reverse("person", args=[receiver.profile.pk])
    assert "does not take letters" in answer.text
    assert "Write a letter" not in answer.text


def test_limits_count_a_day_for_sender_pair_and_receiver(sender, receiver, monkeypatch):
    start = timezone.now()
    with time_machine.travel(start, tick=False):
        for _number in range(contact.TO_ONE_A_DAY):
            write(sender, receiver)
        assert refused(sender, receiver) == ContactReason.TOO_MANY_TO_ONE
    with time_machine.travel(start + timedelta(days=1), tick=False):
        write(sender, receiver)

    monkeypatch.setattr(contact, "SENT_A_DAY", 4)
    assert refused(sender, UserFactory(profile__visibility=V.MEMBERS)) == ContactReason.TOO_MANY_SENT
    monkeypatch.setattr(contact, "RECEIVED_A_DAY", 4)
    assert refused(UserFactory(), receiver) == ContactReason.TOO_MANY_RECEIVED


def test_refusal_by_a_limit_keeps_what_was_typed(client_for, sender, receiver, monkeypatch):
    monkeypatch.setattr(contact, "SENT_A_DAY", 0)

    answer = client_for(sender).post(
        reverse("write_to_person", args=[receiver.profile.pk]), {"subject": "A meeting", "text": SECRET}
    )

    assert "You have written to many members today." in answer.text
    assert SECRET in answer.text


def test_control_characters_make_no_headers(client_for, sender, receiver):
    window = client_for(sender)
    address = reverse("write_to_person", args=[receiver.profile.pk])

    answer = window.post(address, {"subject": "Hi\r\nBcc: all@members.example", "text": "x\x00y"})
    assert answer.status_code == 200
    window.post(address, {"subject": "Hi", "text": "Left\u202eright\r\nnext"})

    (message,) = deliver_all()
    assert "Leftright\nnext" in message.body
    assert "Bcc" not in message.message().as_string()


# The link in the letter


def link_of(message: MemberLetter) -> str:
    return reverse("contact_link", args=[contact.token_for(message)])


def test_link_in_the_letter_leads_to_the_page_and_opening_it_changes_nothing(client, sender, receiver):
    message = write(sender, receiver)
    (letter,) = deliver_all()
    # The token tells its second, so the letter's own link is followed, not one made now.
    link = re.search(r"http://testserver(/people/letters/\S+)", letter.body)[1]

    page = client.get(link)

    assert "Block Ana Sender" in page.text
    assert "no-store" in page["Cache-Control"]
    assert ContactBlock.objects.count() == 0
    message.refresh_from_db()
    assert message.reported_at is None


def test_block_by_the_link_stops_letters_and_does_not_tell(client, sender, receiver):
    message = write(sender, receiver)

    for _twice in range(2):
        assert client.post(link_of(message), {"action": "block"}).status_code == 302

    assert list(ContactBlock.objects.values_list("member", "blocked")) == [(receiver.pk, sender.pk)]
    assert refused(sender, receiver) == ContactReason.NOT_WANTED
    assert kinds() == ["members.contact"]
    assert "They are not told" in client.get(link_of(message)).text


def test_block_is_taken_back_by_its_owner_only(client_for, sender, receiver):
    block = ContactBlock.objects.create(member=receiver, blocked=sender)

    client_for(sender).post(reverse("contact_blocks"), {"block": block.pk})
    assert ContactBlock.objects.count() == 1
    page = client_for(receiver).post(reverse("contact_blocks"), {"block": block.pk}, follow=True)

    assert ContactBlock.objects.count() == 0
    assert "Nobody is blocked" in page.text


def test_report_tells_the_secretariat_once_and_opens_the_text_to_it(client, client_for, staff, sender, receiver):
    message = write(sender, receiver)
    hidden = write(sender, receiver, text="Not reported canary")
    admin = client_for(staff)
    assert SECRET not in admin.get(reverse("contact_messages:index")).text
    assert admin.get(reverse("contact_messages:inspect", args=[message.pk])).status_code == 404

    for _twice in range(2):
        client.post(link_of(message), {"action": "report"})

    (report,) = letters(kind="members.contact_report")
    assert report.to == "secretariat@s3cop.example"
    assert SECRET in admin.get(reverse("contact_messages:inspect", args=[message.pk])).text
    assert admin.get(reverse("contact_messages:inspect", args=[hidden.pk])).status_code == 404
    assert SECRET not in str(report.params)


def test_reported_letters_need_the_right_to_see_them(client_for, member):
    member.user_permissions.add(Permission.objects.get(codename="access_admin"))
    index = reverse("contact_messages:index")

    assert client_for(member).get(index).status_code == 302
    right = Permission.objects.get(codename="view_memberletter")
    member.user_permissions.add(right)
    assert client_for(User.objects.get(pk=member.pk)).get(index).status_code == 200


def test_contact_is_switched_off_by_the_link(client, sender, receiver):
    message = write(sender, receiver)

    client.post(link_of(message), {"action": "off"})

    receiver.profile.refresh_from_db()
    assert receiver.profile.accepts_contact is False


@pytest.mark.parametrize("token", ["forged", "1:2:3", ""], ids=["text", "parts", "of another purpose"])
def test_forged_link_is_404(client, sender, receiver, token):
    write(sender, receiver)
    token = token or signing.dumps(1, salt="other")

    assert client.get(reverse("contact_link", args=[token])).status_code == 404
    assert client.post(reverse("contact_link", args=[token]), {"action": "block"}).status_code == 404


def test_link_of_a_letter_that_is_no_longer_kept_is_404(client, sender, receiver):
    message = write(sender, receiver)
    link = link_of(message)
    message.delete()

    assert client.get(link).status_code == 404
