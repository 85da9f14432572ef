"""Forms of the discussions: a new thread, an answer, a vote beside them, changes, reasons."""

import uuid
from datetime import datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cop.members.validators import plain_line

from ..choices import PollKind
from ..services.voting import MOST_OPTIONS
from ..writing import LONGEST, PollAsked
from .files import AttachmentsField

SHORTEN = _("Please shorten this to %(limit_value)d characters; it has %(show_value)d.")
TITLE = 150


def text_field(label: Any) -> forms.CharField:
    """Where one writes a post; the buttons above it are made by the script."""
    return forms.CharField(
        label=label,
        widget=forms.Textarea(attrs={"rows": 6, "data-composer-text": "", "dir": "auto"}),
        validators=[MaxLengthValidator(LONGEST, SHORTEN)],
        error_messages={"required": _("Write something first.")},
    )


def title_field() -> forms.CharField:
    """The title of a thread."""
    return forms.CharField(
        label=_("Title"),
        help_text=_("A question, or what it is about, so that others find it in the list."),
        validators=[plain_line, MaxLengthValidator(TITLE, SHORTEN)],
        widget=forms.TextInput(attrs={"dir": "auto"}),
        error_messages={"required": _("Enter a title.")},
    )


class PostForm(forms.Form):
    """An answer, and what may be asked with it."""

    use_required_attribute = False

    key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    text = text_field(_("Your answer"))
    files = AttachmentsField(
        label=_("Attach files"),
        help_text=_("They become documents of the group. Up to ten, 100 MB each."),
        required=False,
        most=10,
    )
    poll_question = forms.CharField(
        label=_("Question"), required=False, validators=[plain_line, MaxLengthValidator(200, SHORTEN)]
    )
    poll_options = forms.CharField(
        label=_("Options"), help_text=_("One a line."), required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    poll_kind = forms.ChoiceField(
        label=_("Each member chooses"), choices=PollKind, required=False, widget=forms.RadioSelect
    )
    poll_named = forms.BooleanField(label=_("Show who chose what"), required=False)
    poll_closes = forms.DateField(
        label=_("Last day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("Without a day the vote stays open."),
    )

    def __init__(self, data: Any = None, files: Any = None, *, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, files, initial={"key": uuid.uuid4(), "poll_kind": PollKind.ONE, **(initial or {})})

    def clean_key(self) -> uuid.UUID:
        return self.cleaned_data.get("key") or uuid.uuid4()

    def clean_poll_options(self) -> tuple[str, ...]:
        labels = [" ".join(line.split()) for line in self.cleaned_data["poll_options"].splitlines()]
        found = tuple(dict.fromkeys(label for label in labels if label))
        for label in found:
            plain_line(label)
        if any(len(label) > 120 for label in found):
            raise ValidationError(_("Please shorten each option to 120 characters."))
        if len(found) > MOST_OPTIONS:
            raise ValidationError(_("Offer at most %(n)d options."), params={"n": MOST_OPTIONS})
        return found

    def clean_poll_closes(self) -> datetime | None:
        day = self.cleaned_data.get("poll_closes")
        if day is None:
            return None
        if day < timezone.localdate():
            raise ValidationError(_("Choose a day to come."))
        return timezone.make_aware(datetime.combine(day, time(23, 59)))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("poll_question") and len(cleaned.get("poll_options") or ()) < 2:
            self.add_error("poll_options", _("Offer at least two options."))
        if cleaned.get("poll_options") and not cleaned.get("poll_question"):
            self.add_error("poll_question", _("Ask a question."))
        return cleaned

    @property
    def has_poll(self) -> bool:
        """Was anything of a vote filled in, or is it wrong?"""
        return any(self[name].value() or self[name].errors for name in ("poll_question", "poll_options"))

    @property
    def poll(self) -> PollAsked | None:
        """The vote that is asked for; after cleaning."""
        given = self.cleaned_data
        if not given.get("poll_question"):
            return None
        return PollAsked(
            question=given["poll_question"],
            options=given["poll_options"],
            kind=given["poll_kind"] or PollKind.ONE,
            is_secret=not given["poll_named"],
            closes_at=given["poll_closes"],
        )


class ThreadForm(PostForm):
    """A new thread; leaders may make an announcement of it."""

    title = title_field()
    is_announcement = forms.BooleanField(
        label=_("This is an announcement"),
        help_text=_("Every member gets it now by mail, whatever they chose."),
        required=False,
    )
    field_order = ["title", "text"]

    def __init__(
        self, data: Any = None, files: Any = None, *, may_announce: bool, initial: dict[str, Any] | None = None
    ) -> None:
        super().__init__(data, files, initial=initial)
        self.fields["text"].label = _("Your post")
        if not may_announce:
            del self.fields["is_announcement"]


class EditForm(forms.Form):
    """Other words for a post; of the first one also another title."""

    use_required_attribute = False

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    title = title_field()
    text = text_field(_("Text"))

    def __init__(self, data: Any = None, *, is_first: bool, initial: dict[str, Any]) -> None:
        super().__init__(data, initial=initial)
        if not is_first:
            del self.fields["title"]


class DeleteForm(forms.Form):
    """Why a post goes; asked of moderators, who delete what others wrote."""

    use_required_attribute = False

    why = forms.CharField(
        label=_("Reason"),
        help_text=_("Stands in its place; everybody who reads the discussion can read it."),
        validators=[plain_line, MaxLengthValidator(300, SHORTEN)],
        error_messages={"required": _("Say why.")},
    )

    def __init__(self, data: Any = None, *, is_own: bool) -> None:
        super().__init__(data)
        if is_own:
            del self.fields["why"]


class ReportForm(forms.Form):
    """What is wrong with a post."""

    use_required_attribute = False

    reason = forms.CharField(
        label=_("What is wrong with it?"),
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
        validators=[MaxLengthValidator(1000, SHORTEN)],
        error_messages={"required": _("Say what is wrong with it.")},
    )
