"""Logging in and opening an account by e-mailed code."""

import pytest
from allauth.account.models import EmailAddress
from django.urls import reverse

from cop.members.models import Profile, User
from cop.notifications.models import Letter
from tests.factories.members import UserFactory
from tests.letters import deliver_all

from .codes import WRONG, ask_for_code, code_for, enter_code, latest_letter, sign_in, who

pytestmark = pytest.mark.django_db
NEW = "new.person@members.example"


def test_newcomer_opens_account_with_code_and_says_who_they_are(client):
    answer = ask_for_code(client, NEW)

    assert answer.status_code == 302
    assert answer.url == reverse("account_confirm_login_code")
    assert User.objects.filter(email=NEW).exists() is False

    answer = enter_code(client, code_for(NEW))

    user = User.objects.get(email=NEW)
    assert answer.status_code == 302
    assert answer.url == "/welcome/?next=%2Fme%2F" or answer.url.startswith("/welcome/?next=")
    assert who(client) == NEW
    assert user.has_usable_password() is False
    assert Profile.objects.filter(user=user).count() == 1
    assert list(EmailAddress.objects.filter(user=user).values_list("email", "verified", "primary")) == [
        (NEW, True, True)
    ]


def test_newcomer_returns_to_where_they_came_from(client):
    wanted = "/events/sample-forum/register/?category=2"
    login = client.get(reverse("account_login"), {"next": wanted})
    assert f'name="next" value="{wanted}"' in login.content.decode()

    answer = ask_for_code(client, NEW, next=wanted)
    assert answer.url == "/accounts/login/code/confirm/?next=%2Fevents%2Fsample-forum%2Fregister%2F%3Fcategory%3D2"
    page = client.get(answer.url)
    assert f'name="next" value="{wanted}"' in page.content.decode()
    answer = enter_code(client, code_for(NEW), next=wanted)
    assert answer.url == "/welcome/?next=%2Fevents%2Fsample-forum%2Fregister%2F%3Fcategory%3D2"
    page = client.get(answer.url)
    assert f'name="next" value="{wanted}"' in page.content.decode()
    answer = client.post(reverse("welcome"), {"name": "Nia New", "next": wanted})

    assert answer.url == wanted
    assert User.objects.get(email=NEW).name == "Nia New"


def test_member_logs_in_with_code_and_goes_on(client):
    user = UserFactory()

    answer = sign_in(client, user.email, next="/events/")

    assert answer.url == "/events/"
    assert who(client) == user.email
    assert [letter.kind for letter in Letter.objects.all()] == ["members.login_code"]


def test_account_made_by_staff_logs_in_with_code(client):
    user = UserFactory(confirmed=False)

    answer = sign_in(client, user.email, next="/events/")

    assert answer.url == "/events/"
    assert EmailAddress.objects.get(user=user).verified is True


def test_address_is_the_same_whatever_its_case(client):
    user = UserFactory(email="ana.case@members.example")

    ask_for_code(client, "Ana.CASE@Members.Example ")
    enter_code(client, code_for(user.email))

    assert who(client) == user.email
    assert User.objects.count() == 1


def test_code_is_accepted_without_its_dash_and_with_spaces(client):
    user = UserFactory()
    ask_for_code(client, user.email)

    enter_code(client, " " + code_for(user.email).replace("-", " "))

    assert who(client) == user.email


def test_code_works_once(client, client_for):
    user = UserFactory()
    sign_in(client, user.email)
    code = code_for(user.email)
    other = client_for()

    answer = enter_code(other, code)

    assert answer.url == reverse("account_login")
    assert who(other) == ""


def test_code_belongs_to_the_browser_that_asked(client, client_for):
    user = UserFactory()
    other = client_for()
    ask_for_code(client, user.email)
    theirs = code_for(user.email)
    ask_for_code(other, "somebody.else@members.example")

    enter_code(other, theirs)

    assert who(other) == ""


def test_code_expires_after_fifteen_minutes(client, settings):
    user = UserFactory()
    ask_for_code(client, user.email)
    session = client.session
    login = session["account_login"]
    login["state"]["stages"]["login_by_code"]["data"]["at"] -= 15 * 60 + 1
    session["account_login"] = login
    session.save()

    answer = enter_code(client, code_for(user.email))

    assert answer.url == reverse("account_login")
    assert who(client) == ""


def test_new_code_replaces_the_first(client):
    user = UserFactory()
    ask_for_code(client, user.email)
    first = code_for(user.email)

    client.post(reverse("account_confirm_login_code"), {"action": "resend", "next": "/events/"})

    second = code_for(user.email)
    assert first != second
    enter_code(client, first)
    assert who(client) == ""
    enter_code(client, second)
    assert who(client) == user.email


def test_newcomer_may_ask_for_a_new_code(client):
    ask_for_code(client, NEW)

    client.post(reverse("account_confirm_login_code"), {"action": "resend"})

    assert Letter.objects.filter(to=NEW, kind="members.signup_code").count() == 2
    enter_code(client, code_for(NEW))
    assert who(client) == NEW


def test_wrong_code_says_so_beside_the_field_and_keeps_the_page(client):
    user = UserFactory()
    ask_for_code(client, user.email)

    answer = enter_code(client, WRONG)

    page = answer.content.decode()
    assert answer.status_code == 200
    assert "<title>Error: Enter your code" in page
    assert "This code is not right." in page
    assert f'value="{WRONG}"' in page


def test_slip_in_the_address_can_be_mended(client):
    user = UserFactory()
    ask_for_code(client, "slip@members.example")

    answer = client.get(reverse("account_login"))
    assert answer.status_code == 200
    ask_for_code(client, user.email)
    enter_code(client, code_for(user.email))

    assert who(client) == user.email


def test_closed_account_gets_no_new_account(client):
    user = UserFactory(is_active=False)

    answer = sign_in(client, user.email)

    assert answer.url == reverse("account_inactive")
    assert client.get(answer.url).status_code == 200
    assert who(client) == ""
    assert User.objects.count() == 1


def test_two_windows_make_one_account(client, client_for):
    other = client_for()
    ask_for_code(client, NEW)
    first = code_for(NEW)
    ask_for_code(other, NEW)
    second = code_for(NEW)

    enter_code(client, first)
    enter_code(other, second)

    assert who(client) == who(other) == NEW
    assert User.objects.filter(email=NEW).count() == 1


@pytest.mark.parametrize(
    "address",
    ["", "nobody", "nobody@", "a" * 250 + "@members.example", "zero\x00@members.example", "<b>@members.example"],
)
def test_bad_address_is_refused_beside_the_field(client, address):
    answer = ask_for_code(client, address)

    assert answer.status_code == 200
    assert 'aria-invalid="true"' in answer.content.decode()
    assert Letter.objects.count() == 0


@pytest.mark.parametrize(
    "foreign", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "https:evil.example"]
)
def test_foreign_address_is_never_gone_to(client, foreign):
    user = UserFactory()

    answer = sign_in(client, user.email, next=foreign)

    assert "evil" not in answer.url
    assert not answer.url.startswith("javascript")


def test_welcome_never_goes_to_a_foreign_address(client_for):
    client = client_for(UserFactory(name=""))

    page = client.get(reverse("welcome"), {"next": "https://evil.example/"})
    answer = client.post(reverse("welcome"), {"name": "Nia", "next": "https://evil.example/"})

    assert "evil" not in page.content.decode()
    assert answer.url == reverse("my_page")


def test_other_addresses_lead_to_the_one_door(client):
    for name in ("account_signup", "account_request_login_code"):
        answer = client.get(reverse(name), {"next": "/events/"})

        assert (answer.status_code, answer.url) == (302, "/accounts/login/?next=%2Fevents%2F")


def test_who_is_logged_in_is_sent_on(client_for):
    answer = client_for(UserFactory()).get(reverse("account_login"), {"next": "/events/"})

    assert (answer.status_code, answer.url) == (302, "/events/")


def test_code_letter_says_the_code_and_staff_no_longer_see_it(client):
    user = UserFactory(name="Ana Sample")
    ask_for_code(client, user.email)
    code = code_for(user.email)

    (message,) = deliver_all()

    assert message.to == [f"Ana Sample <{user.email}>"]
    assert message.subject == f"{code} – Your code to sign in"
    assert code in message.body
    assert "Dear Ana Sample," in message.body
    kept = latest_letter(user.email)
    assert code not in f"{kept.subject}{kept.text}{kept.html}{kept.params}"


def test_login_log_out_by_post_only(client_for):
    user = UserFactory()
    client = client_for(user)

    assert client.get(reverse("account_logout")).status_code == 200
    assert who(client) == user.email
    answer = client.post(reverse("account_logout"))

    assert answer.url == "/"
    assert who(client) == ""


def test_old_session_is_worthless_after_log_out(client_for, client):
    member = client_for(UserFactory())
    cookie = member.cookies["sessionid"].value
    member.post(reverse("account_logout"))
    client.cookies["sessionid"] = cookie

    assert who(client) == ""
    assert client.get(reverse("profile")).status_code == 302


def test_disabled_account_is_a_visitor_on_the_next_request(client_for):
    user = UserFactory()
    client = client_for(user)
    assert client.get(reverse("profile")).status_code == 200

    User.objects.filter(pk=user.pk).update(is_active=False)

    assert client.get(reverse("profile")).status_code == 302
