"""The form that changes a registration."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _

from ..choices import ListConsent, RegistrationStatus, narrower_consents
from ..refusals import Reason
from ..selectors.registration import places_in_words
from ..services.erasing import erase_moment
from .answers import field_name
from .sessions import session_line
from .sheet import SheetForm
from .text import LineField

if TYPE_CHECKING:
    from cop.members.models import User

    from ..models import Category, Registration
    from ..services.registering import Sheet


class ChangeForm(SheetForm):
    """Changes a registration: shows what it holds; without a free place the way to take part stays as it is."""

    registration: "Registration"

    def starting_values(self) -> dict[str, Any]:
        return {
            "category": self.registration.category_id,
            "badge_name": self.registration.badge_name,
            "badge_organisation": self.registration.badge_organisation,
            "sessions": list(self.own_sessions),
            "list_consent": self.registration.list_consent,
        }

    def offered(self) -> "list[Category]":
        return [
            category
            for category in self.sheet.places.categories.values()
            if category.is_public or category.pk == self.registration.category_id
        ]

    def is_closed(self, category: "Category") -> bool:
        if category.pk == self.registration.category_id:
            return False
        if self.registration.status in (RegistrationStatus.CONFIRMED, RegistrationStatus.OFFERED):
            # Within the total one's own place may be the one that is wanted; the service tries that.
            own_limit = category.places is not None and category.taken >= category.places
            return own_limit or self.sheet.places.somebody_waits_for(category.pk)
        return False

    def category_hint(self, category: "Category") -> str:
        if category.pk == self.registration.category_id:
            return " · ".join(part for part in (category.description, _("your choice so far")) if part)
        return super().category_hint(category)

    def clean_category(self) -> int:
        chosen = self.cleaned_data["category"]
        category = self.sheet.places.categories[chosen]
        if self.is_closed(category):
            raise forms.ValidationError(
                _("All places of “%(category)s” are taken, so you stay where you are.") % {"category": category.name}
            )
        return chosen


class DeskChangeForm(ChangeForm):
    """The same at the desk: every category, the reason, and whether the member is told.

    Nobody can be made to know somebody else's answers, so none is required; a sensitive one that must be gone by now
    is not asked again. Only the member can agree to be seen by more people.
    """

    member: "User"

    def __init__(self, *args: Any, sheet: "Sheet", **kwargs: Any) -> None:
        now = timezone.now()
        for question in sheet.options.questions.values():
            question.setup = sheet.setup
        sheet.options.questions = {
            key: question
            for key, question in sheet.options.questions.items()
            if not question.is_sensitive or erase_moment(question) > now
        }
        super().__init__(*args, sheet=sheet, **kwargs)

    def build(self) -> None:
        super().build()
        for key in self.questionnaire.questions:
            self.fields[field_name(key)].required = False
        if "sessions" in self.fields:
            self.fields["sessions"].choices = [  # type: ignore[attr-defined]
                (pk, session_line(self.sheet.sessions, session, chosen=pk in self.own_sessions))
                for pk, session in self.sheet.sessions.sessions.items()
            ]
            self.fields["sessions"].label = _("Sessions")
        # What speaks to the member speaks of the member here; the questions stay in their own words.
        self.fields["category"].label = _("Category")
        self.fields["badge_name"].help_text = _("As it stands on the badge")
        self.fields["badge_organisation"].help_text = _("It stands on the badge too")
        self.fields["category"].choices = [  # type: ignore[attr-defined]
            (category.pk, f"{category.name} ({self.category_hint(category)})") for category in self.offered()
        ]
        consents = narrower_consents(self.registration.list_consent)
        consent = self.fields["list_consent"]
        consent.choices = [each for each in ListConsent.choices if each[0] in consents]  # type: ignore[attr-defined]
        consent.label = _("On the participant list")
        consent.help_text = _("Only the member can agree to be seen by more people.")
        self.fields["reason"] = LineField(
            max_length=300,
            label=_("Reason"),
            help_text=_("It is kept in the history, and the member reads it in the letter."),
            error_messages={"required": Reason.REASON_MISSING.label},
        )
        self.fields["tell"] = forms.BooleanField(label=_("Tell the member by letter"), required=False, initial=True)

    def category_hint(self, category: "Category") -> str:
        if category.pk == self.registration.category_id:
            return _("chosen so far")
        return places_in_words(self.sheet.places, category.pk)

    def offered(self) -> "list[Category]":
        return list(self.sheet.places.categories.values())

    def is_closed(self, category: "Category") -> bool:
        # Past those who wait, never past the places; the service tries it.
        return False
