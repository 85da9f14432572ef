"""The form by which editors set registration up, and the one for invitation codes."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from modelcluster.forms import BaseChildFormSet
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.widgets import AdminDateTimeInput

from ..choices import QuestionKind
from ..models import Category, Question, RegistrationSetup
from ..services.setup import MOST_CODES, give_keys, new_key, places_problem
from .clock import ClockField

WITH_OPTIONS = (QuestionKind.ONE, QuestionKind.MANY)
MOST_OPTIONS = 100
YES, NO = gettext_lazy("Yes"), gettext_lazy("No")


def clock_field(name: str) -> ClockField:
    """The form field of one of the set-up's times, on the clock of the event."""
    return RegistrationSetup._meta.get_field(name).formfield(form_class=ClockField, widget=AdminDateTimeInput)


def options_as_lines(options: Iterable[dict[str, Any]]) -> str:
    """One choice a line: "Label", or "Label | places"."""
    return "\n".join(
        each["label"] if each.get("places") is None else f"{each['label']} | {each['places']}" for each in options
    )


def lines_as_options(text: str, old: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Read the lines back. A choice keeps its key when its label stays, or when it is renamed in its place."""
    labels, places = [], []
    for line in filter(None, (line.strip() for line in text.splitlines())):
        label, bar, limit = (part.strip() for part in line.rpartition("|"))
        if not bar:
            label, limit = line, ""
        if bar and not (limit.isascii() and limit.isdigit() and int(limit) < 1_000_000):
            raise ValidationError(_("“%(line)s”: after the | stands a number of places.") % {"line": line})
        if not label or len(label) > 200:
            raise ValidationError(_("“%(line)s”: a choice has 1 to 200 characters.") % {"line": line[:60]})
        if label.casefold() in (each.casefold() for each in labels):
            raise ValidationError(_("“%(label)s” stands there twice.") % {"label": label})
        labels.append(label)
        places.append(int(limit) if limit else None)
    if len(labels) > MOST_OPTIONS:
        raise ValidationError(_("At most %(number)d choices.") % {"number": MOST_OPTIONS})
    by_label = {each["label"].casefold(): each["key"] for each in old}
    keys = [by_label.get(label.casefold(), "") for label in labels]
    if len(old) == len(labels):
        keys = [key or (each["key"] if each["key"] not in keys else "") for key, each in zip(keys, old, strict=True)]
    taken = {*keys, *by_label.values()}
    for index, label in enumerate(labels):
        if not keys[index]:
            keys[index] = new_key(label, taken, otherwise="choice")
            taken.add(keys[index])
    return [
        {"key": key, "label": label, "places": limit} for key, label, limit in zip(keys, labels, places, strict=True)
    ]


class QuestionForm(WagtailAdminModelForm):
    """A question: choices as lines, its condition in the words of the other question."""

    choices = forms.CharField(
        label=gettext_lazy("Choices"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("One a line. With a limit: Dinner | 40"),
    )
    after = forms.CharField(
        label=gettext_lazy("Only after the question"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"list": "earlier-questions", "autocomplete": "off"}),
        help_text=gettext_lazy("Empty: everybody is asked. Else the words of a question above this one."),
    )
    answered = forms.CharField(
        label=gettext_lazy("if answered with"),
        required=False,
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("One a line: choices of that question, or Yes, or No."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.options_before = self.instance.options
        self.label_before = self.instance.label
        self.initial.setdefault("choices", options_as_lines(self.instance.options))

    def clean(self) -> dict[str, Any]:
        """Choices belong to questions that offer some."""
        cleaned = super().clean() or self.cleaned_data
        try:
            options = lines_as_options(cleaned.get("choices", ""), self.instance.options)
        except ValidationError as error:
            self.add_error("choices", error)
            return cleaned
        if cleaned.get("kind") in WITH_OPTIONS:
            if len(options) < 2:
                self.add_error("choices", _("Give at least two choices, one a line."))
            self.instance.options = options
        else:
            self.instance.options = []
        if cleaned.get("after") and not cleaned.get("answered"):
            self.add_error("answered", _("Say which answers make this question appear."))
        return cleaned


def possible_answers(form: QuestionForm) -> dict[str, Any] | None:
    """What can be answered to a question, in lower-case words, and how that is kept; None where no condition can hang
    on it. The words it had before it was edited count as well, so that a renamed choice breaks no condition."""
    question = form.instance
    if question.kind in WITH_OPTIONS:
        kept = {each["key"] for each in question.options}
        before = {each["label"].casefold(): each["key"] for each in form.options_before if each["key"] in kept}
        return before | {each["label"].casefold(): each["key"] for each in question.options}
    if question.kind == QuestionKind.YES_NO:
        return {str(YES).casefold(): True, str(NO).casefold(): False}
    return None


def words_of_values(question: Question, values: list[Any]) -> str:
    """The stored values of a condition as lines."""
    if question.kind == QuestionKind.YES_NO:
        return "\n".join(str(YES if value else NO) for value in values)
    labels = {each["key"]: each["label"] for each in question.options}
    return "\n".join(labels[value] for value in values if value in labels)


class QuestionFormSet(BaseChildFormSet):
    """All questions together: keys, and conditions that point back to a question above (so that there is no circle)."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        by_key = {form.instance.key: form.instance for form in self.initial_forms if form.instance.key}
        for form in self.initial_forms:
            other = by_key.get(form.instance.depends_on)
            if other is not None:
                form.initial.setdefault("after", other.label)
                form.initial.setdefault("answered", words_of_values(other, form.instance.depends_values))

    def clean(self) -> None:
        """Check what only shows when the questions are seen together."""
        super().clean()
        kept = [
            form
            for form in self.forms
            if form.is_valid() and not self._should_delete_form(form) and form.has_changed() | bool(form.instance.pk)
        ]
        kept.sort(key=lambda form: form.cleaned_data.get("ORDER") or 0)
        labels = [form.cleaned_data["label"].strip().casefold() for form in kept]
        for index, form in enumerate(kept):
            if labels[index] in labels[:index]:
                form.add_error("label", _("There is another question with these words."))
        give_keys(form.instance for form in kept)
        for index, form in enumerate(kept):
            self._condition(form, kept[:index], kept)

    def _condition(self, form: QuestionForm, above: list[QuestionForm], everything: list[QuestionForm]) -> None:
        question = form.instance
        after = form.cleaned_data.get("after", "").strip().casefold()
        question.depends_on, question.depends_values = "", []
        if not after:
            return
        named = [each for each in everything if each.cleaned_data.get("label", "").strip().casefold() == after]
        named = named or [each for each in everything if each.label_before.strip().casefold() == after]
        if not named:
            form.add_error("after", _("There is no question with these words in this form."))
            return
        if named[0] not in above:
            form.add_error("after", _("The other question must come before this one."))
            return
        other = named[0].instance
        possible = possible_answers(named[0])
        if possible is None:
            form.add_error(
                "after", _("Only a question with choices, or a yes-or-no question, can decide about others.")
            )
            return
        values = []
        for line in filter(None, (line.strip() for line in form.cleaned_data.get("answered", "").splitlines())):
            if line.casefold() not in possible:
                form.add_error(
                    "answered", _("“%(line)s” is no answer to “%(label)s”.") % {"line": line, "label": other.label}
                )
                return
            values.append(possible[line.casefold()])
        question.depends_on, question.depends_values = other.key, values


class SetupForm(WagtailAdminModelForm):
    """How people register; its times are on the clock of the event."""

    opens_at = clock_field("opens_at")
    closes_at = clock_field("closes_at")
    edit_until = clock_field("edit_until")
    # The version that the editor has before them; 0 where nothing had been set up.
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["seen"] = self.instance.version if self.instance.pk else 0
        for field in self.fields.values():
            if isinstance(field, ClockField):
                field.clock = self.instance.event.tz

    def clean_reminder_days(self) -> str:
        """Each number of days once, the largest first."""
        typed = self.cleaned_data["reminder_days"]
        # The model's own check comes after this one.
        if not all(part.strip().isascii() and part.strip().isdigit() for part in typed.split(",") if part.strip()):
            raise ValidationError(_("Numbers of days with commas between them, for example 7,1."))
        days = sorted({int(part) for part in typed.split(",") if part.strip()}, reverse=True)
        if days and (days[0] > 365 or days[-1] < 1):
            raise ValidationError(_("A reminder is sent 1 to 365 days before."))
        return ",".join(map(str, days))

    def clean(self) -> dict[str, Any]:
        """Registration cannot open after the event."""
        cleaned = super().clean() or self.cleaned_data
        event = self.instance.event
        if (opens := cleaned.get("opens_at")) and opens >= event.ends_at:
            self.add_error("opens_at", _("The event is over by then."))
        if (closes := cleaned.get("closes_at")) and closes > event.ends_at:
            self.add_error("closes_at", _("The event is over by then."))
        return cleaned

    def is_valid(self) -> bool:
        """With the limits of all categories seen together."""
        if not super().is_valid():
            return False
        if problem := places_problem(self.cleaned_data["total_places"], self.kept_categories()):
            self.add_error(None, problem)
        return not self.errors

    def kept_categories(self) -> list[Category]:
        """The categories that this form leaves."""
        formset = self.formsets["categories"]
        return [
            form.instance
            for form in formset.forms
            if not formset._should_delete_form(form) and (form.has_changed() or form.instance.pk)
        ]


class CodesForm(forms.Form):
    """Invitation codes: one with a name, some random ones, or one for each pasted address."""

    code = forms.CharField(
        label=gettext_lazy("Code"),
        required=False,
        max_length=40,
        help_text=gettext_lazy("Empty: random codes are made."),
    )
    count = forms.IntegerField(
        label=gettext_lazy("How many random codes"), initial=1, min_value=1, max_value=MOST_CODES
    )
    emails = forms.CharField(
        label=gettext_lazy("For these addresses"),
        required=False,
        max_length=200_000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy("Paste them from a sheet: one code is made for each, and works for that address only."),
    )
    max_uses = forms.IntegerField(
        label=gettext_lazy("How often each code works"), initial=1, min_value=1, max_value=100_000
    )
    category = forms.ModelChoiceField(
        label=gettext_lazy("Only for the category"), queryset=Category.objects.none(), required=False
    )
    expires_at = ClockField(label=gettext_lazy("Valid until"), required=False, widget=AdminDateTimeInput)
    note = forms.CharField(label=gettext_lazy("Note"), required=False, max_length=200)

    def __init__(self, *args: Any, setup: RegistrationSetup, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["category"].queryset = setup.categories.all()  # type: ignore[attr-defined]
        self.fields["expires_at"].clock = setup.event.tz  # type: ignore[attr-defined]

    def clean_code(self) -> str:
        """Codes are typed by people: no spaces inside."""
        code = self.cleaned_data["code"].strip()
        if any(each.isspace() for each in code):
            raise ValidationError(_("A code has no spaces."))
        return code

    def clean_emails(self) -> list[str]:
        """Addresses separated by lines, commas, semicolons or tabs."""
        text = self.cleaned_data["emails"]
        for mark in ",;\t<>":
            text = text.replace(mark, " ")
        addresses = [word for word in text.split() if "@" in word]
        wrong = []
        for address in addresses:
            try:
                validate_email(address)
            except ValidationError:
                wrong.append(address)
        if wrong:
            raise ValidationError(_("These are no addresses: %(list)s") % {"list": ", ".join(wrong[:5])})
        if text.strip() and not addresses:
            raise ValidationError(_("There is no e-mail address in this text."))
        if len(addresses) > MOST_CODES:
            raise ValidationError(_("At most %(number)d addresses at once.") % {"number": MOST_CODES})
        return addresses

    def clean(self) -> dict[str, Any]:
        """A code that was thought up cannot be tied to several addresses."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("code") and len(cleaned.get("emails") or []) > 1:
            self.add_error(
                "code", _("One code cannot belong to several addresses. Leave it empty to get one for each.")
            )
        return cleaned
