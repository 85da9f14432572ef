"""Asking for an approval, and answering."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cop.members.validators import plain_line

from .choices import Answer
from .refusals import Reason
from .services.approvals import DAYS

LONGEST_COMMENT = 4_000


class AskForm(forms.Form):
    """Whom to ask, with a message, for how long."""

    name = forms.CharField(label=_("Name"), max_length=150, validators=[plain_line])
    email = forms.EmailField(
        label=_("E-mail address"), max_length=254, help_text=_("The link goes there. No account is needed.")
    )
    note = forms.CharField(
        label=_("Message"),
        required=False,
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What the person should look at. It stands in the letter and beside the draft."),
    )
    days = forms.TypedChoiceField(
        label=_("Valid for"),
        coerce=int,
        initial=DAYS,
        choices=[(7, _("one week")), (DAYS, _("two weeks")), (28, _("four weeks"))],
    )


class AnswerForm(forms.Form):
    """Approve, or say what should change."""

    answer = forms.ChoiceField(
        label=_("Your answer"),
        choices=[(Answer.APPROVED, _("I approve this version")), (Answer.CHANGES, _("It should be changed"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the two answers.")},
    )
    comment = forms.CharField(
        label=_("Comment"),
        required=False,
        max_length=LONGEST_COMMENT,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Needed if something should change. The editor reads it as you write it."),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("answer") == Answer.CHANGES and not cleaned.get("comment", "").strip():
            self.add_error("comment", str(Reason.NO_COMMENT.label))
        return cleaned
