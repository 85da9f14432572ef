"""Samples of actions, states, marks and of what says where one is."""

from .specimen import FLOW, Specimen


def actions() -> list[Specimen]:
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
        Specimen(
            "action",
            [{"label": "A link", "url": "#actions"}, {"label": "A form", "url": "#actions", "post": True}],
            FLOW,
        ),
        Specimen(
            "more",
            [
                {"label": "A way onward", "url": "#actions"},
                {"label": "Back", "url": "#actions", "icon": "back", "back": True},
            ],
            FLOW,
        ),
    ]


def states() -> list[Specimen]:
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
                {
                    "title": "You are registered",
                    "text": "A letter with your ticket is on its way.",
                    "tone": "good",
                    "level": 4,
                },
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
                {
                    "title": "The file was not taken",
                    "text": "It is 34 MB; up to 25 MB are possible.",
                    "tone": "bad",
                    "level": 4,
                },
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
    ]


def ways() -> list[Specimen]:
    pages = [
        {"number": 1, "url": "#ways"},
        {"number": 2, "current": True},
        {"number": 3, "url": "#ways"},
        {"gap": True},
        {"number": 9, "url": "#ways"},
    ]
    return [
        Specimen(
            "breadcrumbs",
            [
                {
                    "trail": [("Home", "/"), ("Events", "#ways")],
                    "current": "S3 Forum 2027",
                    "label": "Breadcrumbs, example",
                }
            ],
        ),
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
        Specimen(
            "pagination", [{"label": "Pages, example", "pages": pages, "previous_url": "#ways", "next_url": "#ways"}]
        ),
        Specimen("steps", [{"items": ["Your place", "You and your sessions", "Check and send"], "current": 2}]),
    ]
