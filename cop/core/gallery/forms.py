"""Samples of forms, search and filters, with every kind of control and of error."""

from django import forms

from cop.core.fields_as_html import FieldView, problems
from cop.core.widgets import ToldCheckboxSelectMultiple, ToldRadioSelect

from .specimen import Specimen


class SampleForm(forms.Form):
    """Every kind of control; bound to wrong answers it shows every kind of error."""

    name = forms.CharField(
        label="Name",
        help_text="As it should stand on your badge",
        error_messages={"required": "Enter your name"},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label="E-mail address", error_messages={"invalid": "Enter an address like name@agency.example"}
    )
    password = forms.CharField(label="Password", widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}))
    country = forms.ChoiceField(label="Country", choices=[("", "Choose a country"), ("BE", "Belgium"), ("ES", "Spain")])
    people = forms.IntegerField(label="How many of you come?", min_value=1, required=False)
    arrival = forms.DateField(label="Day of arrival", widget=forms.DateInput(attrs={"type": "date"}), required=False)
    needs = forms.CharField(
        label="Access needs or food",
        help_text="Read only by the two people who run the event; erased 30 days after it",
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )
    paper = forms.FileField(label="Your paper", help_text="PDF, up to 25 MB", required=False)
    mode = forms.ChoiceField(
        label="How do you take part?",
        choices=[("room", "In the room, Brussels"), ("online", "Online"), ("speaker", "As a speaker")],
        widget=ToldRadioSelect(
            hints={"room": "112 of 300 places left", "online": "Plenaries and streamed sessions; no limit"},
            notes={"speaker": "By invitation only"},
            closed=["speaker"],
        ),
        error_messages={"required": "Choose how you take part"},
    )
    sessions = forms.MultipleChoiceField(
        label="Your sessions at 14:00",
        choices=[("i3", "Lessons from I3"), ("monitoring", "Monitoring that people use"), ("peer", "Peer review")],
        widget=ToldCheckboxSelectMultiple(
            hints={"i3": "Room B · 22 places left", "monitoring": "Hall A · 130 places left", "peer": "Room C"},
            notes={"peer": "Full; you can join its waiting list after registering"},
            clashes={"monitoring": "Same time as “Lessons from I3”"},
            closed=["peer"],
        ),
        required=False,
    )
    topics = forms.MultipleChoiceField(
        label="Topics",
        choices=[("diffusion", "Diffusion"), ("transition", "Industrial transition")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    listed = forms.BooleanField(
        label="Show my name and organisation to other participants",
        help_text="You can change this later",
        required=False,
    )

    def clean_sessions(self) -> list[str]:
        chosen = self.cleaned_data["sessions"]
        if len(chosen) > 1:
            raise forms.ValidationError("Choose one session at 14:00, not two")
        return chosen


def fields() -> list[Specimen]:
    answers = {"email": "ana@agency", "people": "many", "sessions": ["i3", "monitoring"], "country": "BE"}
    wrong = SampleForm({f"wrong-{name}": answer for name, answer in answers.items()}, prefix="wrong")
    plain = SampleForm(initial={"name": "Ana Sample", "mode": "room", "sessions": ["i3"]}, prefix="plain")
    boxed = {"mode", "sessions"}
    return [
        Specimen("errors", [{"problems": problems(wrong), "focus": False}]),
        Specimen(
            "field",
            [{"field": FieldView(bound, kind="box" if bound.name in boxed else "")} for bound in plain]
            + [
                {"field": FieldView(wrong[name], kind="box" if name in boxed else "")}
                for name in ("name", "email", "people", "mode", "sessions")
            ],
        ),
        Specimen(
            "choice",
            [
                {
                    "id": "gallery-choice",
                    "name": "gallery-choice",
                    "label": "Send me the digest",
                    "type": "checkbox",
                    "hint": "Once a day, in the morning",
                    "box": False,
                }
            ],
        ),
    ]


def filters() -> list[Specimen]:
    return [
        Specimen("search-form", [{"url": "#filters", "label": "Search the library", "id": "gallery-search"}]),
        Specimen("filter", [{"count": 2}]),
        Specimen(
            "facets",
            [
                {
                    "count": 2,
                    "action": "#filters",
                    "groups": [
                        {
                            "title": "Kind",
                            "name": "kind",
                            "options": [
                                {"value": "forum", "label": "Forum", "count": 3, "checked": True},
                                {"value": "webinar", "label": "Webinar", "count": 11},
                            ],
                        },
                        {
                            "title": "Topic",
                            "name": "topic",
                            "folds": True,
                            "options": [{"value": "edp", "label": "Discovery", "count": 9}],
                            "more": [{"value": "skills", "label": "Skills", "count": 2}],
                        },
                        {
                            "title": "When",
                            "name": "when",
                            "type": "radio",
                            "options": [
                                {"value": "upcoming", "label": "Upcoming", "count": 4, "checked": True},
                                {"value": "past", "label": "Past", "count": 24},
                            ],
                        },
                    ],
                }
            ],
        ),
        Specimen(
            "chosen",
            [
                {
                    "clear_url": "#filters",
                    "items": [
                        {"label": "Publication", "url": "#filters"},
                        {"label": "Presentation", "url": "#filters", "joint": "or"},
                        {"label": "Criterion 6", "url": "#filters", "joint": "and"},
                    ],
                }
            ],
        ),
    ]
