"""Sample data for the gallery of components: every component, in every state that it can have."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django import forms
from django.utils.safestring import SafeString, mark_safe

from cop.core import components
from cop.core.fields_as_html import FieldView, problems
from cop.core.widgets import ToldCheckboxSelectMultiple, ToldRadioSelect

FLOW = "flow"
GRID = "grid"
ROWS = "rows"
RESULTS = "results"


@dataclass(frozen=True)
class Specimen:
    """One component in the gallery: its name and the parameters of each sample."""

    name: str
    samples: list[dict[str, Any]]
    layout: str = ""

    @property
    def signature(self) -> str:
        """The parameters as one would write them."""
        component = components.find(self.name)
        return " · ".join([*sorted(component.needed), *(f"[{name}]" for name in component.optional)])

    def rendered(self) -> Iterator[SafeString]:
        return (components.render(self.name, **sample) for sample in self.samples)


@dataclass(frozen=True)
class Group:
    slug: str
    title: str
    specimens: list[Specimen] = field(default_factory=list)


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


def groups() -> list[Group]:
    """The gallery in order."""
    return [
        Group("actions", "Actions", _actions()),
        Group("states", "States and marks", _states()),
        Group("ways", "Where one is", _ways()),
        Group("things", "Things that can be opened", _things()),
        Group("people", "People and files", _people()),
        Group("tables", "Tables", _tables()),
        Group("forms", "Forms", _forms()),
        Group("filters", "Search and filters", _filters()),
        Group("events", "Events", _events()),
        Group("registration", "Registration box", _registration()),
        Group("programme", "Programme", _programme()),
    ]


def _actions() -> list[Specimen]:
    return [
        Specimen(
            "button",
            [
                {"label": "Primary"},
                {"label": "Plain", "kind": "plain"},
                {"label": "Quiet", "kind": "quiet"},
                {"label": "Cancel registration", "kind": "danger"},
                {"label": "Disabled", "disabled": True},
                {"label": "Sending", "busy": True},
                {"label": "Small", "small": True},
                {"label": "With icon", "kind": "plain", "small": True, "icon": "download"},
                {"label": "Search", "kind": "plain", "icon": "search", "icon_only": True},
            ],
            FLOW,
        ),
        Specimen("action", [{"label": "A link", "url": "#actions"}, {"label": "A form", "url": "#actions", "post": True}], FLOW),
        Specimen("more", [{"label": "A way onward", "url": "#actions"}, {"label": "Back", "url": "#actions", "icon": "back", "back": True}], FLOW),
    ]  # fmt: skip


def _states() -> list[Specimen]:
    registration = [
        ("Awaiting approval", "wait"),
        ("Confirmed", "good"),
        ("Waiting list: 4th", "wait"),
        ("Offer: 21 hours left", "wait"),
        ("Offer expired", ""),
        ("Declined", "bad"),
        ("Cancelled by you", ""),
        ("Event cancelled", "bad"),
        ("Checked in", "blue"),
        ("Attended", "blue"),
        ("Absent", ""),
    ]
    event = [
        ("Not open yet", ""),
        ("Registration open", "good"),
        ("Few places left", "wait"),
        ("Waiting list open", "wait"),
        ("Closed", ""),
        ("Over", ""),
        ("Hybrid", "blue"),
    ]
    return [
        Specimen("badge", [{"label": label, "tone": tone} for label, tone in registration + event], FLOW),
        Specimen("tag", [{"label": "Criterion 6"}, {"label": "Monitoring", "url": "#states"}], FLOW),
        Specimen("count", [{"number": 5, "label": "unread"}], FLOW),
        Specimen("sample", [{}], FLOW),
        Specimen(
            "alert",
            [
                {"title": "The programme has changed", "text": "Room C moved to the second floor.", "level": 4},
                {"title": "You are registered", "text": "A letter with your ticket is on its way.", "tone": "good", "level": 4},
                {
                    "title": "A place is free for you: Working group day",
                    "text": "Accept by Tuesday 24 November, 14:00 (Brussels). 21 hours left.",
                    "tone": "wait",
                    "level": 4,
                    "actions": [
                        {"label": "Accept the place", "url": "#states"},
                        {"label": "Decline", "url": "#states", "kind": "plain"},
                    ],
                },
                {"title": "The file was not taken", "text": "It is 34 MB; up to 25 MB are possible.", "tone": "bad", "level": 4},
            ],
        ),
        Specimen(
            "empty",
            [
                {
                    "title": "No events yet",
                    "text": "You are not registered for anything. The next one is the S3 Forum.",
                    "level": 4,
                    "action_label": "See the events",
                    "action_url": "#states",
                }
            ],
        ),
        Specimen("progress", [{"label": "112 of 300 places left", "value": 188, "maximum": 300, "text": "63 %"}]),
    ]  # fmt: skip


def _ways() -> list[Specimen]:
    pages = [{"number": 1, "url": "#ways"}, {"number": 2, "current": True}, {"number": 3, "url": "#ways"}, {"gap": True}, {"number": 9, "url": "#ways"}]  # fmt: skip
    return [
        Specimen("breadcrumbs", [{"trail": [("Home", "/"), ("Events", "#ways")], "current": "S3 Forum 2027", "label": "Breadcrumbs, example"}]),
        Specimen(
            "tabs",
            [
                {
                    "label": "Days, example",
                    "items": [
                        {"label": "Tue 16 March", "url": "#ways", "current": True},
                        {"label": "Wed 17 March", "url": "#ways"},
                        {"label": "My sessions", "url": "#ways", "count": 2, "count_label": "sessions"},
                    ],
                }
            ],
        ),
        Specimen(
            "switch",
            [
                {
                    "label": "View",
                    "items": [
                        {"label": "List", "url": "#ways", "icon": "list", "current": True},
                        {"label": "Table", "url": "#ways", "icon": "grid"},
                    ],
                }
            ],
            FLOW,
        ),
        Specimen(
            "chips",
            [
                {
                    "label": "Tracks, example",
                    "items": [{"label": "All tracks", "url": "#ways", "current": True}]
                    + [{"label": label, "url": "#ways"} for label in ("Policy", "Exchange", "Tools")],
                }
            ],
        ),
        Specimen("pagination", [{"label": "Pages, example", "pages": pages, "previous_url": "#ways", "next_url": "#ways"}]),
        Specimen("steps", [{"items": ["Your place", "You and your sessions", "Check and send"], "current": 2}]),
    ]


def _things() -> list[Specimen]:
    return [
        Specimen(
            "card",
            [
                {"title": "S3 Conference in Brussels: three days, over 300 people", "url": "#things", "kind": "Event",
                 "date": "17–19 June 2025", "cover": "plain", "seed": 0,
                 "text": "A day for the Steering Committee, a conference day and a day of working groups."},
                {"title": "Observatory opens: one map for the strategies of the EU", "url": "#things",
                 "kind": "Observatory", "date": "November 2023", "cover": "deep", "seed": 1,
                 "text": "Navigate strategies by economic, scientific and policy taxonomies."},
                {"title": "The Forum returns in person: over 340 practitioners in Barcelona", "url": "#things",
                 "kind": "Forum", "date": "28 November 2023", "cover": "warm", "seed": 2,
                 "text": "The first EU-level gathering on S3 in one room since the pandemic."},
            ],
            GRID,
        ),
        Specimen(
            "service",
            [
                {"title": "Forum and events", "url": "#things", "icon": "calendar",
                 "text": "Meet in person or online; take the slides home afterwards."},
                {"title": "Working groups", "url": "#things", "icon": "message",
                 "text": "Work on one shared question with peers, by web or by mail."},
            ],
            GRID,
        ),
        Specimen(
            "figures",
            [
                {
                    "items": [
                        {"value": "180+", "label": "strategies developed since 2014"},
                        {"value": "42", "label": "partnerships on four thematic platforms (June 2025)"},
                        {"value": "340+", "label": "people at the Barcelona Forum of 2023"},
                    ]
                }
            ],
        ),
        Specimen(
            "criteria",
            [
                {
                    "items": [
                        {"label": "Challenges for innovation diffusion and digitalisation", "url": "#things"},
                        {"label": "A competent body that manages the strategy", "url": "#things"},
                        {"label": "Monitoring and evaluation tools", "url": "#things"},
                        {"label": "Stakeholder cooperation (EDP)", "url": "#things"},
                    ]
                }
            ],
        ),
        Specimen(
            "row",
            [
                {"title": "Working group day: Industrial Transformation", "url": "#things", "level": 4,
                 "start": datetime(2026, 12, 3, 9, 30), "meta": ["Thursday, 09:30–16:00", "Brussels"], "sample": True,
                 "body": components.render("badge", label="Offer: 21 hours left", tone="wait")
                 + components.render("button", label="Answer", url="#things", kind="plain", small=True)},
                {"title": "S3 Forum 2023", "url": "#things", "level": 4, "past": True,
                 "start": datetime(2023, 11, 28), "meta": ["Tuesday", "Barcelona"],
                 "body": components.render("badge", label="Over")},
                {"title": "Opening and policy update", "url": "#things", "level": 4, "dense": True, "time": "09:30",
                 "meta": ["Plenary", "Hall A"]},
                {"title": "Ana Sample", "url": "#things", "level": 4, "dense": True, "person": "Ana Sample",
                 "meta": ["Regional development agency"]},
                {"title": "Letters and digest: daily", "url": "#things", "level": 4, "dense": True},
            ],
            ROWS,
        ),
        Specimen(
            "result",
            [
                {"title": "Implementing Smart Specialisation: A Handbook", "url": "#things", "kind": "Publication",
                 "meta": ["2016"], "cover": "deep", "seed": 2, "level": 4,
                 "text": mark_safe("How a strategy is made and run, step by step: discovery, priorities, <mark>monitoring</mark>."),
                 "foot": ["Gianelle, Kyriakou, Cohen, Przeor (eds)"]},
                {"title": "Roadmaps for industrial transition: five things we changed", "url": "#things", "level": 4,
                 "kind": "Presentation", "meta": ["2026"], "cover": "warm", "seed": 0, "sample": True,
                 "text": "From a roadmap of forty actions to one of nine."},
            ],
            RESULTS,
        ),
        Specimen("facts", [{"items": [("In the room", "112 of 300 places left"), ("Online", "No limit"), ("Price", "Free")]}]),
        Specimen(
            "prose",
            [
                {
                    "body": mark_safe(
                        "<p>The Forum is where the community meets once in a while as a whole.</p><h4>Who comes</h4>"
                        "<ul><li>Authorities in charge of S3</li><li>Universities and clusters</li></ul>"
                        "<blockquote>Three numbers a quarter, one conversation, one decision.</blockquote>"
                    )
                }
            ],
        ),
        Specimen("dialog", [{"id": "gallery-dialog", "opener": "Open the dialog", "title": "Cancel your registration?", "level": 4,
                             "body": mark_safe("<p>Your place goes to the next in line.</p>")}]),
    ]  # fmt: skip


def _people() -> list[Specimen]:
    return [
        Specimen("avatar", [{"name": "Ana Sample", "size": "small"}, {"name": "Bruno Muster"}, {"name": "Ewa Przykład", "size": "large"}], FLOW),
        Specimen(
            "person",
            [
                {"name": "Ana Sample", "role": "Regional development agency (sample)"},
                {"name": "Bruno Muster", "role": "University (sample)", "size": "large"},
                {"name": "Farid Exemple", "url": "#people"},
            ],
            GRID,
        ),
        Specimen(
            "file",
            [
                {"title": "Quarterly indicators, draft", "url": "#people", "kind": "PDF", "text": "Version 2 · 180 KB"},
                {"title": "minutes-november.docx", "kind": "DOC", "text": "Sending: 3.1 of 4.8 MB", "value": 65},
                {"title": "survey.exe", "kind": "EXE", "text": "Not taken: this kind of file is not allowed", "state": "bad"},
            ],
        ),
    ]  # fmt: skip


def _tables() -> list[Specimen]:
    head = "".join(
        [
            components.render("table-head", label="Organisation", url="#tables", sorted="descending"),
            components.render("table-head", label="Confirmed", url="#tables", numeric=True),
            components.render("table-head", label="Waiting", numeric=True),
        ]
    )
    lines = [("Public authority", 96, 14), ("University or research", 54, 9), ("Business or cluster", 28, 6)]
    body = "".join(
        f'<tr><th scope="row">{name}</th><td class="end" data-label="Confirmed">{confirmed}</td>'
        f'<td class="end" data-label="Waiting">{waiting}</td></tr>'
        for name, confirmed, waiting in lines
    )
    html = mark_safe(f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody>")
    return [
        Specimen(
            "table",
            [
                {"caption": "Registrations by kind of organisation (sample)", "body": html},
                {"label": "The same, folding into cards", "body": html, "cards": True},
            ],
        ),
        Specimen("table-head", []),
    ]


def _forms() -> list[Specimen]:
    answers = {"email": "ana@agency", "people": "many", "sessions": ["i3", "monitoring"], "country": "BE"}
    wrong = SampleForm({f"wrong-{name}": answer for name, answer in answers.items()}, prefix="wrong")
    plain = SampleForm(initial={"name": "Ana Sample", "mode": "room", "sessions": ["i3"]}, prefix="plain")
    boxed = {"mode", "sessions"}
    return [
        Specimen("errors", [{"problems": problems(wrong), "focus": False}]),
        Specimen("field", [{"field": FieldView(bound, kind="box" if bound.name in boxed else "")} for bound in plain]
                 + [{"field": FieldView(wrong[name], kind="box" if name in boxed else "")} for name in ("name", "email", "people", "mode", "sessions")]),
        Specimen("choice", [{"id": "gallery-choice", "name": "gallery-choice", "label": "Send me the digest", "type": "checkbox",
                             "hint": "Once a day, in the morning", "box": False}]),
    ]  # fmt: skip


def _filters() -> list[Specimen]:
    return [
        Specimen("search-form", [{"url": "#filters", "label": "Search the library", "id": "gallery-search"}]),
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


def _events() -> list[Specimen]:
    forum = {"start": datetime(2027, 3, 16, 9, 30), "end": datetime(2027, 3, 17, 13, 0)}
    return [
        Specimen(
            "date-block",
            [
                {**forum, "size": "large"},
                {"start": datetime(2027, 1, 21)},
                {"start": datetime(2026, 11, 30), "end": datetime(2026, 12, 1)},
                {"start": datetime(2026, 12, 31), "end": datetime(2027, 1, 1), "size": "large"},
                {"start": datetime(2023, 11, 28), "past": True},
            ],
            FLOW,
        ),
        Specimen(
            "next-event",
            [
                {**forum, "title": "S3 Forum 2027", "url": "#events", "eyebrow": "Next event", "place": "Brussels and online",
                 "note": "300 places in the room", "badge_label": "Registration open", "badge_tone": "good",
                 "action_label": "Register", "action_url": "#events", "sample": True, "level": 4},
            ],
        ),
        Specimen(
            "event-hero",
            [
                {**forum, "title": "S3 Forum 2027", "sample": True, "days": "Tuesday 16 and Wednesday 17 March",
                 "hours": "09:30–17:30 and 09:00–13:00", "zone": "Brussels time (UTC+1)", "heading": 3,
                 "lead": "Two days for everyone who writes, runs or studies a smart specialisation strategy.",
                 "place": "Sample Congress Centre, Brussels", "language": "English, with French in plenaries",
                 "badges": [{"label": "Hybrid", "tone": "blue"}, {"label": "Registration open", "tone": "good"}]},
            ],
        ),
    ]  # fmt: skip


def _registration() -> list[Specimen]:
    url = "#registration"
    return [
        Specimen(
            "reg",
            [
                {"level": 4, "badge_label": "Not open yet", "title": "Registration opens on 5 January",
                 "text": "The times are set; come back on the day."},
                {"level": 4, "badge_label": "Registration open", "badge_tone": "good", "title": "Register for the Forum",
                 "text": "Registration closes on 2 March 2027 at 18:00 (Brussels).",
                 "facts": [("In the room", "112 of 300 places left"), ("Online", "No limit")],
                 "actions": [{"label": "Register", "url": url}]},
                {"level": 4, "badge_label": "Few places left", "badge_tone": "wait", "title": "Register for the Forum",
                 "text": "Seven places in the room. Online there is room for everyone.",
                 "actions": [{"label": "Register", "url": url}]},
                {"level": 4, "badge_label": "Waiting list open", "badge_tone": "wait", "title": "The room is full",
                 "text": "31 people wait. When a place comes free, the first in line gets an offer for 48 hours.",
                 "actions": [{"label": "Join the waiting list", "url": url},
                             {"label": "Follow online instead", "url": url, "kind": "quiet"}]},
                {"level": 4, "badge_label": "Awaiting approval", "badge_tone": "wait", "title": "We have your request",
                 "text": "The Secretariat answers within three working days, by letter.",
                 "actions": [{"label": "See or change it", "url": url, "kind": "plain"}]},
                {"level": 4, "badge_label": "Confirmed", "badge_tone": "good", "title": "You are registered",
                 "text": "In the room, both days. Your ticket is in your mail and here.",
                 "actions": [{"label": "Show ticket", "url": url, "icon": "ticket"}],
                 "links": [{"label": "Calendar", "url": url, "icon": "calendar"}, {"label": "Change or cancel", "url": url}]},
                {"level": 4, "badge_label": "On the waiting list", "badge_tone": "wait", "title": "You are 4th in line",
                 "text": "Meanwhile you have a place online. We write as soon as a place in the room is yours.",
                 "actions": [{"label": "Leave the waiting list", "url": url, "kind": "plain", "post": True}]},
                {"level": 4, "badge_label": "Offer: 21 hours left", "badge_tone": "wait", "title": "A place is free for you",
                 "text": "Accept by Tuesday 9 March, 14:00 (Brussels). After that it goes to the next in line.", "act": True,
                 "actions": [{"label": "Accept the place", "url": url, "post": True},
                             {"label": "Decline", "url": url, "kind": "plain", "post": True}]},
                {"level": 4, "badge_label": "Offer expired", "title": "The place went to the next in line",
                 "text": "You can join the waiting list again.", "actions": [{"label": "Join again", "url": url}]},
                {"level": 4, "badge_label": "Declined", "badge_tone": "bad", "title": "No place this time",
                 "text": "The reason is in the letter that we sent you."},
                {"level": 4, "badge_label": "Closed", "title": "Registration is closed",
                 "text": "It closed on 2 March 2027. The plenaries are streamed on this page."},
                {"level": 4, "badge_label": "Event cancelled", "badge_tone": "bad", "title": "The Forum does not take place",
                 "text": "Everyone who was registered has been told."},
                {"level": 4, "badge_label": "Attended", "badge_tone": "blue", "title": "Thank you for coming",
                 "text": "24 presentations are in the library.", "actions": [{"label": "See the presentations", "url": url}]},
            ],
            GRID,
        ),
    ]  # fmt: skip


def _programme() -> list[Specimen]:
    def session(title: str, hours: str, room: str, **more: Any) -> dict[str, Any]:
        return {"title": title, "hours": hours, "room": room, "level": 4, **more}

    opening = session("Opening and policy update", "09:30–11:00", "Hall A", url="#programme", text="Streamed", track="Policy", tone=1)
    coffee = session("Coffee", "11:00–11:30", "Foyer", pause=True)
    mine = session("Criterion 1: what diffusion surveys among SMEs tell us", "11:30–12:45", "Hall A", url="#programme",
                   text="Ana Sample", track="Tools", tone=3, mine=True)  # fmt: skip
    few = session("Criterion 6: roadmaps for industrial transition", "11:30–12:45", "Room B", url="#programme",
                  text="Bruno Muster", track="Exchange", tone=2, badges=[{"label": "Few places", "tone": "wait"}])  # fmt: skip
    full = session("Criterion 7: looking for partners", "11:30–12:45", "Room C", url="#programme",
                   text="Chiara Esempio", track="Exchange", tone=2, badges=[{"label": "Full", "tone": "bad"}])  # fmt: skip
    return [
        Specimen(
            "programme",
            [
                {
                    "caption": "Tuesday 16 March, sessions by time and room",
                    "rooms": [{"name": "Hall A", "seats": "300 seats"}, {"name": "Room B", "seats": "80 seats"}, {"name": "Room C"}],
                    "rows": [
                        {"label": "09:30", "cells": [{"span": 3, "sessions": [opening]}]},
                        {"label": "11:00", "cells": [{"span": 3, "sessions": [coffee]}]},
                        {"label": "Now 11:20", "now": True},
                        {"label": "11:30", "cells": [{"sessions": [mine]}, {"sessions": [few]}, {"sessions": [full]}]},
                    ],
                }
            ],
        ),
        Specimen("session", [session("Peer review", "14:00–15:30", "Room C", text="By invitation", track="Exchange", tone=2, cancelled=True)]),
    ]  # fmt: skip
