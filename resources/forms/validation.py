"""What the secretariat says about a good practice while it is validated, in the admin."""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.forms import TaskStateCommentForm

from cop.core.visible import shows_something

from ..refusals import Reason


class _Words(forms.CharField):
    """Words that somebody can read."""

    def __init__(self, **kwargs: object) -> None:
        super().__init__(
            max_length=2000,
            widget=forms.Textarea(attrs={"rows": 5}),
            error_messages={"required": Reason.NO_WORDS.label},
            **kwargs,
        )

    def validate(self, value: str) -> None:
        """Raises `ValidationError`."""
        super().validate(value)
        if not shows_something(value):
            raise forms.ValidationError(Reason.NO_WORDS.label, code="required")


class AskForChangesForm(TaskStateCommentForm):
    """What the author should change: they read it on their page and in a letter."""

    comment = _Words(label=_("What should change"), help_text=_("The author reads these words."))


class DeclineForm(forms.Form):
    """Why a proposal does not come into the library."""

    words = _Words(
        label=_("Why it is declined"),
        help_text=_("The author reads these words, on their page and in a letter. It is final: they can propose anew."),
    )
