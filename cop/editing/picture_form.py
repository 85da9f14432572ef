"""The form of a picture: a description for those who cannot see it, or the word that it is an ornament."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ObjectDoesNotExist
from django.forms import ModelChoiceField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.images import get_image_model

from cop.core import forms as core_forms

from .selectors.pictures import is_undescribed
from .services.pictures import note_decorative


class PictureForm(core_forms.PictureForm):
    """The core's, which looks at the file, with one field more (WAGTAILIMAGES_IMAGE_FORM_BASE)."""

    decorative = forms.BooleanField(
        label=gettext_lazy("Ornament only"),
        required=False,
        help_text=gettext_lazy("It says nothing that the text does not say; screen readers pass it over."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "description" in self.fields:
            self.fields["description"].help_text = _(
                "What can be seen, in one sentence, for people who cannot see it. Not the file's name."
            )
        if self.instance.pk is not None:
            try:
                self.initial["decorative"] = bool(self.instance.decorative_note)
            except ObjectDoesNotExist:
                self.initial["decorative"] = False

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        # Dropping many files at once sends no descriptions: they are asked for in the form that follows.
        asked = self.add_prefix("description") in self.data
        if asked and not cleaned.get("description", "").strip() and not cleaned.get("decorative"):
            self.add_error("description", _("Describe the picture, or tick “Ornament only”."))
        return cleaned

    def save(self, commit: bool = True) -> Any:
        image = super().save(commit=commit)
        if commit and self.add_prefix("description") in self.data:
            note_decorative(image=image, decorative=self.cleaned_data["decorative"])
        return image


def pictures_are_described(form: Any) -> Mapping[str, str]:
    """What keeps a page from being published or submitted: pictures chosen in its own fields that nobody described.

    Pictures inside the text ask for their own description (Wagtail's ImageBlock and its form for rich text).
    """
    image = get_image_model()
    wrong = {}
    for name, field in form.fields.items():
        chosen = form.cleaned_data.get(name)
        if isinstance(field, ModelChoiceField) and isinstance(chosen, image) and is_undescribed(chosen):
            wrong[name] = _(
                "“%(picture)s” has no description for people who cannot see it. Describe it under “Images”, or mark it "
                "as an ornament there."
            ) % {"picture": chosen.title}
    return wrong
