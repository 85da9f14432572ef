"""The registration form: one page, made from the sheet that the service will check against."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..choices import ListConsent
from ..refusals import Reason
from ..services.codes import code_obstacle
from ..services.registering import Sheet, next_step
from .sheet import SheetForm
from .text import LineField

if TYPE_CHECKING:
    from ..models import Category, InvitationCode


class RegistrationForm(SheetForm):
    """Registers somebody. `invitation` is what the code that was given stands for, if anything."""

    def __init__(
        self,
        *args: Any,
        sheet: Sheet,
        invitation: "InvitationCode | None" = None,
        now: datetime,
        **kwargs: Any,
    ) -> None:
        self.invitation = invitation
        self.now = now
        super().__init__(*args, sheet=sheet, **kwargs)

    def build(self) -> None:
        if self.asks_for_code:
            self.fields["code"] = LineField(
                max_length=40,
                required=self.sheet.setup.needs_code,
                label=_("Invitation code"),
                help_text=_("It stands in your invitation."),
                error_messages={"required": Reason.CODE_MISSING.label},
                widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
            )
        super().build()

    @property
    def asks_for_code(self) -> bool:
        """Is there anything that a code opens?"""
        hidden = any(not category.is_public for category in self.sheet.places.categories.values())
        return hidden or self.sheet.setup.needs_code

    def starting_values(self) -> dict[str, Any]:
        organisation = self.member.profile.organisation
        offered = [category for category in self.offered() if not self.is_closed(category)]
        return {
            "badge_name": self.member.name,
            "badge_organisation": organisation.name if organisation else "",
            "list_consent": ListConsent.NOBODY,
            "category": self._first_choice(offered),
        }

    def _first_choice(self, offered: "list[Category]") -> int | None:
        if self.invitation is not None and self.invitation.category_id in [each.pk for each in offered]:
            return self.invitation.category_id
        return offered[0].pk if len(offered) == 1 else None

    def _usable_invitation(self) -> "InvitationCode | None":
        """The code, if it helps this member into some category."""
        if self.invitation is None or self._code_refusal(self.invitation.category) is not None:
            return None
        return self.invitation

    def _code_refusal(self, category: "Category | None") -> Reason | None:
        category = category or next((each for each in self.sheet.places.categories.values() if each.is_public), None)
        if category is None:
            return Reason.CODE_CATEGORY
        return code_obstacle(self.invitation, member=self.member, category=category, now=self.now)

    def offered(self) -> "list[Category]":
        usable = self._usable_invitation()
        own = usable.category_id if usable is not None else None
        if own is not None and self.sheet.setup.needs_code:
            return [category for category in self.sheet.places.categories.values() if category.pk == own]
        return [
            category for category in self.sheet.places.categories.values() if category.is_public or category.pk == own
        ]

    def is_closed(self, category: "Category") -> bool:
        return next_step(self.sheet, category) is None

    def category_hint(self, category: "Category") -> str:
        words = super().category_hint(category)
        if next_step(self.sheet, category) == "queue":
            waiting = self.sheet.places.categories[category.pk].waiting
            told = (
                ngettext(
                    "you join the waiting list; %(n)d person waits",
                    "you join the waiting list; %(n)d people wait",
                    waiting,
                )
                % {"n": waiting}
                if waiting
                else _("you join the waiting list")
            )
            return f"{words}: {told}"
        return words

    def clean_category(self) -> int:
        chosen = self.cleaned_data["category"]
        category = self.sheet.places.categories[chosen]
        if self.is_closed(category):
            raise forms.ValidationError(_("All places of “%(category)s” are taken.") % {"category": category.name})
        return chosen

    def clean(self) -> dict[str, Any]:
        super().clean()
        code = self.cleaned_data.get("code", "")
        if code:
            chosen = self.sheet.places.categories.get(self.cleaned_data.get("category", 0))
            # A code for another category does no harm to somebody who chooses an open one; it is not used up.
            if chosen is not None and chosen.is_public and not self.sheet.setup.needs_code:
                reason = self._code_refusal(self.invitation.category if self.invitation else None)
                if reason is None and self.invitation and self.invitation.category_id not in (None, chosen.pk):
                    self.cleaned_data["code"] = ""
            else:
                reason = self._code_refusal(chosen or (self.invitation.category if self.invitation else None))
            if reason is not None:
                self.add_error("code", str(reason.label))
        return self.cleaned_data

    def only_the_code(self) -> None:
        """The member asked what the code opens: say what is wrong with it, and nothing about the rest."""
        for name in [name for name in self.errors if name != "code"]:
            del self._errors[name]
        self.session_errors.clear()

    def facts(self) -> dict[str, Any]:
        return {**super().facts(), "code": self.cleaned_data.get("code", "")}

    @property
    def code_is_open(self) -> bool:
        """Does the fold with the code stand open? Also where nothing can be had without one."""
        given = self["code"].value() or self["code"].errors
        return bool(self.sheet.setup.needs_code or given or all(self.is_closed(each) for each in self.offered()))
