"""How a form field is shown: which anatomy fits its widget, how label, hint, error and control are tied."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from django import forms
from django.forms import BaseForm, BoundField
from django.utils.safestring import SafeString

SINGLE_CHECKBOX = "checkbox"
CHOICES = "choices"
GROUP = "group"
PLAIN = "plain"


@dataclass(frozen=True)
class Option:
    """One radio button or check box of a list."""

    id: str
    name: str
    value: str
    label: str
    type: str
    checked: bool
    disabled: bool
    hint: str
    note: str
    clash: str


@dataclass(frozen=True)
class OptionGroup:
    label: str
    options: list[Option]


@dataclass(frozen=True)
class Problem:
    """One line of the error summary."""

    text: str
    target: str


class FieldView:
    """A bound field as the component “field” reads it."""

    def __init__(self, bound: BoundField, *, label: str = "", hint: str = "", kind: str = "") -> None:
        self.bound = bound
        self.id = bound.auto_id
        self.label = label or bound.label
        self.hint = hint or bound.help_text
        self.errors = list(bound.errors)
        self.boxes = kind == "box"
        # Some forms keep a draft without what they need in the end: that is not optional either.
        self.required = bound.field.required or getattr(bound.field, "is_needed_later", False)
        self.says_optional = not self.required and kind != "told"
        self.widget = bound.field.widget

    @property
    def hint_id(self) -> str:
        return f"{self.id}_helptext" if self.hint else ""

    @property
    def error_id(self) -> str:
        return f"{self.id}_error" if self.errors else ""

    @property
    def described_by(self) -> str:
        own = self.widget.attrs.get("aria-describedby", "")
        return " ".join(part for part in (self.hint_id, self.error_id, own) if part)

    @property
    def anatomy(self) -> str:
        if isinstance(self.widget, forms.CheckboxSelectMultiple | forms.RadioSelect):
            return CHOICES
        if isinstance(self.widget, forms.CheckboxInput):
            return SINGLE_CHECKBOX
        if self.widget.use_fieldset:
            return GROUP
        return PLAIN

    @property
    def is_password(self) -> bool:
        return isinstance(self.widget, forms.PasswordInput)

    @property
    def is_radio(self) -> bool:
        # Django's list of check boxes is a kind of its radio buttons.
        return isinstance(self.widget, forms.RadioSelect) and not isinstance(self.widget, forms.CheckboxSelectMultiple)

    @property
    def width(self) -> str:
        """Short answers get short boxes: the size of the box says what is expected."""
        if isinstance(self.widget, forms.NumberInput):
            return "short"
        if getattr(self.widget, "input_type", "") in ("date", "time", "datetime-local"):
            return "medium"
        return ""

    @cached_property
    def control(self) -> SafeString:
        return self.bound.as_widget(attrs=self._attrs())

    def _attrs(self) -> dict[str, str]:
        attrs = {}
        if self.anatomy in (PLAIN, GROUP):
            given = self.widget.attrs.get("class", "").split()
            attrs["class"] = " ".join([*given, *([] if "input" in given else ["input"])])
        if self.described_by:
            attrs["aria-describedby"] = self.described_by
        if self.errors:
            attrs["aria-invalid"] = "true"
        if self.required and not self.bound.form.use_required_attribute:
            attrs["aria-required"] = "true"
        return attrs

    @cached_property
    def option_groups(self) -> list[OptionGroup]:
        """Choices under their group's label; one nameless group when there are no groups."""
        groups: list[OptionGroup] = []
        context = self.widget.get_context(self.bound.html_name, self.bound.value(), {"id": self.id})
        for group_label, options, _index in context["widget"]["optgroups"]:
            found = [_option(option, self.bound.field.disabled) for option in options if not _is_blank(option)]
            if found and groups and groups[-1].label == (group_label or ""):
                groups[-1].options.extend(found)
            elif found:
                groups.append(OptionGroup(group_label or "", found))
        return groups


def _is_blank(option: dict) -> bool:
    # “---------” is a placeholder for drop-down lists; among radio buttons it would be an answer that says nothing.
    return option["value"] in ("", None) and set(str(option["label"])) == {"-"}


def _option(option: dict, disabled: bool) -> Option:
    attrs = option["attrs"]
    return Option(
        id=attrs.get("id", ""),
        name=option["name"],
        value=str(option["value"]),
        label=option["label"],
        type=option["type"],
        checked=option["selected"],
        disabled=disabled or bool(attrs.get("disabled")),
        hint=option.get("hint", ""),
        note=option.get("note", ""),
        clash=option.get("clash", ""),
    )


def problems(*form_list: BaseForm) -> list[Problem]:
    """Everything that is wrong, in the order of the fields; what belongs to no field comes first, without a link."""
    found: list[Problem] = []
    for form in form_list:
        found += [Problem(text, "") for text in form.non_field_errors()]
        found += [problem for bound in form for problem in _field_problems(bound)]
    return found


def _field_problems(bound: BoundField) -> Iterator[Problem]:
    view = FieldView(bound)
    target = bound.id_for_label or bound.auto_id
    if view.anatomy == CHOICES and view.option_groups:
        target = view.option_groups[0].options[0].id
    for text in bound.errors:
        named = _named(str(view.label), text) if _is_stock_message(bound, text) else text
        yield Problem(named, "" if bound.is_hidden else target)


def _named(label: str, text: str) -> str:
    return f"{label} {text}" if label.endswith(("?", "!", ":", ".")) else f"{label}: {text}"


def _is_stock_message(bound: BoundField, text: str) -> bool:
    # “This field is required” says nothing in a summary, away from its field; a message written for the field does.
    stock = (kind.__dict__.get("default_error_messages", {}) for kind in type(bound.field).__mro__)
    return any(text == message for messages in stock for message in messages.values())
