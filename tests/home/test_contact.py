"""Writing to the secretariat: the form, its refusals, its letters, and what staff do with messages."""

import re
import uuid
from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import Group, Permission
from django.core import mail
from django.utils import timezone

from cop.core.models import SiteSettings
from cop.members.models import User
from cop.notifications.models import Letter
from cop.privacy.retention import rules
from home.choices import MessageState
from home.models import ContactMessage, ContactPage
from home.personal_data import collect, erase
from home.services.contact import send_message, set_state

pytestmark = pytest.mark.django_db
GIVEN = {
    "topic": "question",
    "text": "How do we join?\nRegards",
    "name": "Visitor Sample",
    "email": "visitor@visitors.example",
}


@pytest.fixture
def page(home):
    return home.add_child(instance=ContactPage(title="Contact", slug="contact", summary="Write to the Secretariat."))


def post(client, **changes):
    return client.post("/contact/", {"key": str(uuid.uuid4()), **GIVEN, **changes})


def message(**fields) -> ContactMessage:
    return send_message(**{"key": uuid.uuid4(), "member": None, **GIVEN, **fields})


def letters() -> list[tuple[str, str]]:
    return list(Letter.objects.order_by("pk").values_list("kind", "to"))


def test_message_of_a_visitor_is_kept_and_sent_to_the_address_of_the_settings(page, client, run_tasks):
    SiteSettings.objects.create(contact_email="answers@secretariat.example")
    from cop.core import site_frame

    site_frame._bump()

    response = post(client)

    assert (response.status_code, response.url) == (302, "/contact/?sent=1")
    found = ContactMessage.objects.get()
    assert (found.name, found.email, found.topic, found.state, found.member) == (
        GIVEN["name"],
        GIVEN["email"],
        "question",
        "new",
        None,
    )
    assert letters() == [("home.contact_message", "answers@secretariat.example")]
    run_tasks()
    assert [each.to for each in mail.outbox] == [["answers@secretariat.example"]]
    for words in (GIVEN["email"], GIVEN["name"], "How do we join?", f"/admin/messages/{found.pk}/"):
        assert words in mail.outbox[0].body
    assert "is with the Secretariat" in client.get(response.url).text


def test_without_settings_the_site_s_own_sender_gets_it(page, client):
    post(client)

    assert letters() == [("home.contact_message", "secretariat@s3cop.example")]


def test_same_form_sent_twice_is_one_message_and_one_letter(page, client):
    key = str(uuid.uuid4())

    for _ in range(2):
        assert post(client, key=key).status_code == 302

    assert ContactMessage.objects.count() == 1
    assert len(letters()) == 1


def test_form_without_or_with_a_forged_key_is_one_message_or_none(page, client):
    assert post(client, key="").status_code == 302
    assert post(client, key="forged").status_code == 200
    assert ContactMessage.objects.count() == 1


def test_visitor_cannot_have_a_copy_sent_to_anybody(page, client):
    post(client, wants_copy="on", email="victim@elsewhere.example")

    assert letters() == [("home.contact_message", "secretariat@s3cop.example")]
    assert "Send me a copy" not in client.get("/contact/").text


def test_member_who_asks_gets_a_copy_at_the_account_s_address_only(page, client_for, member):
    client = client_for(member)
    assert "Send me a copy" in client.get("/contact/").text

    post(client, wants_copy="on", email="victim@elsewhere.example")

    assert letters() == [
        ("home.contact_message", "secretariat@s3cop.example"),
        ("home.contact_copy", member.email),
    ]
    assert ContactMessage.objects.get().member == member


def test_member_who_does_not_ask_gets_none(page, client_for, member):
    post(client_for(member))

    assert len(letters()) == 1


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"topic": ""}, "Choose what it is about."),
        ({"topic": "nonsense"}, "Select a valid choice"),
        ({"text": ""}, "Write your message."),
        ({"text": "x" * 4001}, "Please shorten this to 4000 characters; it has 4001."),
        ({"name": ""}, "Enter your name."),
        ({"name": "Ana\r\nBcc: everybody@elsewhere.example"}, "name"),
        ({"name": "x" * 151}, "Please shorten this to 150 characters"),
        ({"email": ""}, "Enter your e-mail address."),
        ({"email": "no address"}, "Enter a valid email address."),
        ({"email": "a@b.example\r\nBcc: c@d.example"}, "Enter a valid email address."),
        ({"text": "NUL\x00"}, "Null characters are not allowed."),
    ],
)
def test_form_that_cannot_be_sent_says_why_and_keeps_what_was_typed(page, client, changes, problem):
    response = post(client, **changes)

    assert response.status_code == 200
    assert problem in response.text
    assert not ContactMessage.objects.exists()
    assert letters() == []
    if "text" not in changes:
        assert "How do we join?" in response.text


def test_machine_that_fills_in_every_field_is_thanked_and_forgotten(page, client):
    response = post(client, website="https://spam.example/")

    assert response.status_code == 302
    assert not ContactMessage.objects.exists()


def test_many_messages_in_a_short_time_are_refused(page, client):
    codes = [post(client).status_code for _ in range(8)]

    assert codes == [302] * 6 + [429] * 2
    assert ContactMessage.objects.count() == 6
    refused = post(client)
    assert "many messages in a short time" in refused.text
    assert "How do we join?" in refused.text


def test_page_is_never_kept_and_its_form_holds_a_new_key_each_time(page, client, settings):
    settings.PAGE_CACHE_SECONDS = 300
    settings.PAGE_CACHE_IN_MEMORY = True
    keys = set()
    for _ in range(2):
        response = client.get("/contact/")
        assert "X-Page-Cache" not in response
        keys.add(re.search(r'name="key" value="([^"]+)"', response.text)[1])

    assert len(keys) == 2


def test_form_of_another_site_is_refused(page, client_for, rf):
    response = client_for(None, enforce_csrf_checks=True).post("/contact/", GIVEN)

    assert response.status_code == 403
    assert not ContactMessage.objects.exists()


def test_state_is_set_once_by_the_actor_and_logged(staff):
    from wagtail.models import ModelLogEntry

    found = message()
    for _ in range(2):
        set_state(message=found, state=MessageState.ANSWERED, actor=staff)

    found.refresh_from_db()
    assert (found.state, found.handled_by) == ("answered", staff)
    assert list(ModelLogEntry.objects.values_list("action", "user_id")) == [("home.message.answered", staff.pk)]


def test_closed_messages_are_forgotten_on_their_day_and_open_ones_never():
    start = timezone.now()
    for state in MessageState.values:
        ContactMessage.objects.filter(pk=message().pk).update(state=state, changed_at=start)

    def left_after(days: float) -> list[str]:
        for each in rules():
            if each.key in ("closed-messages", "spam-messages"):
                each.remove(start + timedelta(days=days))
        return sorted(ContactMessage.objects.values_list("state", flat=True))

    assert left_after(29.99) == ["answered", "new", "spam", "taken"]
    assert left_after(30) == ["answered", "new", "taken"]
    assert left_after(364.99) == ["answered", "new", "taken"]
    assert left_after(365) == ["new", "taken"]
    assert left_after(4000) == ["new", "taken"]


def test_member_takes_their_messages_along_and_they_go_with_the_account(member, other_member):
    message(member=member, text="My words")
    message(member=other_member, text="Words of another")

    found = collect(member)
    erase(member)
    erase(member)

    assert [{key: value for key, _label, value in each.facts}["text"] for each in found.records] == ["My words"]
    assert list(ContactMessage.objects.values_list("text", flat=True)) == ["Words of another"]


def test_letter_of_an_erased_message_is_withdrawn(run_tasks):
    with time_machine.travel(timezone.now(), tick=True):
        message().delete()
        run_tasks()

    assert mail.outbox == []
    assert list(Letter.objects.values_list("state", flat=True)) == ["withdrawn"]


# Staff


@pytest.fixture
def desk(db):
    user = User.objects.create_user("desk@secretariat.example", name="Desk", is_staff=True)
    group = Group.objects.create(name="Desk")
    group.permissions.set(
        Permission.objects.filter(codename__in=("access_admin", "view_contactmessage", "change_contactmessage"))
    )
    user.groups.add(group)
    return user


def test_staff_find_a_message_and_say_where_it_is(desk, client_for):
    found = message(text="<script>alert(1)</script>")
    client = client_for(desk)

    assert GIVEN["name"] in client.get("/admin/messages/?q=visitor").text
    page = client.get(f"/admin/messages/{found.pk}/").text
    assert "&lt;script&gt;alert(1)" in page
    assert client.post(f"/admin/messages/{found.pk}/state/", {"state": "taken"}).status_code == 302
    assert client.post(f"/admin/messages/{found.pk}/state/", {"state": "nonsense"}).status_code == 400
    assert ContactMessage.objects.get().state == "taken"
    assert "Desk" in client.get(f"/admin/messages/{found.pk}/").text


def test_staff_without_the_right_see_no_message(client_for, desk):
    found = message()
    desk.groups.first().permissions.remove(
        *Permission.objects.filter(codename__in=("view_contactmessage", "change_contactmessage"))
    )

    for address in ("/admin/messages/", f"/admin/messages/{found.pk}/"):
        response = client_for(desk).get(address)
        assert response.status_code in (302, 403)
        assert GIVEN["name"] not in response.text
    assert client_for(desk).post(f"/admin/messages/{found.pk}/state/", {"state": "taken"}).status_code in (302, 403)
    assert ContactMessage.objects.get().state == "new"
