"""Logging in: e-mail address, code, in; or with a password. And what stops guessing."""

from typing import Any

from allauth.account import views as allauth_views
from allauth.account.adapter import get_adapter
from allauth.account.internal.decorators import login_stage_required
from allauth.account.internal.stagekit import clear_login
from allauth.account.stages import LoginByCodeStage
from django.core.exceptions import ValidationError
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import NoReverseMatch, reverse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.generic import RedirectView

from ..services.sign_in import CodeProcess


def demo_mailbox() -> str:
    """Where a demo shows the letters that it does not send; empty on a real site, which has no such page."""
    try:
        return reverse("notifications:dev_letters")
    except NoReverseMatch:
        return ""


class OtherAddress:
    """Who comes back to the first page starts anew, for instance because the address had a slip."""

    def _redirect_to_pending_stage(self, request: HttpRequest, stage: Any) -> HttpResponse | None:
        clear_login(request)
        return None


class SignInView(OtherAddress, allauth_views.RequestLoginCodeView):
    """The one door: e-mail address, for members and for those who want to become one."""

    template_name = "account/login.html"

    def form_valid(self, form: BaseForm) -> HttpResponse:
        CodeProcess.initiate(request=self.request, user=form._user, email=form.cleaned_data["email"])
        return HttpResponseRedirect(self.passthrough_next_url(reverse("account_confirm_login_code")))


class PasswordSignInView(OtherAddress, allauth_views.LoginView):
    """For those who set a password."""

    template_name = "account/login_password.html"


class ToSignInView(RedirectView):
    """Other addresses of the same door, such as “sign up”."""

    pattern_name = "account_login"
    query_string = True


class CountsTries:
    """Wrong codes count together with wrong passwords for the same address: five in five minutes, then even the
    right one is refused. The count is taken before looking and given back when the code was right, so that many
    tries at the same moment do not slip through."""

    def tried_address(self) -> str:
        raise NotImplementedError

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"demo_mailbox": demo_mailbox()}

    def is_try(self) -> bool:
        return self.request.POST.get("action", "verify") == "verify"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.is_try():
            return super().post(request, *args, **kwargs)
        adapter = get_adapter()
        form = self.get_form()
        try:
            adapter.pre_authenticate(request, email=self.tried_address())
        except ValidationError as refusal:
            form.is_valid()
            form.errors.clear()
            form.add_error("code", refusal)
            return self.render_to_response(self.get_context_data(form=form))
        if form.is_valid():
            adapter._rollback_login_failed_rl_usage()
            return self.form_valid(form)
        return self.form_invalid(form)


@method_decorator(login_stage_required(stage=LoginByCodeStage.key, redirect_urlname="account_login"), name="dispatch")
class ConfirmCodeView(CountsTries, allauth_views.ConfirmLoginCodeView):
    """Where the code is typed."""

    template_name = "account/confirm_login_code.html"

    @method_decorator(never_cache)
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.stage = request._login_stage
        self._process = CodeProcess.resume(self.stage)
        if not self._process:
            return HttpResponseRedirect(self.passthrough_next_url(reverse("account_login")))
        return super(allauth_views.ConfirmLoginCodeView, self).dispatch(request, *args, **kwargs)

    def form_invalid(self, form: BaseForm) -> HttpResponse:
        answer = super().form_invalid(form)
        # After the last try allauth forgets where one wanted to go.
        return (
            HttpResponseRedirect(self.passthrough_next_url(reverse("account_login")))
            if isinstance(answer, HttpResponseRedirect)
            else answer
        )

    def tried_address(self) -> str:
        return self._process.state["email"]


class ConfirmResetCodeView(CountsTries, allauth_views.ConfirmPasswordResetCodeView):
    """The code that allows a new password."""

    def tried_address(self) -> str:
        return self._process.state["email"]


class ConfirmAddressView(CountsTries, allauth_views.ConfirmEmailVerificationCodeView):
    """The code sent to a new address."""

    def tried_address(self) -> str:
        return self._process.state["email"]
