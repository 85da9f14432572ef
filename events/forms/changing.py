"""The form that changes a registration."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _

from ..choices import RegistrationStatus
from .sheet import SheetForm

if TYPE_CHECKING:
    from ..models import Category, Registration


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
