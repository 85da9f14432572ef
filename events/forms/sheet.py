"""What the forms of registering and of changing have in common: made from the sheet that the service checks against."""

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _

from cop.core.fields_as_html import FieldView, Option, Problem, problems
from cop.core.widgets import ToldRadioSelect

from ..choices import ListConsent
from ..refusals import Reason, Refused
from ..selectors.dates import clock, day_short, hours
from ..selectors.registration import places_in_words
from ..services.registering import Sheet
from ..services.sessions import clashes
from . import sessions as session_choice
from .answers import AskedQuestion, Questionnaire, field_name
from .text import LineField

if TYPE_CHECKING:
    from cop.members.models import User

    from ..models import AnswerFile, Category, Registration, Session

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


class SheetForm(forms.Form):
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
