"""Asking to join: one field for each question of the leaders."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

LONGEST_ANSWER = 2000


class AskForm(forms.Form):
    """The leaders' questions; without any, a place for some words."""

    def __init__(self, *args: Any, questions: list[str], answers: Sequence[Sequence[str]] = (), **kwargs: Any) -> None:
        """`answers` are the pairs that were given before."""
        given = dict(answers)
        before = {f"answer_{number}": given.get(question, "") for number, question in enumerate(questions)}
        if not questions:
            before["words"] = next(iter(given.values()), "")
        super().__init__(*args, initial=before, **kwargs)
        self.questions = questions
        for number, question in enumerate(questions):
            self.fields[f"answer_{number}"] = forms.CharField(
                label=question,
                max_length=LONGEST_ANSWER,
                widget=forms.Textarea(attrs={"rows": 4}),
                error_messages={"required": _("Answer this question")},
            )
        if not questions:
            self.fields["words"] = forms.CharField(
                label=_("A few words to the leaders"),
                help_text=_("Optional"),
                required=False,
                max_length=LONGEST_ANSWER,
                widget=forms.Textarea(attrs={"rows": 4}),
            )

    def answers(self) -> list[tuple[str, str]]:
        """Pairs of question and answer."""
        if not self.questions:
            words = self.cleaned_data["words"]
            return [(str(_("A few words")), words)] if words else []
        return [(question, self.cleaned_data[f"answer_{number}"]) for number, question in enumerate(self.questions)]
