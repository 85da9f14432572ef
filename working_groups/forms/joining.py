"""Asking to join: one's name where the account has none yet, and one field for each question of the leaders."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cop.members.services.profile import update_profile
from cop.members.validators import plain_line

if TYPE_CHECKING:
    from cop.members.models import User

LONGEST_ANSWER = 2000
LONGEST_NAME = 150


class AskForm(forms.Form):
    """The leaders' questions; without any, a place for some words."""

    def __init__(
        self,
        *args: Any,
        questions: list[str],
        answers: Sequence[Sequence[str]] = (),
        asks_name: bool = False,
        **kwargs: Any,
    ) -> None:
        """`answers` are the pairs that were given before. Leaders cannot judge somebody who has no name."""
        given = dict(answers)
        before = {f"answer_{number}": given.get(question, "") for number, question in enumerate(questions)}
        if not questions:
            before["words"] = next(iter(given.values()), "")
        super().__init__(*args, initial=before, **kwargs)
        self.questions = questions
        if asks_name:
            self.fields["name"] = forms.CharField(
                label=_("Your name"),
                help_text=_("Your profile has none yet. It is kept there."),
                max_length=LONGEST_NAME,
                validators=[plain_line],
                widget=forms.TextInput(attrs={"autocomplete": "name"}),
                error_messages={"required": _("Enter your name.")},
            )
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

    def save_name(self, member: "User") -> None:
        """The typed name goes into the profile; where none was asked for, nothing changes."""
        if name := self.cleaned_data.get("name"):
            update_profile(member=member, actor=member, name=name)

    def answers(self) -> list[tuple[str, str]]:
        """Pairs of question and answer."""
        if not self.questions:
            words = self.cleaned_data["words"]
            return [(str(_("A few words")), words)] if words else []
        return [(question, self.cleaned_data[f"answer_{number}"]) for number, question in enumerate(self.questions)]
