"""The form with which one looks through the actions of a group."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from ..choices import ActionState
from ..selectors.actions import MINE


class ActionFilterForm(forms.Form):
    """Whose actions, and which. It only shows what was chosen: an address with anything else does not filter."""

    use_required_attribute = False

    who = forms.ChoiceField(label=_("Who"))
    state = forms.ChoiceField(label=_("State"), choices=[("", _("all")), *ActionState.choices])

    def __init__(self, *, people: list[tuple[str, str]], is_member: bool, initial: dict[str, Any]) -> None:
        super().__init__(initial=initial)
        mine = [(MINE, _now("me"))] if is_member else []
        self.fields["who"].choices = [("", _now("everybody")), *mine, *people]  # type: ignore[attr-defined]
