"""The form with which a resource is withdrawn, in the admin."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cop.members.validators import plain_line


class WithdrawForm(forms.Form):
    """Why."""

    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("A sentence for whoever follows a link to it: “The figures of 2022 were wrong; see …”"),
        max_length=500,
        validators=[plain_line],
        error_messages={"required": _("Say why: it stands at the address from now on.")},
    )
