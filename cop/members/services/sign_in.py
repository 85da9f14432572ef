"""Logging in by e-mailed code: one process for those who have an account and those who are about to have one."""

from allauth.account import app_settings
from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login_by_code import LoginCodeVerificationProcess
from allauth.account.models import Login
from allauth.account.stages import LoginByCodeStage, LoginStageController
from allauth.core import ratelimit
from django.http import HttpRequest, HttpResponse

from ..models import User
from . import accounts


class CodeProcess(LoginCodeVerificationProcess):
    """allauth's process, but an unknown address gets a code too: whoever returns it has an account from then on.

    So nothing that an onlooker sees (answer, number of letters, work done) depends on whether an address is known.
    """

    @classmethod
    def initiate(cls, *, request: HttpRequest, user: User | None, email: str) -> "CodeProcess":
        """Send a code to `email` and keep the process in the session."""
        login = Login(user=user, email=email)
        login.state["stages"] = {"current": LoginByCodeStage.key}
        stage = LoginByCodeStage(LoginStageController(request, login), request, login)
        stage.state.update(cls.initial_state(user=user, email=email), initiated_by_user=True)
        process = cls(stage=stage)
        process.send()
        process.persist()
        return process

    @classmethod
    def resume(cls, stage: LoginByCodeStage) -> "CodeProcess | None":
        return cls(stage=stage).abort_if_invalid()

    def send(self, skip_enumeration_mails: bool = False) -> None:
        kind = "login_code" if self.user else "signup_code"
        get_adapter().send_mail(f"account/email/{kind}", self.state["email"], self._facts())

    def _facts(self) -> dict[str, object]:
        return {"code": self.generate_code(), "user": self.user}

    def resend(self) -> None:
        """A new code; the one sent before no longer works. Limited like asking for the first one."""
        ratelimit.consume(
            self.request, action="request_login_code", key=self.state["email"].lower(), raise_exception=True
        )
        self.send()
        self.record_resend()
        self.persist()

    @property
    def can_resend(self) -> bool:
        return not self.is_resend_quota_reached(app_settings.LOGIN_BY_CODE_MAX_RESEND_COUNT)

    def finish(self, redirect_url: str | None) -> HttpResponse:
        """The code came back: open the account if there is none, then log in."""
        email = self.state["email"]
        if self.user is None:
            self._user = accounts.open_account(email=email)
        accounts.confirm_address(user=self.user, email=email)
        return super().finish(redirect_url)
