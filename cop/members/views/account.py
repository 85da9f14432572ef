"""Account and security on one page, and the page that asks staff for a second factor."""

from datetime import datetime
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth.mixins import LoginRequiredMixin
from django.db.models import Count
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import TemplateView

from ..second_factor import has_second_factor


class AccountView(LoginRequiredMixin, TemplateView):
    """Everything about how one signs in, with a word on how it stands."""

    template_name = "members/account.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        factors = dict(
            Authenticator.objects.filter(user=user).values_list("type").annotate(Count("pk")).order_by("type")
        )
        providers = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"]
        keys = factors.get(Authenticator.Type.WEBAUTHN, 0)
        words = {
            "profile": _("Name, organisation, region, who may see it"),
            "email": user.email,
            "password": _("Set") if user.has_usable_password() else _("None; codes by e-mail sign you in"),
            "keys": _number_of_keys(keys),
            "factor": _("Active") if keys or Authenticator.Type.TOTP in factors else _("Not set up"),
            "sessions": _number_of_sessions(UserSession.objects.filter(user=user).count()),
            "connections": ", ".join(provider["name"] for provider in providers),
            "calendar": _("Your events in your own calendar"),
            "newsletter": _("Get it, or stop it"),
            "searches": _("What you hear of when it is new"),
            "data": _("Everything that we hold about you, in one file"),
            "blocked": _("Who cannot write to you"),
            "deletion": _deletion(user.deletion_due_at),
        }
        return super().get_context_data(**kwargs) | {
            "keys": keys,
            "providers": providers,
            "calendar_url": _address("my_calendar"),
            "newsletter_url": _address("my_newsletter"),
            "searches_url": _address("saved_searches"),
            "words": {name: (text,) for name, text in words.items()},
        }


def _deletion(due_at: datetime | None) -> str:
    if due_at is None:
        return _("With two weeks in which you can change your mind")
    return _("On %(day)s; you can still keep it") % {"day": date_format(timezone.localtime(due_at), "DATE_FORMAT")}


def _number_of_keys(number: int) -> str:
    return ngettext("%(number)d key", "%(number)d keys", number) % {"number": number} if number else _("None")


def _number_of_sessions(number: int) -> str:
    return ngettext("On %(number)d device", "On %(number)d devices", max(number, 1)) % {"number": max(number, 1)}


def _address(name: str) -> str:
    # These pages belong to rooms above this one, which may be switched off.
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


class SecondFactorView(LoginRequiredMixin, TemplateView):
    """Why the admin asks for more than a code by e-mail, and the way to set it up."""

    template_name = "members/second_factor.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        wanted = self.request.GET.get("next", "")
        adapter = get_adapter(self.request)
        methods = [
            method
            for method in adapter.get_reauthentication_methods(self.request.user)
            if method["id"].startswith("mfa_reauthenticate")
        ]
        return super().get_context_data(**kwargs) | {
            "methods": methods,
            "words": {
                "key": (_("Fingerprint, face or PIN of this device"),),
                "app": (_("A code on your phone"),),
            },
            "verified": has_second_factor(self.request),
            "next": wanted if adapter.is_safe_url(wanted) else reverse("wagtailadmin_home"),
        }
