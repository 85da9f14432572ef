"""The edit form of a resource."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cop.core.page_care import BasePageForm
from cop.taxonomy.choices import Criterion

from ..choices import LANGUAGES


class ResourcePageForm(BasePageForm):
    """Criteria and languages as boxes to tick."""

    criteria = forms.TypedMultipleChoiceField(
        label=_("Fulfilment criteria"),
        choices=[(number, f"{number}. {label}") for number, label in Criterion.choices],
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages"), choices=LANGUAGES, required=False, widget=forms.CheckboxSelectMultiple
    )
