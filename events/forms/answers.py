"""The questions of an event as form fields, and what people enter as answers."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django import forms
from django.forms import BoundField
from django.utils.dateformat import format as date_words
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cop.core.widgets import ToldCheckboxSelectMultiple, ToldRadioSelect
from cop.members.selectors import country_choices

from .. import conditions
from ..choices import QuestionKind
from ..refusals import Refused
from ..services.answer_files import ACCEPT, CheckedFile, check_file
from .text import LineField, ProseField

if TYPE_CHECKING:
    from ..models import AnswerFile, EventPage, Question
    from ..services.places import QuestionOptions

# Beyond this many choices a list that opens is easier than a column of buttons.
MANY_BUTTONS = 8
LARGEST_NUMBER = 1_000_000_000


class FileAnswer(forms.FileField):
    """A file, judged by the upload door."""

    widget = forms.FileInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(allow_empty_file=True, **kwargs)

    def clean(self, data: Any, initial: Any = None) -> CheckedFile | None:
        upload = super().clean(data, initial)
        if not upload or upload is initial:
            return None
        try:
            return check_file(upload)
        except Refused as refusal:
            raise forms.ValidationError(str(refusal)) from refusal


class NumberAnswer(forms.DecimalField):
    """A number; whole ones are kept as such."""

    def clean(self, value: Any) -> int | float | None:
        number: Decimal | None = super().clean(value)
        if number is None:
            return None
        return int(number) if number == number.to_integral_value() else float(number)


class OneAnswer(forms.ChoiceField):
    """One of several; refuses a choice without places."""

    def __init__(self, *, full: Mapping[str, str], **kwargs: Any) -> None:
        self.full = full
        super().__init__(**kwargs)

    def validate(self, value: str) -> None:
        super().validate(value)
        _refuse_full([value], self.full)


class ManyAnswers(forms.MultipleChoiceField):
    """Any of several, each once; refuses choices without places."""

    def __init__(self, *, full: Mapping[str, str], **kwargs: Any) -> None:
        self.full = full
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> list[str]:
        return list(dict.fromkeys(super().to_python(value)))

    def validate(self, value: list[str]) -> None:
        super().validate(value)
        _refuse_full(value, self.full)


class YesNoAnswer(forms.ChoiceField):
    """Yes, no, or (where it may be left open) nothing."""

    def clean(self, value: Any) -> bool | None:  # type: ignore[override]
        return {"yes": True, "no": False}.get(super().clean(value))


def _refuse_full(values: list[str], full: Mapping[str, str]) -> None:
    if taken := [full[value] for value in values if value in full]:
        raise forms.ValidationError([_("All places of “%(choice)s” are taken.") % {"choice": label} for label in taken])


def field_name(key: str) -> str:
    """The name of a question's field."""
    return f"q_{key}"


def removal_name(key: str) -> str:
    """The name of the box that takes a file back."""
    return f"remove_{key}"


@dataclass(frozen=True)
class AskedQuestion:
    """A question as the page shows it."""

    bound: BoundField
    removal: BoundField | None
    depends_on: str
    depends_values: list[str]

    @property
    def depends_as_json(self) -> str:
        """For the script in the page."""
        return json.dumps(self.depends_values)


class Questionnaire:
    """The questions of one event for one person: their fields, their conditions, their cleaned answers."""

    def __init__(
        self,
        options: "QuestionOptions",
        event: "EventPage",
        *,
        own: Mapping[str, Any] | None = None,
        files: "Mapping[int, AnswerFile] | None" = None,
        country: str = "",
    ) -> None:
        self.options = options
        self.questions = options.questions
        self.event = event
        self.own = own or {}
        self.files = files or {}
        self.country = country
        self._countries: list | None = None

    def ordered(self) -> "list[Question]":
        """First what the organisers ask of all, then the sensitive ones."""
        return sorted(self.questions.values(), key=lambda question: question.is_sensitive)

    def fields(self) -> dict[str, forms.Field]:
        """Form fields by name."""
        found: dict[str, forms.Field] = {}
        for question in self.ordered():
            found[field_name(question.key)] = self._field(question)
            if not question.is_required and (row := self.kept_file(question)):
                found[removal_name(question.key)] = forms.BooleanField(
                    label=_("Remove “%(name)s”") % {"name": row.name}, required=False
                )
        return found

    def initial(self) -> dict[str, Any]:
        """What was answered before; the country of the profile where nothing was."""
        found = {}
        for question in self.questions.values():
            value = self.own.get(question.key)
            if question.kind == QuestionKind.FILE:
                continue
            if isinstance(value, bool):
                value = "yes" if value else "no"
            if value is None and question.kind == QuestionKind.COUNTRY and not self.own:
                value = self.country
            if value is not None:
                found[field_name(question.key)] = value
        return found

    def kept_file(self, question: "Question") -> "AnswerFile | None":
        """The file that was sent for this question before."""
        value = self.own.get(question.key)
        return self.files.get(value) if question.kind == QuestionKind.FILE and isinstance(value, int) else None

    def asked(self, form: forms.Form) -> set[str]:
        """Keys of the questions that are asked, by what the form was sent with."""

        def answer(key: str) -> Any:
            bound = form[field_name(key)]
            value = bound.field.widget.value_from_datadict(form.data, form.files, bound.html_name)
            return value if isinstance(value, list) else (value or None)

        return conditions.asked(self.questions, answer)

    def answers(self, form: forms.Form) -> tuple[dict[str, Any], dict[str, CheckedFile]]:
        """Answers by key and new files by key, of a form that is valid. What was not answered is left out."""
        answers: dict[str, Any] = {}
        files: dict[str, CheckedFile] = {}
        for key, question in self.questions.items():
            value = form.cleaned_data.get(field_name(key))
            if question.kind == QuestionKind.FILE:
                kept = self.kept_file(question)
                if isinstance(value, CheckedFile):
                    files[key] = value
                removed = form.cleaned_data.get(removal_name(key)) and key not in files
                if kept is not None and field_name(key) in form.cleaned_data and not removed:
                    answers[key] = kept.pk
            elif value not in (None, "", []):
                answers[key] = value
        return answers, files

    def shown(self, form: forms.Form, *, sensitive: bool) -> list[AskedQuestion]:
        """The questions for the page."""
        return [
            AskedQuestion(
                bound=form[field_name(question.key)],
                removal=form[removal_name(question.key)] if removal_name(question.key) in form.fields else None,
                depends_on=field_name(question.depends_on) if self._condition(question) else "",
                depends_values=sorted(conditions.wanted(question)) if self._condition(question) else [],
            )
            for question in self.ordered()
            if question.is_sensitive is sensitive
        ]

    def _condition(self, question: "Question") -> tuple[str, list[str]] | None:
        return conditions.in_words(question, self.questions)

    def _hint(self, question: "Question") -> str:
        parts = []
        if condition := self._condition(question):
            label, values = condition
            if values:
                facts = {"answers": _(" or ").join(f"“{value}”" for value in values), "question": label}
                parts.append(_("Only if you answer %(answers)s to “%(question)s”.") % facts)
            else:
                parts.append(_("Only if you answer “%(question)s”.") % {"question": label})
        if question.help_text:
            parts.append(question.help_text)
        if question.kind == QuestionKind.FILE:
            if row := self.kept_file(question):
                parts.append(_("We have “%(name)s”; choose a file only to replace it.") % {"name": row.name})
            parts.append(_("PDF, picture or office document, at most 10 MB."))
        if question.is_sensitive:
            parts.append(
                _("Read only by the people who run the event; erased on %(date)s.")
                % {"date": date_words(erased_on(question, self.event), "j F Y")}
            )
        return " ".join(parts)

    def _field(self, question: "Question") -> forms.Field:
        common: dict[str, Any] = {
            "label": question.label,
            "help_text": self._hint(question),
            "required": question.is_required and self.kept_file(question) is None,
            "error_messages": {"required": _required(question)},
        }
        match question.kind:
            case QuestionKind.LONG:
                return ProseField(**common)
            case QuestionKind.ONE:
                return self._one(question, common)
            case QuestionKind.MANY:
                return self._many(question, common)
            case QuestionKind.YES_NO:
                choices = [("yes", _("Yes")), ("no", _("No"))]
                if not question.is_required:
                    choices.append(("", _("No answer")))
                common["error_messages"]["invalid_choice"] = _("Choose yes or no.")
                return YesNoAnswer(choices=choices, widget=ToldRadioSelect, **common)
            case QuestionKind.NUMBER:
                common["error_messages"] |= {
                    "invalid": _("Enter a number, such as 3 or 2.5."),
                    "max_value": _("Enter a smaller number."),
                    "min_value": _("Enter a larger number."),
                    "max_decimal_places": _("Use at most two decimal places."),
                }
                return NumberAnswer(
                    min_value=-LARGEST_NUMBER, max_value=LARGEST_NUMBER, max_digits=14, decimal_places=2, **common
                )
            case QuestionKind.COUNTRY:
                common["error_messages"]["invalid_choice"] = _("Choose a country from the list.")
                return forms.ChoiceField(choices=self._country_list(), **common)
            case QuestionKind.FILE:
                return FileAnswer(widget=forms.FileInput(attrs={"accept": ACCEPT}), **common)
            case _:
                return LineField(**common)

    def _one(self, question: "Question", common: dict[str, Any]) -> forms.Field:
        choices = [(option["key"], option["label"]) for option in question.options]
        limited = any(option.get("places") is not None for option in question.options)
        common["error_messages"]["invalid_choice"] = _UNKNOWN
        if len(choices) > MANY_BUTTONS and not limited:
            return forms.ChoiceField(choices=[("", _("Please choose")), *choices], **common)
        if not question.is_required:
            choices.append(("", _("No answer")))
        hints, full = self._places(question)
        widget = ToldRadioSelect(hints=hints, closed=full)
        return OneAnswer(choices=choices, full=full, widget=widget, **common)

    def _many(self, question: "Question", common: dict[str, Any]) -> forms.Field:
        choices = [(option["key"], option["label"]) for option in question.options]
        hints, full = self._places(question)
        common["error_messages"] |= {"invalid_choice": _UNKNOWN, "invalid_list": _UNKNOWN}
        widget = ToldCheckboxSelectMultiple(hints=hints, closed=full)
        return ManyAnswers(choices=choices, full=full, widget=widget, **common)

    def _places(self, question: "Question") -> tuple[dict[str, str], dict[str, str]]:
        """Hints by choice, and the labels of the choices that are full. One's own place is not somebody else's."""
        mine = conditions.tokens(self.own.get(question.key))
        hints, full = {}, {}
        for option in question.options:
            free = self.options.free(question.key, option["key"])
            if free is None:
                continue
            free += option["key"].lower() in mine
            if free > 0:
                hints[option["key"]] = ngettext("%(n)d place left", "%(n)d places left", free) % {"n": free}
            else:
                hints[option["key"]] = _("Full")
                full[option["key"]] = option["label"]
        return hints, full

    def _country_list(self) -> list:
        if self._countries is None:
            self._countries = [("", _("Choose a country")), *country_choices()]
        return self._countries


_UNKNOWN: Promise = gettext_lazy("Choose among the answers offered.")


def _required(question: "Question") -> str:
    if question.kind in (QuestionKind.ONE, QuestionKind.MANY, QuestionKind.YES_NO, QuestionKind.COUNTRY):
        return _("Choose an answer to “%(question)s”") % {"question": question.label}
    if question.kind == QuestionKind.FILE:
        return _("Choose a file for “%(question)s”") % {"question": question.label}
    return _("Answer “%(question)s”") % {"question": question.label}


def erased_on(question: "Question", event: "EventPage"):
    """The day after which a sensitive answer is gone."""
    return (event.local_end + timedelta(days=question.erase_after_days)).date()
