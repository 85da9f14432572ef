"""Forms for the files of a resource, in the admin."""

import uuid
from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from cop.core.stored.keeping import ACCEPT
from cop.members.validators import plain_line

from ..choices import LANGUAGES


class KeyedForm(forms.Form):
    """Sent twice, it is one file."""

    field_order = ("file", "title", "what_changed", "language", "without_notes")

    key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    without_notes = forms.BooleanField(
        label=_("Take out notes of the speaker and comments"),
        help_text=_(
            "Of PowerPoint, Word, Excel and OpenDocument files. With them left in, everybody who downloads the file "
            "can read them. Hidden slides, hidden sheets and tracked changes stay."
        ),
        required=False,
    )

    def __init__(self, *args: Any, initial: dict[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, initial={"key": uuid.uuid4(), "without_notes": True, **(initial or {})}, **kwargs)

    def clean_key(self) -> uuid.UUID:
        return self.cleaned_data.get("key") or uuid.uuid4()


def _file() -> forms.FileField:
    return forms.FileField(
        label=_("File"),
        help_text=_("PDF, Office and OpenDocument files, pictures, text, Markdown; up to 100 MB."),
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
        allow_empty_file=True,
        error_messages={"required": _("Choose a file.")},
    )


class AboutForm(forms.Form):
    """What a file is called, and in which language it is."""

    title = forms.CharField(label=_("Title"), validators=[plain_line, MaxLengthValidator(150)])
    language = forms.ChoiceField(label=_("Language"), choices=[("", "–"), *LANGUAGES], required=False)


class NewFileForm(KeyedForm):
    """A new file."""

    file = _file()
    title = forms.CharField(
        label=_("Title"),
        help_text=_("As readers see it. Empty: the name of the file."),
        required=False,
        validators=[plain_line, MaxLengthValidator(150)],
    )
    language = forms.ChoiceField(label=_("Language"), choices=[("", "–"), *LANGUAGES], required=False)


class NewVersionForm(KeyedForm):
    """A new version of a file."""

    file = _file()
    what_changed = forms.CharField(
        label=_("What changed"),
        help_text=_("In a sentence, for those who have read the earlier version."),
        required=False,
        validators=[plain_line, MaxLengthValidator(300)],
    )
