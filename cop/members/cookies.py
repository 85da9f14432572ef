"""What signing in keeps in a browser beside the session; for the list that visitors read."""

from allauth.account import app_settings as account_settings
from allauth.mfa import app_settings as factor_settings
from django.utils.translation import gettext_lazy as _

from cop.privacy.declared_cookies import declare

# Off as the platform comes: then it is not set, and must not be on the list.
if factor_settings.TRUST_ENABLED or account_settings.LOGIN_BY_CODE_TRUST_ENABLED:
    declare(
        "trusted-browser",
        name=lambda: factor_settings.TRUST_COOKIE_NAME,
        purpose=_("Spares you the second step of signing in, on a browser of which you said that it is yours."),
        duration=_("14 days"),
        order=15,
    )
