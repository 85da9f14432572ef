"""How a member hears of groups: one question a group."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ..choices import Rhythm
from ..models import Membership


class RhythmForm(forms.Form):
    """Of one group, on its own page."""

    use_required_attribute = False

    rhythm = forms.ChoiceField(label=_("By mail"), choices=Rhythm)


class RhythmsForm(forms.Form):
    """Of all groups of a member: one choice each, named by the membership."""

    use_required_attribute = False

    def __init__(self, *args: Any, memberships: Iterable[Membership], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.memberships = list(memberships)
        for each in self.memberships:
            self.fields[f"rhythm-{each.pk}"] = forms.ChoiceField(
                label=str(each.group), choices=Rhythm, initial=each.rhythm
            )

    def chosen(self) -> list[tuple[Membership, str]]:
        """Memberships with what was chosen, those alone that change."""
        found = [(each, self.cleaned_data[f"rhythm-{each.pk}"]) for each in self.memberships]
        return [(each, rhythm) for each, rhythm in found if rhythm != each.rhythm]
