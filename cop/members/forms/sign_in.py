"""Forms of logging in and of the account's security: allauth's, with our words and without placeholders."""

from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

# Letters have room for this much (Letter.to); so have accounts.
ADDRESS_LENGTH = 254
CODE_LENGTH = 40


class _Plain:
    """Labels instead of placeholders, which vanish while one types; our words for each field."""

    words: dict[str, tuple[Any, Any]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            if name in self.words:
                field.label, field.help_text = self.words[name]
            if isinstance(field, forms.EmailField):
                field.validators.append(MaxLengthValidator(ADDRESS_LENGTH, _("This address is too long.")))
                field.widget.attrs |= {"maxlength": ADDRESS_LENGTH, "autocapitalize": "none", "spellcheck": "false"}
                field.error_messages["invalid"] = _("Enter an e-mail address like name@example.org.")
                field.error_messages["required"] = _("Enter your e-mail address.")


class _Code(_Plain):
    """A code from a letter: digits, filled in by phones, at most a few characters."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["code"]
        field.error_messages["required"] = _("Enter the code.")
        field.max_length = CODE_LENGTH
        field.validators.append(MaxLengthValidator(CODE_LENGTH))
        field.widget.attrs |= {
            "autocomplete": "one-time-code",
            "autocapitalize": "characters",
            "spellcheck": "false",
            "maxlength": CODE_LENGTH,
            "class": "code-input",
        }


class _MailedCode(_Code):
    words = {"code": (_("Code"), _("Eight digits, such as 1234-5678. The dash does not matter."))}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs["inputmode"] = "numeric"


class SignInForm(_Plain, account.RequestLoginCodeForm):
    words = {"email": (_("E-mail address"), _("We send a code to this address."))}


class PasswordSignInForm(_Plain, account.LoginForm):
    words = {"login": (_("E-mail address"), ""), "password": (_("Password"), "")}

    def _setup_password_field(self) -> None:
        """Nobody signs up with a password, which is why allauth would take the field away."""


class LoginCodeForm(_MailedCode, account.ConfirmLoginCodeForm):
    pass


class ResetCodeForm(_MailedCode, account.ConfirmPasswordResetCodeForm):
    pass


class AddressCodeForm(_MailedCode, account.ConfirmEmailVerificationCodeForm):
    pass


class IdentityCodeForm(_MailedCode, forms.Form):
    """The code that proves in the middle of a session that it is still the member."""

    code = forms.CharField()


class NewAddressForm(_Plain, account.AddEmailForm):
    words = {"email": (_("New e-mail address"), _("We send a code there. Until you enter it, nothing changes."))}


class _NewPassword(_Plain):
    """One field with a “show” button; typing a password twice helps nobody who can see it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("password2", None)
        self.fields["password1"].help_text = _("At least 12 characters. A few words in a row are easy to remember.")


class ChangePasswordForm(_NewPassword, account.ChangePasswordForm):
    words = {"oldpassword": (_("Current password"), ""), "password1": (_("New password"), "")}


class SetPasswordForm(_NewPassword, account.SetPasswordForm):
    words = {"password1": (_("Password"), "")}


class ResetPasswordForm(_Plain, account.ResetPasswordForm):
    words = {"email": (_("E-mail address"), _("We send a code to this address."))}


class ResetPasswordKeyForm(_NewPassword, account.ResetPasswordKeyForm):
    words = {"password1": (_("New password"), "")}


class ReauthenticateForm(_Plain, account.ReauthenticateForm):
    words = {"password": (_("Password"), "")}


class SecondFactorForm(_Code, mfa.AuthenticateForm):
    words = {"code": (_("Code"), _("Six digits from your authenticator app, or one of your recovery codes."))}


class SecondFactorAgainForm(_Code, mfa.ReauthenticateForm):
    words = SecondFactorForm.words


class ActivateAppForm(_Code, totp.ActivateTOTPForm):
    words = {"code": (_("Code"), _("The six digits that the app shows now."))}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs["inputmode"] = "numeric"


class AddKeyForm(_Plain, webauthn.AddWebAuthnForm):
    words = {
        "name": (_("Name of this key"), _("To tell your keys apart, for instance “My phone”.")),
        "passwordless": (
            _("Use it as a passkey"),
            _("You can then log in with this key alone, by fingerprint, face or PIN."),
        ),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].max_length = 100
        self.fields["name"].widget.attrs["maxlength"] = 100
        self.fields["passwordless"].initial = True


class EditKeyForm(_Plain, webauthn.EditWebAuthnForm):
    words = {"name": (_("Name of this key"), "")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].max_length = 100
        self.fields["name"].widget.attrs["maxlength"] = 100
