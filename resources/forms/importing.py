"""The form with which old material is sent, in the admin."""

from django import forms
from django.utils.translation import gettext_lazy as _


class ImportForm(forms.Form):
    """A sheet, and the files that it names."""

    sheet = forms.FileField(
        label=_("Sheet"),
        help_text=_("CSV or XLSX up to 5 MB and 2,000 rows."),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.xlsx"}),
        allow_empty_file=True,
        error_messages={"required": _("Choose a sheet.")},
    )
    packed = forms.FileField(
        label=_("Files"),
        help_text=_("A ZIP file up to 1 GB with the files that the sheet names; none if it names none."),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".zip"}),
        allow_empty_file=True,
    )
