"""Forms of who puts threads in order."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from .discussion import title_field


class SplitForm(forms.Form):
    """From which post on, and what the new discussion is called."""

    use_required_attribute = False

    number = forms.IntegerField(
        label=_("From post number"),
        help_text=_("This post and all after it."),
        min_value=2,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        error_messages={
            "required": _("Enter the number of the post with which the new discussion begins."),
            "invalid": _("Enter a number."),
        },
    )
    title = title_field()

    def __init__(self, data: Any = None, *, last: int, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, prefix="split", initial=initial)
        self.last = last
        self.fields["title"].label = _("Title of the new discussion")

    def clean_number(self) -> int:
        number = int(self.cleaned_data["number"])
        if number > self.last:
            raise forms.ValidationError(_("This discussion has %(last)d posts."), params={"last": self.last})
        return number


class ChoiceOfOne(forms.Form):
    """One thing of a list."""

    use_required_attribute = False

    to = forms.ChoiceField(widget=forms.Select, error_messages={"required": _("Choose one.")})

    def __init__(self, data: Any = None, *, prefix: str, label: Any, choices: list[tuple[str, str]]) -> None:
        super().__init__(data, prefix=prefix)
        self.fields["to"].label = label
        self.fields["to"].choices = [("", _("Choose …")), *choices]  # type: ignore[attr-defined]
