"""Forms about a member's own data."""

from django import forms
from django.utils.translation import gettext_lazy as _


class DeletionForm(forms.Form):
    """One box, so that nobody deletes an account by a slip."""

    understood = forms.BooleanField(
        label=_("I have read it and want my account to be deleted"),
        error_messages={"required": _("Tick the box, so that we know you have read it.")},
    )
