"""Password, address, second factor, sessions, and the door of the admin."""

import time

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
)
from allauth.usersessions.models import UserSession
from django.contrib.auth.models import Group
from django.urls import reverse

from cop.members.models import User
from tests.factories.members import UserFactory
from tests.letters import deliver_all, kinds, letters

from .codes import WRONG, code_for, sign_in, who

pytestmark = pytest.mark.django_db
PASSWORD = "four plain words here"
NEW_PASSWORD = "five more plain words here"


def app_code(secret: str) -> str:
    """What an authenticator app with this key shows now."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


@pytest.fixture
def protected(db) -> tuple[User, str]:
    """An administrator with an authenticator app, and the app's key."""
    user = UserFactory(staff=True)
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    return user, secret


def through_both_steps(client, user: User, secret: str, **data: str):
    answer = sign_in(client, user.email, **data)
    assert answer.url == reverse("mfa_authenticate")
    assert who(client) == ""
    return client.post(reverse("mfa_authenticate"), {"code": app_code(secret)})


# Passwords


def test_member_sets_a_password_and_signs_in_with_it(client_for, client):
    user = UserFactory()

    answer = client_for(user).post(reverse("account_set_password"), {"password1": PASSWORD})
    assert answer.url == reverse("account")
    assert kinds() == ["members.password_set"]
    answer = client.post(
        reverse("account_login_password"), {"login": user.email, "password": PASSWORD, "next": "/events/"}
    )

    assert answer.url == "/events/"
    assert who(client) == user.email


@pytest.mark.parametrize("weak", ["short", "123456789012", "password1234"])
def test_weak_password_is_refused_beside_the_field(client_for, weak):
    user = UserFactory()

    answer = client_for(user).post(reverse("account_set_password"), {"password1": weak})

    assert answer.status_code == 200
    assert 'aria-invalid="true"' in answer.content.decode()
    user.refresh_from_db()
    assert user.has_usable_password() is False


def test_change_of_password_ends_other_sessions_and_tells_the_member(client_for):
    user = UserFactory(password=PASSWORD)
    here, there = client_for(user), client_for(user)

    answer = here.post(reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": NEW_PASSWORD})

    assert answer.url == reverse("account")
    assert who(here) == user.email
    assert there.get(reverse("profile")).status_code == 302
    assert kinds() == ["members.password_changed"]


def test_change_of_password_needs_the_present_one(client_for):
    user = UserFactory(password=PASSWORD)

    answer = client_for(user).post(
        reverse("account_change_password"), {"oldpassword": "not this", "password1": NEW_PASSWORD}
    )

    assert "This is not your current password." in answer.content.decode()
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


def test_forgotten_password_is_replaced_by_code(client, client_for):
    user = UserFactory(password=PASSWORD)
    old_session = client_for(user)

    client.post(reverse("account_reset_password"), {"email": user.email})
    answer = client.post(
        reverse("account_confirm_password_reset_code"), {"code": code_for(user.email), "action": "verify"}
    )
    assert answer.url == reverse("account_complete_password_reset")
    client.post(answer.url, {"password1": NEW_PASSWORD})

    user.refresh_from_db()
    assert user.check_password(NEW_PASSWORD)
    assert who(client) == user.email
    assert old_session.get(reverse("profile")).status_code == 302
    assert kinds() == ["members.password_reset_code", "members.password_reset"]


def test_new_password_is_not_chosen_without_the_code(client):
    user = UserFactory(password=PASSWORD)
    client.post(reverse("account_reset_password"), {"email": user.email})

    answer = client.post(reverse("account_complete_password_reset"), {"password1": NEW_PASSWORD})

    assert answer.url == reverse("account_confirm_password_reset_code")
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


# Address


def test_address_changes_with_code_and_the_old_one_is_told(client_for):
    user = UserFactory(email="old@members.example")
    client = client_for(user)

    answer = client.post(reverse("account_email"), {"email": "New@members.example", "action_add": "1"})
    assert answer.url == reverse("account_email_verification_sent")
    assert User.objects.get(pk=user.pk).email == "old@members.example"
    client.post(answer.url, {"code": WRONG, "action": "verify"})
    assert User.objects.get(pk=user.pk).email == "old@members.example"
    client.post(answer.url, {"code": code_for("new@members.example"), "action": "verify"})

    assert User.objects.get(pk=user.pk).email == "new@members.example"
    assert list(EmailAddress.objects.filter(user=user).values_list("email", "verified", "primary")) == [
        ("new@members.example", True, True)
    ]
    assert [(letter.kind, letter.to) for letter in letters()] == [
        ("members.email_confirmation", "new@members.example"),
        ("members.email_changed", "old@members.example"),
    ]


def test_address_of_somebody_else_is_not_taken_over(client_for):
    other = UserFactory()
    user = UserFactory(email="mine@members.example")
    client = client_for(user)

    answer = client.post(reverse("account_email"), {"email": other.email, "action_add": "1"})
    assert answer.url == reverse("account_email_verification_sent")
    answer = client.post(answer.url, {"code": code_for(other.email), "action": "verify"})

    assert "This address already belongs to another account." in answer.content.decode()
    assert User.objects.get(pk=user.pk).email == "mine@members.example"


def test_letters_about_the_account_are_complete(client_for):
    """Whatever allauth may want to send has a letter of ours, and each can be built."""
    from pathlib import Path

    import allauth

    from cop.notifications import registry
    from cop.notifications.services import outbox

    user = UserFactory(name="Ana Sample")
    folder = Path(allauth.__file__).parent / "templates"
    # Links instead of codes, and a merge of mails that the settings exclude.
    unused = {"email_confirm", "password_reset_key"}
    wanted = {path.name.removesuffix("_subject.txt") for path in folder.glob("*/email/*_subject.txt")} - unused

    for number, name in enumerate(sorted(wanted)):
        outbox.post(
            kind=f"members.{name}",
            cause=f"test:{number}",
            to=user,
            params={"code": "1234-5678", "at": "2026-11-22T10:00:00+00:00", "to_email": "new@members.example"},
        )
    messages = deliver_all()

    assert len(messages) == len(wanted) > 10
    assert all("Dear Ana Sample," in message.body for message in messages)
    codes = {registry.find(f"members.{name}").name for name in wanted if registry.find(f"members.{name}").is_secret}
    assert codes == {
        "members.login_code",
        "members.password_reset_code",
        "members.email_confirmation",
        "members.email_confirmation_signup",
    }


# Second factor


def test_member_sets_up_an_app_and_gets_recovery_codes(client_for, django_capture_on_commit_callbacks):
    user = UserFactory()
    client = client_for(user)
    page = client.get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret
    assert secret in page.content.decode()

    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(reverse("mfa_activate_totp"), {"code": app_code(secret)})

    assert answer.url == reverse("mfa_view_recovery_codes")
    assert set(Authenticator.objects.filter(user=user).values_list("type", flat=True)) == {"totp", "recovery_codes"}
    assert kinds() == ["members.totp_activated"]
    page = client.get(answer.url)
    assert page.content.decode().count("<li><code>") == 10


def test_second_factor_is_asked_for_after_the_code_and_next_survives(client, protected):
    user, secret = protected

    answer = through_both_steps(client, user, secret, next="/events/")

    assert answer.url == "/events/"
    assert who(client) == user.email


def test_recovery_code_works_once(client, client_for, protected):
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

    user, _secret = protected
    code = RecoveryCodes.activate(user).get_unused_codes()[0]
    sign_in(client, user.email)
    client.post(reverse("mfa_authenticate"), {"code": code})
    assert who(client) == user.email

    other = client_for()
    sign_in(other, user.email)
    other.post(reverse("mfa_authenticate"), {"code": code})

    assert who(other) == ""


def test_five_wrong_app_codes_stop(client, protected):
    user, secret = protected
    sign_in(client, user.email)
    for _try in range(5):
        client.post(reverse("mfa_authenticate"), {"code": "000000"})

    answer = client.post(reverse("mfa_authenticate"), {"code": app_code(secret)})

    assert "Too many wrong tries" in answer.content.decode()
    assert who(client) == ""


ADMIN_PATHS = (
    "/admin/",
    "/admin/pages/",
    "/admin/users/",
    "/admin/api/main/pages/",
    "/admin/account/",
    "/admin/sprite/",
)


@pytest.mark.parametrize("path", ADMIN_PATHS)
def test_admin_asks_staff_for_a_second_factor(client, protected, settings, path):
    settings.STAFF_NEEDS_SECOND_FACTOR = True
    user, secret = protected
    client.force_login(user)
    assert client.get(path).url == f"{reverse('second_factor')}?next={path.replace('/', '%2F')}"
    assert client.post(path).url == f"{reverse('second_factor')}?next=%2Fadmin%2F"
    assert client.get(path, HTTP_X_REQUESTED_WITH="XMLHttpRequest").status_code == 403

    client.logout()
    through_both_steps(client, user, secret)

    assert client.get(path).status_code == 200


@pytest.mark.parametrize("path", ADMIN_PATHS)
def test_demo_may_do_without_a_second_factor(client_for, protected, settings, path):
    settings.STAFF_NEEDS_SECOND_FACTOR = False

    assert client_for(protected[0]).get(path).status_code == 200


def test_page_about_the_second_factor_leads_on(client, client_for, protected, settings):
    settings.STAFF_NEEDS_SECOND_FACTOR = True
    user, secret = protected
    client.force_login(user)
    page = client.get(reverse("second_factor"), {"next": "/admin/pages/"}).content.decode()
    assert f'href="{reverse("mfa_reauthenticate")}?next=/admin/pages/"' in page

    answer = client.post(reverse("mfa_reauthenticate"), {"code": app_code(secret), "next": "/admin/pages/"})
    assert answer.url == "/admin/pages/"
    assert client.get("/admin/pages/").status_code == 200

    newcomer = client_for(UserFactory(staff=True)).get(reverse("second_factor")).content.decode()
    assert reverse("mfa_activate_totp") in newcomer
    assert reverse("mfa_add_webauthn") in newcomer


@pytest.mark.parametrize("path", ADMIN_PATHS)
def test_ordinary_member_is_refused_by_the_admin(client_for, path):
    answer = client_for(UserFactory()).get(path)

    assert answer.status_code == 403
    assert "This is not open to you" in answer.content.decode()


@pytest.mark.parametrize("path", ADMIN_PATHS)
def test_visitor_is_led_from_the_admin_to_the_one_door(client, path):
    assert client.get(path).url == f"/accounts/login/?next={path.replace('/', '%2F')}"


def test_lost_role_closes_the_admin_on_the_next_request(client_for):
    editor = UserFactory(is_staff=True)
    editor.groups.add(Group.objects.get(name="Editors"))
    client = client_for(editor)
    assert client.get("/admin/").status_code == 200

    editor.groups.clear()

    assert client.get("/admin/").status_code == 403


# Sessions


def test_other_sessions_are_signed_out(client, client_for):
    user = UserFactory()
    other = client_for()
    sign_in(client, user.email)
    sign_in(other, user.email)
    assert UserSession.objects.filter(user=user).count() == 2
    page = client.get(reverse("usersessions_list"), HTTP_USER_AGENT="x").content.decode()
    assert page.count("This device") == 1

    client.post(reverse("usersessions_list"))

    assert who(client) == user.email
    assert who(other) == ""
    assert other.get(reverse("profile")).status_code == 302


def test_answers_to_a_member_are_not_stored(client_for):
    client = client_for(UserFactory())

    for name in ("profile", "account", "welcome", "mfa_index", "usersessions_list", "account_email"):
        assert client.get(reverse(name)).headers["Cache-Control"] == "no-store, private"


# Identity provider


def test_provider_stands_on_the_page_only_when_configured(client, settings):
    assert "Sign in with" not in client.get(reverse("account_login")).content.decode()

    settings.SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {
            "APPS": [
                {
                    "provider_id": "sample",
                    "name": "Sample Login",
                    "client_id": "x",
                    "secret": "y",
                    "settings": {"server_url": "https://login.example"},
                }
            ]
        }
    }
    page = client.get(reverse("account_login"), {"next": "/events/"}).content.decode()

    assert "Sign in with Sample Login" in page
    assert 'action="/accounts/oidc/sample/login/?process=login&amp;next=%2Fevents%2F"' in page
