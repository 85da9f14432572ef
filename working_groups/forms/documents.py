"""Forms of shared documents."""

import uuid
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cop.core.stored.fields import FilesField
from cop.core.stored.keeping import ACCEPT
from cop.members.validators import plain_line
from resources.choices import Licence

from ..choices import DocumentState
from ..services.documents import MOST_AT_ONCE
from .discussion import SHORTEN, text_field

MOST_TAGS = 10
LONGEST_TAG = 40


class OneFileInput(forms.FileInput):
    """One file of the kinds that are taken."""

    def __init__(self) -> None:
        super().__init__(attrs={"accept": ACCEPT})


class TagsField(forms.CharField):
    """Tags, with commas between."""

    def clean(self, value: Any) -> list[str]:
        text = super().clean(value)
        found = list(dict.fromkeys(tag for each in text.split(",") if (tag := " ".join(each.split()))))
        for tag in found:
            plain_line(tag)
            if len(tag) > LONGEST_TAG:
                raise ValidationError(_("Please shorten each tag to 40 characters."))
        if len(found) > MOST_TAGS:
            raise ValidationError(_("Ten tags are enough."))
        return found


def _tags() -> TagsField:
    return TagsField(label=_("Tags"), help_text=_("With commas between, as in: draft, indicators."), required=False)


class TellingForm(forms.Form):
    """Whether the members hear of it."""

    use_required_attribute = False

    tell = forms.ChoiceField(
        label=_("Tell the members"),
        choices=[("quiet", _("quietly: nobody is mailed")), ("tell", _("tell the members, each as they chose"))],
        initial="quiet",
        widget=forms.RadioSelect,
    )
    message = forms.CharField(
        label=_("Message"),
        help_text=_("Stands in the letter, if the members are told."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        validators=[MaxLengthValidator(1000, SHORTEN)],
    )


class UploadForm(TellingForm):
    """New documents."""

    batch = forms.UUIDField(widget=forms.HiddenInput, required=False)
    folder = forms.ChoiceField(label=_("Folder"), required=False)
    files = FilesField(
        most=MOST_AT_ONCE,
        label=_("Files"),
        help_text=_("PDF, Office and OpenDocument files, pictures, text, Markdown; up to 100 MB each, several at once"),
        error_messages={"required": _("Choose at least one file.")},
    )
    tags = _tags()
    field_order = ["batch", "files", "folder", "tags", "tell", "message"]

    def __init__(self, *args: Any, folders: list[tuple[str, str]], initial: dict[str, Any] | None = None) -> None:
        super().__init__(*args, initial={"batch": uuid.uuid4(), **(initial or {})})
        self.fields["folder"].choices = folders  # type: ignore[attr-defined]

    def clean_batch(self) -> uuid.UUID:
        return self.cleaned_data.get("batch") or uuid.uuid4()


class VersionForm(TellingForm):
    """A new version of a document."""

    key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    based_on = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    file = forms.FileField(
        label=_("File"),
        widget=OneFileInput,
        allow_empty_file=True,
        error_messages={"required": _("Choose a file.")},
    )
    what_changed = forms.CharField(
        label=_("What changed"),
        help_text=_("In a sentence, for those who read an earlier version."),
        required=False,
        validators=[plain_line, MaxLengthValidator(300, SHORTEN)],
    )
    field_order = ["key", "based_on", "file", "what_changed", "tell", "message"]

    def clean_key(self) -> uuid.UUID:
        return self.cleaned_data.get("key") or uuid.uuid4()


class ChangeForm(forms.Form):
    """Name, folder and tags of a document."""

    use_required_attribute = False

    name = forms.CharField(
        label=_("Name"),
        validators=[plain_line, MaxLengthValidator(120, SHORTEN)],
        error_messages={"required": _("Enter a name.")},
    )
    folder = forms.ChoiceField(label=_("Folder"), required=False)
    tags = _tags()

    def __init__(self, *args: Any, folders: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["folder"].choices = folders  # type: ignore[attr-defined]


class FolderForm(forms.Form):
    """The name of a folder."""

    use_required_attribute = False

    name = forms.CharField(
        label=_("Name of the folder"),
        validators=[plain_line, MaxLengthValidator(80, SHORTEN)],
        error_messages={"required": _("Enter a name.")},
    )


class StateForm(forms.Form):
    """How far a document has come."""

    use_required_attribute = False

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    state = forms.ChoiceField(label=_("State"), choices=DocumentState.choices, widget=forms.RadioSelect)
    comment_until = forms.DateField(
        label=_("Last day for comments"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("state") == DocumentState.COMMENT and "comment_until" not in self.errors:
            day = cleaned.get("comment_until")
            if day is None or day < timezone.localdate():
                self.add_error("comment_until", _("Choose a day from today on."))
        return cleaned


class CommentForm(forms.Form):
    """A comment on a document."""

    use_required_attribute = False

    key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    text = text_field(_("Your comment"))

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, initial={"key": uuid.uuid4()})
        self.fields["text"].widget.attrs.update({"rows": 3})
        del self.fields["text"].widget.attrs["data-composer-text"]

    def clean_key(self) -> uuid.UUID:
        return self.cleaned_data.get("key") or uuid.uuid4()


class PublishForm(forms.Form):
    """Asking the secretariat to publish in the library."""

    use_required_attribute = False

    licence = forms.ChoiceField(label=_("Licence"), choices=Licence.choices, widget=forms.RadioSelect,
                                error_messages={"required": _("Choose how others may use it.")})  # fmt: skip
    note = forms.CharField(
        label=_("Note to the secretariat"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
        validators=[MaxLengthValidator(2000, SHORTEN)],
    )


class RefusePublicationForm(forms.Form):
    """Why something is not published."""

    reason = forms.CharField(
        label=_("Reason"),
        validators=[plain_line, MaxLengthValidator(1000, SHORTEN)],
        error_messages={"required": _("Say why: the group reads it in the letter.")},
    )
