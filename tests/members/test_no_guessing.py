"""Nothing tells who is a member, and guessing stops: promises 9 and 10, traps 3 and 5."""

import re

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cop.members.models import User
from cop.notifications.models import Letter
from tests.factories.members import UserFactory

from .codes import WRONG, ask_for_code, code_for, enter_code, who

pytestmark = pytest.mark.django_db
UNKNOWN = "nobody.known@members.example"
PASSWORD = "four plain words here"


class Work:
    """What an onlooker with a stopwatch could tell apart: statements, hashes, letters; and the answer itself."""

    def __init__(self, monkeypatch):
        self.hashes = 0
        encode = MD5PasswordHasher.encode

        def counted(hasher, *args, **kwargs):
            self.hashes += 1
            return encode(hasher, *args, **kwargs)

        monkeypatch.setattr(MD5PasswordHasher, "encode", counted)

    def of(self, url: str, data: dict) -> dict:
        client = Client()
        client.get(url)
        self.hashes = 0
        letters = Letter.objects.count()
        with CaptureQueriesContext(connection) as queries:
            answer = client.post(url, data)
        page = answer.content.decode().replace(data.get("email", data.get("login")), "ADDRESS")
        return {
            "status": answer.status_code,
            "to": answer.get("Location"),
            "page": re.sub(r'"csrfmiddlewaretoken" value="\w+"', "", page.partition("<main")[2]),
            "statements": len(queries),
            "hashes": self.hashes,
            "letters": Letter.objects.count() - letters,
        }


@pytest.fixture
def work(monkeypatch) -> Work:
    return Work(monkeypatch)


def test_asking_for_a_code_is_the_same_for_members_and_newcomers(work):
    user = UserFactory()
    url = reverse("account_login")
    work.of(url, {"email": "warm.up@members.example"})

    known, unknown = work.of(url, {"email": user.email}), work.of(url, {"email": UNKNOWN})

    # The look-up of an unknown address asks both tables of addresses; the answer does not wait for more than that.
    difference = abs(known.pop("statements") - unknown.pop("statements"))
    assert (
        known
        == unknown
        == {
            "status": 302,
            "to": reverse("account_confirm_login_code"),
            "page": "",
            "hashes": 0,
            "letters": 1,
        }
    )
    assert difference <= 1


def test_page_for_the_code_is_the_same_for_members_and_newcomers():
    user = UserFactory()
    pages = []
    for address in (user.email, UNKNOWN):
        client = Client()
        ask_for_code(client, address)
        for _round in range(2):
            answer = enter_code(client, WRONG)
        page = answer.content.decode().replace(address, "ADDRESS")
        pages.append(page.partition("<main")[2].partition("csrfmiddlewaretoken")[0])

    assert pages[0] == pages[1]
    assert "This code is not right." in pages[0]


def test_wrong_password_is_the_same_for_members_and_strangers(work):
    user = UserFactory(password=PASSWORD)
    without = UserFactory()
    url = reverse("account_login_password")

    answers = [
        work.of(url, {"login": address, "password": "wrong"}) for address in (user.email, without.email, UNKNOWN)
    ]

    assert [answer["hashes"] for answer in answers] == [1, 1, 1]
    assert [answer["letters"] for answer in answers] == [0, 0, 0]
    assert answers[0]["page"] == answers[1]["page"] == answers[2]["page"]
    assert "The e-mail address or the password is not right." in answers[0]["page"]


def test_asking_for_a_new_password_is_the_same_for_members_and_strangers(work):
    user = UserFactory(password=PASSWORD)
    url = reverse("account_reset_password")
    work.of(url, {"email": "warm.up@members.example"})

    known, unknown = work.of(url, {"email": user.email}), work.of(url, {"email": UNKNOWN})

    assert abs(known.pop("statements") - unknown.pop("statements")) <= 1
    assert known == unknown
    assert known["letters"] == 1
    assert Letter.objects.get(to=UNKNOWN).kind == "members.unknown_account"


def test_five_wrong_codes_close_the_door_even_for_the_right_one(client):
    user = UserFactory()
    ask_for_code(client, user.email)
    for _try in range(4):
        enter_code(client, WRONG)
    answer = enter_code(client, WRONG, next="/events/")
    assert answer.url == "/accounts/login/?next=%2Fevents%2F"

    ask_for_code(client, user.email)
    answer = enter_code(client, code_for(user.email))

    assert "Too many wrong tries" in answer.content.decode()
    assert who(client) == ""


def test_wrong_tries_count_together_on_all_paths(client_for):
    user = UserFactory(password=PASSWORD)
    by_code, by_password, by_reset = client_for(), client_for(), client_for()
    ask_for_code(by_code, user.email)
    right = code_for(user.email)
    by_reset.post(reverse("account_reset_password"), {"email": user.email})

    enter_code(by_code, WRONG)
    enter_code(by_code, WRONG)
    for _try in range(2):
        by_password.post(reverse("account_login_password"), {"login": user.email, "password": "wrong"})
    by_reset.post(reverse("account_confirm_password_reset_code"), {"code": WRONG, "action": "verify"})

    answers = [
        enter_code(by_code, right),
        by_password.post(reverse("account_login_password"), {"login": user.email, "password": PASSWORD}),
        by_reset.post(
            reverse("account_confirm_password_reset_code"), {"code": code_for(user.email), "action": "verify"}
        ),
    ]

    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert all("Too many wrong tries" in answer.content.decode() for answer in answers)
    assert who(by_code) == who(by_password) == ""


def test_right_tries_do_not_use_up_the_allowance(client_for):
    user = UserFactory(password=PASSWORD)

    for _try in range(8):
        client = client_for()
        client.post(reverse("account_login_password"), {"login": user.email, "password": PASSWORD})
        assert who(client) == user.email


def test_mailbox_is_not_flooded(client):
    user = UserFactory()

    answers = [ask_for_code(client, user.email) for _try in range(6)]

    assert [answer.status_code for answer in answers] == [302, 302, 302, 200, 200, 200]
    assert Letter.objects.filter(to=user.email).count() == 3


def test_wagtails_log_in_forms_are_no_doors(client):
    staff = UserFactory(staff=True, password=PASSWORD)

    for path in ("/admin/login/", "/_util/login/"):
        for number in range(25):
            password = PASSWORD if number == 24 else "wrong"
            answer = client.post(path, {"username": staff.email, "email": staff.email, "password": password})
            assert answer.status_code == 302
            assert answer.url.startswith(reverse("account_login"))
    assert who(client) == ""


@pytest.mark.parametrize("path", ["/admin/password_reset/", "/admin/password_reset/confirm/MQ/x-y/"])
def test_wagtails_password_reset_is_switched_off(client, client_for, path):
    UserFactory(staff=True)

    assert client.get(path).status_code == 302
    assert client.post(path, {"email": "x@members.example"}).url.startswith(reverse("account_login"))
    assert client_for(User.objects.get()).get(path).status_code == 404


def test_log_in_of_the_admin_leads_back_to_the_admin(client):
    answer = client.get("/admin/pages/", {"ordering": "title"})

    assert answer.url == "/accounts/login/?next=%2Fadmin%2Fpages%2F%3Fordering%3Dtitle"


def test_too_many_requests_are_told_in_the_sites_look(client, settings):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "reset_password": "1/m/ip"}
    url = reverse("account_reset_password")
    client.post(url, {"email": UNKNOWN})

    answer = client.post(url, {"email": UNKNOWN})

    assert answer.status_code == 429
    assert "That was too often" in answer.content.decode()
    assert '<html lang="en' in answer.content.decode()
