"""Adding a second factor counts as having proved it: nobody is asked for it again a moment later."""

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.views import ActivateTOTPView
from allauth.mfa.webauthn.views import AddWebAuthnView
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse


def proved(request: HttpRequest, kind: Authenticator.Type) -> None:
    """The app showed its code, or the key signed, in this very request."""
    record_authentication(request, request.user, "mfa", type=kind, reauthenticated=True)


class ActivateAppView(ActivateTOTPView):
    def form_valid(self, form: BaseForm) -> HttpResponse:
        answer = super().form_valid(form)
        proved(self.request, Authenticator.Type.TOTP)
        return answer


class AddKeyView(AddWebAuthnView):
    def form_valid(self, form: BaseForm) -> HttpResponse:
        answer = super().form_valid(form)
        proved(self.request, Authenticator.Type.WEBAUTHN)
        return answer
