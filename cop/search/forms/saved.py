"""Name and rhythm of a saved search."""

from django import forms
from django.utils.translation import gettext_lazy as _

from ..choices import AlertRhythm
from ..models.saved import LONGEST_NAME


class SavedSearchForm(forms.Form):
    """What a member says about a search that they save."""

    name = forms.CharField(
        label=_("Name"),
        help_text=_("As it should stand in your list and in letters"),
        max_length=LONGEST_NAME,
        error_messages={"required": _("Give the search a name.")},
    )
    rhythm = forms.ChoiceField(
        label=_("How often do you want to hear what is new?"),
        help_text=_("In the morning, and only when there is something new that you may read."),
        choices=AlertRhythm.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how often."), "invalid_choice": _("Choose how often.")},
    )
