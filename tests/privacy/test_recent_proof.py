"""Pages for which a session alone is not enough, and proving oneself by code, password or factor."""

import re

import pytest
from django.urls import reverse

from tests.factories.members import UserFactory
from tests.letters import deliver_all, kinds

from .lives import prove

pytestmark = pytest.mark.django_db

GUARDED = ("my_data", "delete_account")
CONFIRM = "/account/confirm/"


@pytest.mark.parametrize("name", GUARDED)
@pytest.mark.parametrize(
    ("minutes", "open_"), [(None, False), (0, True), (14.9, True), (15.1, False)], ids=["never", "now", "in", "over"]
)
def test_page_opens_to_whoever_has_proved_it_within_fifteen_minutes(client_for, name, minutes, open_):
    client = client_for(UserFactory())
    if minutes is not None:
        prove(client, minutes_ago=minutes)

    answer = client.get(reverse(name))

    assert answer.status_code == (200 if open_ else 302)
    if not open_:
        assert answer.url == f"{CONFIRM}?next=" + reverse(name).replace("/", "%2F")


@pytest.mark.parametrize("name", GUARDED)
def test_visitor_is_sent_to_sign_in_and_back(client, name):
    assert client.get(reverse(name)).url == "/accounts/login/?next=" + reverse(name).replace("/", "%2F")


def test_post_without_proof_does_nothing(client_for):
    from cop.privacy.models import DataExport, Erasure

    client = client_for(UserFactory())
    client.post(reverse("my_data"))
    client.post(reverse("delete_account"), {"understood": "on"})

    assert (DataExport.objects.count(), Erasure.objects.count()) == (0, 0)


def test_member_without_password_proves_it_by_code(client_for):
    client = client_for(UserFactory(email="ana@members.example"))
    address = f"{CONFIRM}?next=/account/data/"
    assert kinds() == []
    assert "Send me a code" in client.get(address).text
    assert kinds() == []  # opening the page sends nothing

    sent = client.post(CONFIRM, {"action": "send", "next": "/account/data/"}, follow=True)
    (letter,) = deliver_all()
    code = re.search(r"\d{4}-\d{4}", letter.body)[0]
    assert "ana@members.example" in sent.text
    wrong = client.post(CONFIRM, {"code": "0000-0000", "action": "verify", "next": "/account/data/"})
    assert "This code is not right." in wrong.text
    right = client.post(CONFIRM, {"code": f" {code.replace('-', '')} ", "action": "verify", "next": "/account/data/"})

    assert right.url == "/account/data/"
    assert client.get("/account/data/").status_code == 200
    again = client.post(CONFIRM, {"code": code, "action": "verify"})
    assert again.status_code == 200  # used up


def test_five_wrong_tries_use_the_code_up(client_for):
    client = client_for(UserFactory())
    client.post(CONFIRM, {"action": "send"})
    (letter,) = deliver_all()
    code = re.search(r"\d{4}-\d{4}", letter.body)[0]
    for _try in range(5):
        client.post(CONFIRM, {"code": "0000-0000", "action": "verify"})

    client.post(CONFIRM, {"code": code, "action": "verify"})

    assert client.get(reverse("my_data")).status_code == 302


def test_codes_are_not_sent_without_end(client_for):
    client = client_for(UserFactory())
    for _time in range(6):
        client.post(CONFIRM, {"action": "send"})

    assert kinds() == ["members.confirm_code"] * 3  # a minute, as for signing in


def test_member_with_password_is_asked_for_it(client_for):
    client = client_for(UserFactory(password="four plain words here"))

    asked = client.get(f"{CONFIRM}?next=/account/data/")
    assert asked.url == "/accounts/reauthenticate/?next=%2Faccount%2Fdata%2F"
    client.post("/accounts/reauthenticate/", {"password": "four plain words here", "next": "/account/data/"})

    assert client.get("/account/data/").status_code == 200


@pytest.mark.parametrize("evil", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_next_stays_on_the_site(client_for, evil):
    page = client_for(UserFactory()).get(CONFIRM, {"next": evil})

    assert "evil" not in page.text
    assert "javascript:alert" not in page.text
