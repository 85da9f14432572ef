"""The edit form of a resource."""

from collections.abc import Mapping

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.utils.translation import gettext_lazy as _

from cop.core.page_care import BasePageForm
from cop.taxonomy.choices import Criterion

from ..choices import LANGUAGES
from ..models import GoodPracticePage
from ..permissions import first_publication_obstacle


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


def validated_first(form: BasePageForm) -> Mapping[str, str]:
    """Nobody publishes a good practice for the first time by the button of its form (`cop.core.page_care`)."""
    page = form.instance
    if "action-publish" not in form.data or not isinstance(page, GoodPracticePage):
        return {}
    reason = first_publication_obstacle(page)
    return {NON_FIELD_ERRORS: str(reason.label)} if reason else {}
