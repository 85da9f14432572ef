"""Samples of events: date blocks, hero, registration box in every state, programme."""

from datetime import date
from typing import Any

from .specimen import FLOW, GRID, Specimen


def events() -> list[Specimen]:
    forum = {"start": date(2027, 3, 16), "end": date(2027, 3, 17)}
    return [
        Specimen(
            "date-block",
            [
                {**forum, "size": "large"},
                {"start": date(2027, 1, 21)},
                {"start": date(2026, 11, 30), "end": date(2026, 12, 1)},
                {"start": date(2026, 12, 31), "end": date(2027, 1, 1), "size": "large"},
                {"start": date(2023, 11, 28), "past": True},
            ],
            FLOW,
        ),
        Specimen(
            "next-event",
            [
                {
                    **forum,
                    "title": "S3 Forum 2027",
                    "url": "#events",
                    "eyebrow": "Next event",
                    "place": "Brussels and online",
                    "note": "300 places in the room",
                    "badge_label": "Registration open",
                    "badge_tone": "good",
                    "action_label": "Register",
                    "action_url": "#events",
                    "sample": True,
                    "level": 4,
                },
            ],
        ),
        Specimen(
            "event-hero",
            [
                {
                    **forum,
                    "title": "S3 Forum 2027",
                    "sample": True,
                    "days": "Tuesday 16 and Wednesday 17 March",
                    "hours": "09:30–17:30 and 09:00–13:00",
                    "zone": "Brussels time (UTC+1)",
                    "heading": 3,
                    "lead": "Two days for everyone who writes, runs or studies a smart specialisation strategy.",
                    "place": "Sample Congress Centre, Brussels",
                    "language": "English, with French in plenaries",
                    "badges": [{"label": "Hybrid", "tone": "blue"}, {"label": "Registration open", "tone": "good"}],
                },
            ],
        ),
    ]


def registration() -> list[Specimen]:
    url = "#registration"
    return [
        Specimen(
            "reg",
            [
                {
                    "level": 4,
                    "badge_label": "Not open yet",
                    "title": "Registration opens on 5 January",
                    "text": "The times are set; come back on the day.",
                },
                {
                    "level": 4,
                    "badge_label": "Registration open",
                    "badge_tone": "good",
                    "title": "Register for the Forum",
                    "text": "Registration closes on 2 March 2027 at 18:00 (Brussels).",
                    "facts": [("In the room", "112 of 300 places left"), ("Online", "No limit")],
                    "actions": [{"label": "Register", "url": url}],
                },
                {
                    "level": 4,
                    "badge_label": "Few places left",
                    "badge_tone": "wait",
                    "title": "Register for the Forum",
                    "text": "Seven places in the room. Online there is room for everyone.",
                    "actions": [{"label": "Register", "url": url}],
                },
                {
                    "level": 4,
                    "badge_label": "Waiting list open",
                    "badge_tone": "wait",
                    "title": "The room is full",
                    "text": "31 people wait. When a place comes free, the first in line gets an offer for 48 hours.",
                    "actions": [
                        {"label": "Join the waiting list", "url": url},
                        {"label": "Follow online instead", "url": url, "kind": "quiet"},
                    ],
                },
                {
                    "level": 4,
                    "badge_label": "Awaiting approval",
                    "badge_tone": "wait",
                    "title": "We have your request",
                    "text": "The Secretariat answers within three working days, by letter.",
                    "actions": [{"label": "See or change it", "url": url, "kind": "plain"}],
                },
                {
                    "level": 4,
                    "badge_label": "Confirmed",
                    "badge_tone": "good",
                    "title": "You are registered",
                    "text": "In the room, both days. Your ticket is in your mail and here.",
                    "actions": [{"label": "Show ticket", "url": url, "icon": "ticket"}],
                    "links": [
                        {"label": "Calendar", "url": url, "icon": "calendar"},
                        {"label": "Change or cancel", "url": url},
                    ],
                },
                {
                    "level": 4,
                    "badge_label": "On the waiting list",
                    "badge_tone": "wait",
                    "title": "You are 4th in line",
                    "text": "Meanwhile you have a place online. We write as soon as a place in the room is yours.",
                    "actions": [{"label": "Leave the waiting list", "url": url, "kind": "plain", "post": True}],
                },
                {
                    "level": 4,
                    "badge_label": "Offer: 21 hours left",
                    "badge_tone": "wait",
                    "title": "A place is free for you",
                    "text": "Accept by Tuesday 9 March, 14:00 (Brussels). After that it goes to the next in line.",
                    "act": True,
                    "actions": [
                        {"label": "Accept the place", "url": url, "post": True},
                        {"label": "Decline", "url": url, "kind": "plain", "post": True},
                    ],
                },
                {
                    "level": 4,
                    "badge_label": "Offer expired",
                    "title": "The place went to the next in line",
                    "text": "You can join the waiting list again.",
                    "actions": [{"label": "Join again", "url": url}],
                },
                {
                    "level": 4,
                    "badge_label": "Declined",
                    "badge_tone": "bad",
                    "title": "No place this time",
                    "text": "The reason is in the letter that we sent you.",
                },
                {
                    "level": 4,
                    "badge_label": "Closed",
                    "title": "Registration is closed",
                    "text": "It closed on 2 March 2027. The plenaries are streamed on this page.",
                },
                {
                    "level": 4,
                    "badge_label": "Event cancelled",
                    "badge_tone": "bad",
                    "title": "The Forum does not take place",
                    "text": "Everyone who was registered has been told.",
                },
                {
                    "level": 4,
                    "badge_label": "Attended",
                    "badge_tone": "blue",
                    "title": "Thank you for coming",
                    "text": "24 presentations are in the library.",
                    "actions": [{"label": "See the presentations", "url": url}],
                },
            ],
            GRID,
        ),
    ]


def programme() -> list[Specimen]:
    def session(title: str, hours: str, room: str, **more: Any) -> dict[str, Any]:
        return {"title": title, "hours": hours, "room": room, "level": 4, **more}

    opening = session(
        "Opening and policy update", "09:30–11:00", "Hall A", url="#programme", text="Streamed", track="Policy", tone=1
    )
    coffee = session("Coffee", "11:00–11:30", "Foyer", pause=True)
    mine = session(
        "Criterion 1: what diffusion surveys among SMEs tell us",
        "11:30–12:45",
        "Hall A",
        url="#programme",
        text="Ana Sample",
        track="Tools",
        tone=3,
        mine=True,
        slides=[{"author": "Ana Sample", "url": "#programme"}],
    )
    few = session(
        "Criterion 6: roadmaps for industrial transition",
        "11:30–12:45",
        "Room B",
        url="#programme",
        text="Bruno Muster",
        track="Exchange",
        tone=2,
        badges=[{"label": "Few places", "tone": "wait"}],
    )
    full = session(
        "Criterion 7: looking for partners",
        "11:30–12:45",
        "Room C",
        url="#programme",
        text="Chiara Esempio",
        track="Exchange",
        tone=2,
        badges=[{"label": "Full", "tone": "bad"}],
    )
    return [
        Specimen(
            "programme",
            [
                {
                    "caption": "Tuesday 16 March, sessions by time and room",
                    "rooms": [
                        {"name": "Hall A", "seats": "300 seats"},
                        {"name": "Room B", "seats": "80 seats"},
                        {"name": "Room C"},
                    ],
                    "rows": [
                        {"label": "09:30", "cells": [{"span": 3, "sessions": [opening]}]},
                        {"label": "11:00", "cells": [{"span": 3, "sessions": [coffee]}]},
                        {"label": "Now 11:20", "now": True},
                        {"label": "11:30", "cells": [{"sessions": [mine]}, {"sessions": [few]}, {"sessions": [full]}]},
                    ],
                }
            ],
        ),
        Specimen(
            "session",
            [
                session(
                    "Peer review",
                    "14:00–15:30",
                    "Room C",
                    text="By invitation",
                    track="Exchange",
                    tone=2,
                    cancelled=True,
                )
            ],
        ),
    ]
