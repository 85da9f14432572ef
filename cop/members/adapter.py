"""allauth's adapters: letters through the outbox, addresses in lower case, where one goes after logging in."""

import io
import uuid
from typing import Any
from urllib.parse import urlencode

import segno
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.utils import get_login_redirect_url
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter, _build_apps_from_settings
from allauth.socialaccount.models import SocialApp
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cop.notifications.services import outbox

from . import emails
from .models import User
from .selectors import needs_profile
from .services import accounts

WAIT = _("Too many wrong tries. Please wait five minutes, then try again.")


class AccountAdapter(DefaultAccountAdapter):
    """Accounts."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _("The e-mail address or the password is not right."),
        "incorrect_code": _("This code is not right. Compare it with the latest message that we sent you."),
        "incorrect_password": _("This password is not right."),
        "enter_current_password": _("This is not your current password."),
        "too_many_login_attempts": WAIT,
        "rate_limited": _("That was too fast. Please wait a minute, then try again."),
        "duplicate_email": _("This is already the address of your account."),
        "email_taken": _("This address already belongs to another account."),
        "account_inactive": _("This account is closed."),
    }

    def clean_email(self, email: str) -> str:
        return super().clean_email(email).lower()

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """One letter in the outbox; what allauth calls account/email/login_code is our kind members.login_code."""
        kind = f"members.{template_prefix.rpartition('/')[2]}"
        outbox.post(
            kind=kind,
            cause=f"{kind}:{uuid.uuid4()}",
            to=_addressee(email, context.get("user")),
            params=emails.facts(context),
        )

    def send_notification_mail(
        self, template_prefix: str, user: User, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        super().send_notification_mail(template_prefix, user, {**(context or {}), "user": user}, email)

    def is_safe_url(self, url: str | None) -> bool:
        """Redirects stay on this host; allauth would also follow to every host in ALLOWED_HOSTS."""
        return bool(url) and url_has_allowed_host_and_scheme(
            url, allowed_hosts={self.request.get_host()}, require_https=self.request.is_secure()
        )

    def save_user(self, request: HttpRequest, user: User, form: Any, commit: bool = True) -> User:
        user = super().save_user(request, user, form, commit=commit)
        if commit:
            accounts.ensure_profile(user=user)
        return user

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        """Who is about to be deleted hears it, who is new says who they are, new terms are asked for; then on."""
        response = super().post_login(request, user, **kwargs)
        if user.deletion_due_at:
            return HttpResponseRedirect(reverse("account_deletion"))
        if needs_profile(user):
            page = "welcome"
        elif user.must_accept_terms:
            page = "accept_terms"
        else:
            return response
        wanted = get_login_redirect_url(request, kwargs.get("redirect_url"))
        return HttpResponseRedirect(f"{reverse(page)}?{urlencode({'next': wanted})}")

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("account")

    def get_email_verification_redirect_url(self, email_address: Any) -> str:
        return reverse("account")


def _addressee(email: str, user: User | None) -> User | str:
    """The member where the letter goes to their own address, so that it speaks to them by name."""
    return user if user is not None and user.email == email else email


class MFAAdapter(DefaultMFAAdapter):
    """Second factors."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("This code is not right. It changes every thirty seconds; try the one shown now."),
    }

    def _get_site_name(self) -> str:
        return settings.WAGTAIL_SITE_NAME

    def build_totp_svg(self, url: str) -> str:
        """The QR code as SVG; black on white in dark mode too, because not every app reads it inverted."""
        picture = io.BytesIO()
        segno.make(url, error="m").save(picture, kind="svg", xmldecl=False, scale=5, border=3, light="#ffffff")
        return picture.getvalue().decode()

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:  # noqa: A002 (allauth's word)
        number = Authenticator.objects.filter(user=user, type=type).count() + 1
        return gettext("Passkey %(number)d") % {"number": number} if number > 1 else gettext("Passkey")


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    """Accounts of an identity provider."""

    def list_apps(
        self, request: HttpRequest, provider: str | None = None, client_id: str | None = None
    ) -> list[SocialApp]:
        """Providers come from the environment only; the sign-in page need not ask the database for more."""
        apps = _build_apps_from_settings(provider=provider, client_id=client_id)
        return [app for found in apps.values() for app in found]

    def populate_user(self, request: HttpRequest, sociallogin: Any, data: dict[str, Any]) -> User:
        user = super().populate_user(request, sociallogin, data)
        parts = (data.get("first_name"), data.get("last_name"))
        user.name = (data.get("name") or " ".join(part for part in parts if part))[:150]
        return user

    def save_user(self, request: HttpRequest, sociallogin: Any, form: Any = None) -> User:
        user = super().save_user(request, sociallogin, form)
        accounts.ensure_profile(user=user)
        return user
