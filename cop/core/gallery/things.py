"""Samples of things that can be opened: cards, rows, results, people, files, tables."""

from datetime import date

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import mark_safe

from cop.core import components
from cop.core.charts import columns

from .specimen import CELLS, FLOW, GRID, RESULTS, ROWS, Specimen


def things() -> list[Specimen]:
    return [
        Specimen(
            "card",
            [
                {
                    "title": "S3 Conference in Brussels: three days, over 300 people",
                    "url": "#things",
                    "kind": "Event",
                    "date": "17–19 June 2025",
                    "cover": "plain",
                    "seed": 0,
                    "text": "A day for the Steering Committee, a conference day and a day of working groups.",
                },
                {
                    "title": "Observatory opens: one map for the strategies of the EU",
                    "url": "#things",
                    "kind": "Observatory",
                    "date": "November 2023",
                    "cover": "deep",
                    "seed": 1,
                    "text": "Navigate strategies by economic, scientific and policy taxonomies.",
                },
                {
                    "title": "The Forum returns in person: over 340 practitioners in Barcelona",
                    "url": "#things",
                    "kind": "Forum",
                    "date": "28 November 2023",
                    "cover": "warm",
                    "seed": 2,
                    "text": "The first EU-level gathering on S3 in one room since the pandemic.",
                },
            ],
            GRID,
        ),
        Specimen(
            "service",
            [
                {
                    "title": "Forum and events",
                    "url": "#things",
                    "icon": "calendar",
                    "text": "Meet in person or online; take the slides home afterwards.",
                },
                {
                    "title": "Working groups",
                    "url": "#things",
                    "icon": "message",
                    "text": "Work on one shared question with peers, by web or by mail.",
                },
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
            "month-chart",
            [
                {
                    "items": columns([("Jan", 4), ("Feb", 12), ("Mar", 0), ("Apr", 7), ("May", 1), ("Jun", 9)]),
                    "label": "Posts from January to June",
                    "caption": "Posts a month",
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
            "aside-rows",
            [{"title": "Related", "items": [{"title": "S3 Forum 2023", "url": "#things", "meta": ["Barcelona"]}]}],
        ),
        Specimen("aside-tags", [{"title": "Topics", "items": [("Clusters", "#things"), ("Ports", "")]}]),
        Specimen("aside-criteria", [{"items": [(4, "Stakeholder cooperation", "#things")]}]),
        Specimen(
            "row",
            [
                {
                    "title": "Working group day: Industrial Transformation",
                    "url": "#things",
                    "level": 4,
                    "start": date(2026, 12, 3),
                    "meta": ["Thursday, 09:30–16:00", "Brussels"],
                    "sample": True,
                    "body": components.render("badge", label="Offer: 21 hours left", tone="wait")
                    + components.render("button", label="Answer", url="#things", kind="plain", small=True),
                },
                {
                    "title": "S3 Forum 2023",
                    "url": "#things",
                    "level": 4,
                    "past": True,
                    "start": date(2023, 11, 28),
                    "meta": ["Tuesday", "Barcelona"],
                    "body": components.render("badge", label="Over"),
                },
                {
                    "title": "Opening and policy update",
                    "url": "#things",
                    "level": 4,
                    "dense": True,
                    "time": "09:30",
                    "meta": ["Plenary", "Hall A"],
                },
                {
                    "title": "Ana Sample",
                    "url": "#things",
                    "level": 4,
                    "dense": True,
                    "person": "Ana Sample",
                    "meta": ["Regional development agency"],
                },
                {"title": "Letters and digest: daily", "url": "#things", "level": 4, "dense": True},
            ],
            ROWS,
        ),
        Specimen(
            "result",
            [
                {
                    "title": "Implementing Smart Specialisation: A Handbook",
                    "url": "#things",
                    "kind": "Publication",
                    "meta": ["2016"],
                    "cover": "deep",
                    "seed": 2,
                    "level": 4,
                    "text": mark_safe(
                        "How a strategy is made and run, step by step: discovery, priorities, <mark>monitoring</mark>."
                    ),
                    "foot": ["Gianelle, Kyriakou, Cohen, Przeor (eds)"],
                },
                {
                    "title": "Roadmaps for industrial transition: five things we changed",
                    "url": "#things",
                    "level": 4,
                    "kind": "Presentation",
                    "meta": ["2026"],
                    "cover": "warm",
                    "seed": 0,
                    "sample": True,
                    "text": "From a roadmap of forty actions to one of nine.",
                },
            ],
            RESULTS,
        ),
        Specimen(
            "facts", [{"items": [("In the room", "112 of 300 places left"), ("Online", "No limit"), ("Price", "Free")]}]
        ),
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
        Specimen(
            "dialog",
            [
                {
                    "id": "gallery-dialog",
                    "opener": "Open the dialog",
                    "title": "Cancel your registration?",
                    "level": 4,
                    "body": mark_safe("<p>Your place goes to the next in line.</p>"),
                }
            ],
        ),
        *consent(),
    ]


def consent() -> list[Specimen]:
    categories = [
        ("necessary", "Necessary", "The site does not work without them.", False),
        ("functional", "Functional", "Extras from other sites, such as a video.", True),
        ("analytics", "Analytics", "Counting visits.", False),
    ]
    return [
        Specimen(
            "cookies",
            [
                {
                    "id": "gallery-cookies",
                    "version": "0123456789ab",
                    "action_url": "#cookies",
                    "page_url": "/cookies/",
                    "categories": [
                        {
                            "key": key,
                            "label": label,
                            "text": text,
                            "is_optional": key != "necessary",
                            "can_be_chosen": choosable,
                        }
                        for key, label, text, choosable in categories
                    ],
                }
            ],
        ),
        Specimen(
            "consent-embed",
            [
                {
                    "category": "functional",
                    "category_label": "Functional",
                    "title": "Talk: where to begin",
                    "text": "A first hour for those who are new, 45 minutes.",
                    "provider": "Sample video host",
                    "url": "https://video.example/1",
                    "action_url": "/cookies/choice/",
                    "body": mark_safe("<p>The video.</p>"),
                },
                {
                    "category": "functional",
                    "category_label": "Functional",
                    "title": "From a host that is not on the list",
                    "provider": "Another host",
                    "url": "https://other.example/1",
                },
            ],
        ),
    ]


def people() -> list[Specimen]:
    return [
        Specimen(
            "avatar",
            [
                {"name": "Ana Sample", "size": "small"},
                {"name": "Bruno Muster"},
                {"name": "Ewa Przykład", "size": "large"},
            ],
            FLOW,
        ),
        Specimen(
            "person",
            [
                {"name": "Ana Sample", "role": "Regional development agency (sample)"},
                {"name": "Bruno Muster", "role": "University (sample)", "size": "large"},
                {
                    "name": "Dag Prøve",
                    "role": "Cluster organisation (sample)",
                    "size": "large",
                    "picture": format_html(
                        '<picture><img src="{}" alt="" width="64" height="64"></picture>', static("img/favicon.svg")
                    ),
                },
                {"name": "Farid Exemple", "url": "#people"},
            ],
            GRID,
        ),
        Specimen(
            "file-row",
            [
                {
                    "title": "Interim findings.pptx",
                    "url": "#people",
                    "kind": "slides",
                    "badges": [("for comment until 9 December", "blue")],
                    "meta": ["Ana Sample, today, 10:05", "1.2 MB", "version 3"],
                    "tags": ["draft"],
                    "download_url": "#people",
                    "sample": True,
                },
                {
                    "title": "Indicators.xlsx",
                    "url": "#people",
                    "kind": "sheet",
                    "badges": [("draft", ""), ("being edited", "wait")],
                    "meta": ["Bela Muster, yesterday, 16:40", "88 KB", "version 1"],
                },
                {
                    "title": "Method.pdf",
                    "url": "#people",
                    "kind": "pdf",
                    "badges": [("final", "good")],
                    "meta": ["page 4", "Chiara Esempio, 3 November, 09:12", "640 KB", "version 2"],
                    "text": "… how capacity for the priority is measured …",
                    "download_url": "#people",
                },
                {"title": "Terms of reference.md", "url": "#people", "kind": "text"},
                {"title": "Group.jpg", "url": "#people", "kind": "picture"},
            ],
            FLOW,
        ),
        Specimen("upload", [{"id": "no-field"}]),
        Specimen(
            "file",
            [
                {"title": "Quarterly indicators, draft", "url": "#people", "kind": "PDF", "text": "Version 2 · 180 KB"},
                {"title": "minutes-november.docx", "kind": "DOC", "text": "Sending: 3.1 of 4.8 MB", "value": 65},
                {
                    "title": "survey.exe",
                    "kind": "EXE",
                    "text": "Not taken: this kind of file is not allowed",
                    "state": "bad",
                },
            ],
        ),
    ]


def tables() -> list[Specimen]:
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
        Specimen(
            "table-head",
            [
                {"label": "Name", "url": "#tables", "sorted": "ascending"},
                {"label": "Places", "url": "#tables", "numeric": True},
            ],
            CELLS,
        ),
    ]
