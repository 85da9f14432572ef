"""Forms of calls for expressions of interest."""

import uuid
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cop.members.validators import plain_line

from ..models import Call
from ..models.call import BEST_SCORE
from ..services.calls import CallFacts
from ..writing import LONGEST
from .desk import LONGEST_QUESTION, MOST_QUESTIONS
from .discussion import SHORTEN

LONGEST_NOTE = 2000
SCORES = [
    ("1", _("1 – does not fit")),
    ("2", _("2 – fits little")),
    ("3", _("3 – fits")),
    ("4", _("4 – fits well")),
    (str(BEST_SCORE), _("5 – fits very well")),
]


class CallForm(forms.Form):
    """What is called for, what is asked, and until when."""

    use_required_attribute = False

    key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    title = forms.CharField(
        label=_("Title"),
        validators=[plain_line, MaxLengthValidator(150, SHORTEN)],
        widget=forms.TextInput(attrs={"dir": "auto"}),
        error_messages={"required": _("Enter a title.")},
    )
    text = forms.CharField(
        label=_("Whom you look for, and what members do"),
        help_text=_("Everybody who knows of the group reads it. Markdown."),
        required=False,
        validators=[MaxLengthValidator(LONGEST, SHORTEN)],
        widget=forms.Textarea(attrs={"rows": 8, "dir": "auto"}),
    )
    questions = forms.CharField(
        label=_("Questions"),
        help_text=_("One a line, up to five. Everybody must answer them; they stay as they are once somebody has."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"}),
    )
    last_day = forms.DateField(
        label=_("Last day"),
        help_text=_("Until midnight, Brussels time. Nobody is accepted or declined before."),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"required": _("Choose a day.")},
    )

    def __init__(self, data: Any = None, *, call: Call | None = None, is_answered: bool = False) -> None:
        initial: dict[str, Any] = {"key": uuid.uuid4()}
        if call is not None:
            zone = timezone.get_default_timezone()
            initial |= {
                "title": call.title,
                "text": call.text,
                "questions": "\n".join(call.questions),
                "last_day": timezone.localdate(call.closes_at, zone),
            }
        super().__init__(data, initial=initial)
        if is_answered:
            self.fields["questions"].disabled = True

    def clean_key(self) -> uuid.UUID:
        return self.cleaned_data.get("key") or uuid.uuid4()

    def clean_questions(self) -> list[str]:
        """The lines that are not empty."""
        lines = [" ".join(line.split()) for line in self.cleaned_data["questions"].splitlines()]
        questions = list(dict.fromkeys(line for line in lines if line))
        if len(questions) > MOST_QUESTIONS:
            raise forms.ValidationError(_("Ask five questions at most"))
        if any(len(question) > LONGEST_QUESTION for question in questions):
            raise forms.ValidationError(_("Keep each question below 200 characters"))
        return questions

    def clean_last_day(self) -> date:
        """From today on, and not further than a year: later is a slip of the fingers."""
        day: date = self.cleaned_data["last_day"]
        today = timezone.localdate(timezone=timezone.get_default_timezone())
        if day < today:
            raise forms.ValidationError(_("Choose a day to come."))
        if (day - today).days > 366:
            raise forms.ValidationError(_("Choose a day within a year."))
        return day

    def facts(self) -> CallFacts:
        """After cleaning."""
        given = self.cleaned_data
        closes_at = datetime.combine(given["last_day"], time(23, 59), tzinfo=timezone.get_default_timezone())
        return CallFacts(
            title=given["title"],
            text=given["text"].replace("\r\n", "\n"),
            questions=given["questions"],
            closes_at=closes_at,
        )


class ScoreForm(forms.Form):
    """What one leader thinks."""

    use_required_attribute = False

    score = forms.TypedChoiceField(
        label=_("Your score"),
        choices=SCORES,
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a score.")},
    )
    note = forms.CharField(
        label=_("Your note"),
        help_text=_("The other leaders read it, and the person may when they ask for their data."),
        required=False,
        validators=[MaxLengthValidator(LONGEST_NOTE, SHORTEN)],
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )
