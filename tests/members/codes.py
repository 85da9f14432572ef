"""Codes in letters, and walking through the log-in with them."""

from django.test import Client
from django.urls import reverse

from cop.notifications.models import Letter

WRONG = "0000-0000"


def latest_letter(address: str) -> Letter:
    return Letter.objects.filter(to=address).order_by("-pk").first()


def code_for(address: str) -> str:
    """The code in the latest letter to this address, as it waits in the outbox."""
    return latest_letter(address).params["code"]


def ask_for_code(client: Client, address: str, **data: str):
    return client.post(reverse("account_login"), {"email": address, **data})


def enter_code(client: Client, code: str, **data: str):
    return client.post(reverse("account_confirm_login_code"), {"code": code, "action": "verify", **data})


def sign_in(client: Client, address: str, **data: str):
    """Both steps; returns the answer to the second."""
    ask_for_code(client, address, **data)
    return enter_code(client, code_for(address), **data)


def who(client: Client) -> str:
    """The address of the account that this browser is logged in as; empty for a visitor."""
    from django.contrib.auth import get_user

    request = type("Request", (), {"session": client.session, "META": {}})()
    user = get_user(request)
    return user.email if user.is_authenticated else ""
