"""The registration form: one page, made from the sheet that the service will check against."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cop.core.fields_as_html import FieldView, Option, Problem, problems
from cop.core.widgets import ToldRadioSelect

from ..choices import ListConsent, RegistrationStatus
from ..refusals import Reason, Refused
from ..selectors.dates import clock, day_short, hours
from ..selectors.registration import places_in_words
from ..services.codes import code_obstacle
from ..services.registering import Sheet, next_step
from ..services.sessions import clashes
from . import sessions as session_choice
from .answers import AskedQuestion, Questionnaire, field_name
from .text import LineField

if TYPE_CHECKING:
    from cop.members.models import User

    from ..models import AnswerFile, Category, InvitationCode, Registration, Session

# Where a refusal of the service is shown; the others stand above the form.
PLACE_OF_REFUSAL = {
    Reason.CATEGORY_UNKNOWN: "category",
    Reason.CATEGORY_CLOSED: "category",
    Reason.FULL: "category",
    Reason.NO_PLACE: "category",
    Reason.SESSION_UNKNOWN: "sessions",
    Reason.SESSIONS_CLASH: "sessions",
    Reason.CODE_MISSING: "code",
    Reason.CODE_UNKNOWN: "code",
    Reason.CODE_USED: "code",
    Reason.CODE_EXPIRED: "code",
    Reason.CODE_ADDRESS: "code",
    Reason.CODE_CATEGORY: "code",
}


class _SheetForm(forms.Form):
    """What registering and changing have in common."""

    use_required_attribute = False

    def __init__(
        self,
        data: Any = None,
        files: Any = None,
        *,
        sheet: Sheet,
        member: "User",
        registration: "Registration | None" = None,
        kept_files: "Mapping[int, AnswerFile] | None" = None,
        own_sessions: "Mapping[int, str] | None" = None,
        initial: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(data, files, initial=initial)
        self.sheet = sheet
        self.member = member
        self.registration = registration
        self.own_sessions = own_sessions or {}
        for session in sheet.sessions.sessions.values():
            # Its clock is the event's; the sheet did not read the event again for each.
            session.event = sheet.event
        self.session_errors: dict[int, list[str]] = {}
        self._targets: dict[str, str] = {}
        self.questionnaire = Questionnaire(
            sheet.options,
            sheet.event,
            own=registration.answers if registration else None,
            files=kept_files,
            country=member.profile.country_id or "",
        )
        self.build()
        self.initial = {**self.questionnaire.initial(), **self.starting_values(), **self.initial}
        self._asked = set(self.questionnaire.questions)
        if self.is_bound:
            self._asked = self.questionnaire.asked(self)
            for key in self.questionnaire.questions:
                if key not in self._asked:
                    self.fields[field_name(key)].required = False

    def build(self) -> None:
        """Make the fields, in the order of the page: that is the order of the error summary."""
        self.fields["category"] = self.category_field()
        self.fields["badge_name"] = LineField(
            max_length=150,
            label=_("Name"),
            help_text=_("As it should stand on your badge"),
            error_messages={"required": _("Enter your name")},
            widget=forms.TextInput(attrs={"autocomplete": "name"}),
        )
        self.fields["badge_organisation"] = LineField(
            max_length=200,
            required=False,
            label=_("Organisation"),
            help_text=_("It stands on your badge too; leave empty if you come for yourself"),
            widget=forms.TextInput(attrs={"autocomplete": "organization"}),
        )
        if self.sheet.sessions.sessions:
            self.fields["sessions"] = session_choice.SessionsField(
                label=_("Your sessions"),
                choices=[(session.pk, session.title) for session in self.sheet.sessions.sessions.values()],
            )
        self.fields.update(self.questionnaire.fields())
        self.fields["list_consent"] = forms.ChoiceField(
            label=_("Who may see your name and organisation on the participant list?"),
            help_text=_("You can change this later."),
            choices=ListConsent.choices,
            widget=forms.RadioSelect,
            error_messages={
                "required": _("Choose who may see you on the participant list"),
                "invalid_choice": _("Choose one of the three answers."),
            },
        )

    def starting_values(self) -> dict[str, Any]:
        """What the form shows at first."""
        raise NotImplementedError

    # The way to take part ------------------------------------------------------------------------------------------

    def offered(self) -> "list[Category]":
        """The categories that this person can choose."""
        raise NotImplementedError

    def category_field(self) -> forms.Field:
        offered = self.offered()
        return forms.TypedChoiceField(
            label=_("How do you take part?"),
            coerce=int,
            choices=[(category.pk, category.name) for category in offered],
            widget=ToldRadioSelect(
                hints={category.pk: self.category_hint(category) for category in offered},
                closed=[category.pk for category in offered if self.is_closed(category)],
            ),
            error_messages={
                "required": _("Choose how you take part"),
                "invalid_choice": Reason.CATEGORY_UNKNOWN.label,
            },
        )

    def is_closed(self, category: "Category") -> bool:
        """Is there nothing to be had in this category now?"""
        raise NotImplementedError

    def category_hint(self, category: "Category") -> str:
        """What the category is, and how many places are left."""
        words = places_in_words(self.sheet.places, category.pk)
        return " · ".join(part for part in (category.description, words) if part)

    # Cleaning ------------------------------------------------------------------------------------------------------

    def clean(self) -> dict[str, Any]:
        super().clean()
        for key in set(self.questionnaire.questions) - self._asked:
            # Not asked, so nothing is wrong with it and nothing of it is kept.
            self._errors.pop(field_name(key), None)
            self.cleaned_data.pop(field_name(key), None)
        self._check_clashes()
        return self.cleaned_data

    def _check_clashes(self) -> None:
        known = self.sheet.sessions.sessions
        for one, two in clashes(known[pk] for pk in self.cleaned_data.get("sessions", ())):
            facts = {
                "one": one.title,
                "one_hours": hours(one.local_start, one.local_end),
                "two": two.title,
                "two_hours": hours(two.local_start, two.local_end),
            }
            words = (
                _("“%(one)s” (%(one_hours)s) and “%(two)s” (%(two_hours)s) take place at the same time: choose one.")
                % facts
            )
            self._session_error(two, words)

    def _session_error(self, session: "Session", words: str) -> None:
        self.add_error("sessions", words)
        self.session_errors.setdefault(session.pk, []).append(words)
        self._targets[words] = session_choice.choice_id(session.pk)

    def refuse(self, refusal: Refused) -> None:
        """Show a refusal of the service beside the field that it is about."""
        words = str(refusal.reason.label)
        if refusal.reason == Reason.OPTION_FULL and refusal.detail in self.questionnaire.questions:
            self.add_error(field_name(refusal.detail), words)
            return
        place = PLACE_OF_REFUSAL.get(refusal.reason)
        self.add_error(place if place in self.fields else None, words)

    # What the view hands to the service ----------------------------------------------------------------------------

    def facts(self) -> dict[str, Any]:
        """Keyword arguments for the service; the files come separately (`new_files`)."""
        answers, self.new_files = self.questionnaire.answers(self)
        return {
            "category_id": self.cleaned_data["category"],
            "badge_name": self.cleaned_data["badge_name"],
            "badge_organisation": self.cleaned_data["badge_organisation"],
            "answers": answers,
            "session_ids": self.cleaned_data.get("sessions", ()),
            "list_consent": self.cleaned_data["list_consent"],
        }

    # What the page shows -------------------------------------------------------------------------------------------

    @property
    def problems(self) -> list[Problem]:
        """The error summary; a clash leads to the session, not to the first one of all."""
        known = self.sheet.sessions.sessions
        first = session_choice.choice_id(next(iter(known))) if known else ""
        return [
            Problem(each.text, self._targets.get(each.text, first if each.target == "id_sessions_0" else each.target))
            for each in problems(self)
        ]

    @property
    def days(self) -> list[session_choice.Day]:
        """The sessions by day and hour."""
        if "sessions" not in self.fields:
            return []
        return session_choice.days(
            self["sessions"], self.sheet.sessions, mine=self.own_sessions, errors=self.session_errors
        )

    @property
    def other_session_errors(self) -> list[str]:
        """What is wrong with the choice of sessions but belongs to none of them."""
        if "sessions" not in self.fields:
            return []
        beside = {words for found in self.session_errors.values() for words in found}
        return [words for words in self["sessions"].errors if words not in beside]

    @property
    def questions(self) -> list[AskedQuestion]:
        """What the organisers ask of all."""
        return self.questionnaire.shown(self, sensitive=False)

    @property
    def sensitive_questions(self) -> list[AskedQuestion]:
        """What only the people who run the event read."""
        return self.questionnaire.shown(self, sensitive=True)

    @property
    def has_files(self) -> bool:
        """Does an error mean that files have to be chosen again?"""
        return any(isinstance(field, forms.FileField) for field in self.fields.values())

    @property
    def category_choices(self) -> list[Option]:
        """The ways to take part as radio buttons."""
        return [option for group in FieldView(self["category"]).option_groups for option in group.options]

    @property
    def sessions_as_json(self) -> str:
        """What the script in the page needs for its warning."""
        sessions = [
            {
                "id": session_choice.choice_id(session.pk),
                "title": session.title,
                "start": int(session.starts_at.timestamp()),
                "end": int(session.ends_at.timestamp()),
                "time": f"{day_short(session.local_start.date())}, {clock(session.local_start)}",
            }
            for session in self.sheet.sessions.sessions.values()
        ]
        return json.dumps(sessions)


class RegistrationForm(_SheetForm):
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


class ChangeForm(_SheetForm):
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
