"""Letters about accounts: codes to log in with, and notices when something about the account's safety changes."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cop.core.roles import DUTIES, Role
from cop.notifications.models import Letter
from cop.notifications.registry import LetterContent, letter

# Minutes that a code works; the settings say the same to allauth.
CODE_MINUTES = 15


def facts(context: Mapping[str, Any]) -> dict[str, Any]:
    """What of allauth's context a letter needs; no request, no address of a machine."""
    found: dict[str, Any] = {
        name: str(context[name]) for name in ("code", "from_email", "to_email", "provider") if context.get(name)
    }
    found["at"] = (context.get("timestamp") or timezone.now()).isoformat()
    return found


def _code_letter(row: Letter, *, heading: str, lead: str) -> LetterContent:
    code = row.params.get("code", "")
    return LetterContent(
        # The code first: a phone shows it in its notice, and one need not open the letter.
        subject=f"{code} – {heading}",
        template="members/code",
        context={"heading": heading, "lead": lead, "code": code, "minutes": CODE_MINUTES},
    )


@letter("members.login_code", title=gettext_lazy("Code to sign in"), secret=("code",))
def login_code(row: Letter) -> LetterContent:
    return _code_letter(row, heading=_("Your code to sign in"), lead=_("Here is your code to sign in."))


@letter("members.signup_code", title=gettext_lazy("Code to open an account"), secret=("code",))
def signup_code(row: Letter) -> LetterContent:
    return _code_letter(
        row,
        heading=_("Your code to sign in"),
        lead=_("Welcome. With this code you open your account; there is nothing else to set up."),
    )


@letter("members.confirm_code", title=gettext_lazy("Code to confirm that it is you"), secret=("code",))
def confirm_code(row: Letter) -> LetterContent:
    return _code_letter(
        row,
        heading=_("Your code to confirm that it is you"),
        lead=_("You are about to open a page with all of your data, or to delete your account."),
    )


@letter("members.password_reset_code", title=gettext_lazy("Code for a new password"), secret=("code",))
def password_reset_code(row: Letter) -> LetterContent:
    return _code_letter(
        row, heading=_("Your code for a new password"), lead=_("With this code you can choose a new password.")
    )


@letter("members.email_confirmation", title=gettext_lazy("Code to confirm an address"), secret=("code",))
def email_confirmation(row: Letter) -> LetterContent:
    return _code_letter(
        row,
        heading=_("Confirm your e-mail address"),
        lead=_("With this code you confirm that this address is yours."),
    )


@letter(
    "members.email_confirmation_signup", title=gettext_lazy("Code to confirm a new member's address"), secret=("code",)
)
def email_confirmation_signup(row: Letter) -> LetterContent:
    return email_confirmation(row)


@letter("members.unknown_account", title=gettext_lazy("No account with this address"))
def unknown_account(row: Letter) -> LetterContent:
    return _notice(
        row,
        _("There is no account with this address"),
        _("Somebody, perhaps you, asked for a new password for this address. There is no account with it."),
        after=_(
            "If it was you, you may have used another address; or simply sign in with this one, and your account is "
            "made on the way. If it was not you, there is nothing to do."
        ),
        link="account_login",
        link_label=_("Sign in"),
    )


@letter("members.account_already_exists", title=gettext_lazy("This address already has an account"))
def account_already_exists(row: Letter) -> LetterContent:
    return _notice(
        row,
        _("You already have an account"),
        _("Somebody, perhaps you, tried to open an account with this address. It already has one."),
        after=_("If it was you, just sign in. If it was not you, there is nothing to do."),
        link="account_login",
        link_label=_("Sign in"),
    )


def _notice(
    row: Letter, subject: str, lead: str, *, after: str = "", link: str = "account", link_label: str = ""
) -> LetterContent:
    return LetterContent(
        subject=subject,
        template="members/notice",
        context={
            "lead": lead,
            "after": after or _("If that was you, there is nothing to do. If it was not, check your account at once."),
            "at": _moment(row),
            "address": f"{settings.SITE_URL}{reverse(link)}",
            "link_label": link_label or _("Check my account"),
        },
    )


def _moment(row: Letter) -> dt.datetime | None:
    return parse_datetime(str(row.params.get("at", "")))


def _changed(kind: str, title: str | Promise, subject: str | Promise, lead: str | Promise) -> None:
    """A notice without facts of its own: something about the account's safety has changed."""

    def build(row: Letter) -> LetterContent:
        return _notice(row, str(subject), str(lead))

    build.__qualname__ = f"notice.{kind}"
    letter(f"members.{kind}", title=title)(build)


@letter("members.email_changed", title=gettext_lazy("E-mail address changed"))
def email_changed(row: Letter) -> LetterContent:
    return _notice(
        row,
        _("The e-mail address of your account was changed"),
        _("Your account now belongs to %(address)s. Letters go there from now on.")
        % {"address": row.params.get("to_email", "")},
        after=_(
            "If that was you, there is nothing to do. If it was not, write to us at once by answering this letter."
        ),
    )


_changed(
    "email_deleted",
    gettext_lazy("E-mail address removed"),
    gettext_lazy("An e-mail address was removed from your account"),
    gettext_lazy("This address no longer belongs to your account."),
)
_changed(
    "password_set",
    gettext_lazy("Password set"),
    gettext_lazy("Your account now has a password"),
    gettext_lazy("A password was set for your account."),
)
_changed(
    "password_changed",
    gettext_lazy("Password changed"),
    gettext_lazy("Your password was changed"),
    gettext_lazy("The password of your account was changed. All other devices have been signed out."),
)
_changed(
    "password_reset",
    gettext_lazy("Password replaced"),
    gettext_lazy("Your password was replaced"),
    gettext_lazy("A new password was chosen with a code from your mailbox. All other devices have been signed out."),
)
_changed(
    "totp_activated",
    gettext_lazy("Authenticator app added"),
    gettext_lazy("An authenticator app was added to your account"),
    gettext_lazy("Signing in now also asks for a code from an authenticator app."),
)
_changed(
    "totp_deactivated",
    gettext_lazy("Authenticator app removed"),
    gettext_lazy("The authenticator app was removed from your account"),
    gettext_lazy("Signing in no longer asks for a code from the authenticator app."),
)
_changed(
    "webauthn_added",
    gettext_lazy("Passkey added"),
    gettext_lazy("A passkey was added to your account"),
    gettext_lazy("A passkey or security key can now be used to sign in to your account."),
)
_changed(
    "webauthn_removed",
    gettext_lazy("Passkey removed"),
    gettext_lazy("A passkey was removed from your account"),
    gettext_lazy("A passkey or security key can no longer be used to sign in to your account."),
)
_changed(
    "recovery_codes_generated",
    gettext_lazy("New recovery codes"),
    gettext_lazy("New recovery codes were made for your account"),
    gettext_lazy("Earlier recovery codes no longer work."),
)
_changed(
    "account_connected",
    gettext_lazy("Other login connected"),
    gettext_lazy("Another way to sign in was connected to your account"),
    gettext_lazy("An account of another provider can now be used to sign in here."),
)
_changed(
    "account_disconnected",
    gettext_lazy("Other login removed"),
    gettext_lazy("A way to sign in was removed from your account"),
    gettext_lazy("An account of another provider can no longer be used to sign in here."),
)


def _role(row: Letter) -> tuple[str, str]:
    """The role's name for people, and what it is for."""
    name = str(row.params.get("role", ""))
    if name in Role.values:
        return str(Role(name).label), str(DUTIES[Role(name)])
    return _(name) if name == "administrator" else name, ""


@letter("members.role_given", title=gettext_lazy("Appointed to a role"))
def role_given(row: Letter) -> LetterContent:
    role, duty = _role(row)
    lead = _("%(actor)s has made you %(role)s of the site.") % {"actor": row.params.get("actor", ""), "role": role}
    what = _("With this role, one %(duty)s.") % {"duty": duty} if duty else ""
    return _notice(
        row,
        _("You are now %(role)s") % {"role": role},
        f"{lead} {what}".strip(),
        after=_(
            "You work in the administration of the site. Who enters it needs a second step besides the password or the "
            "code: a passkey or an app on your phone. The first time, the site leads you through setting it up."
        ),
        link="wagtailadmin_home",
        link_label=_("Open the administration"),
    )


@letter("members.role_withdrawn", title=gettext_lazy("Role withdrawn"))
def role_withdrawn(row: Letter) -> LetterContent:
    role, _duty = _role(row)
    return _notice(
        row,
        _("You are no longer %(role)s") % {"role": role},
        _("%(actor)s has withdrawn your role (%(role)s). Your account stays as it is.")
        % {"actor": row.params.get("actor", ""), "role": role},
        after=_("If you think that this is a mistake, answer this letter."),
    )
