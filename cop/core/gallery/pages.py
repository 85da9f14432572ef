"""Samples of what pages are composed from."""

from cop.core.authors import authors_of
from cop.core.body import Entry
from cop.core.citations import Work

from .specimen import CELLS, Specimen


def pages() -> list[Specimen]:
    work = Work(
        title="Implementing Smart Specialisation: A Handbook",
        authors=authors_of("Gianelle, C.; Kyriakou, D.; Cohen, C.; Przeor, M. (eds)"),
        year=2016,
        publisher="Brussels: European Commission, EUR 28053 EN",
        doi="10.2791/53569",
    )
    return [
        Specimen(
            "contents",
            [
                {
                    "entries": [
                        Entry("Three foundations", "pages"),
                        Entry("Who writes a strategy", "pages"),
                        Entry("The enabling condition", "pages"),
                    ]
                }
            ],
        ),
        Specimen(
            "presented",
            [
                {"name": "Ana Sample", "role": "Sample role", "text": "A few words about her.", "sample": True},
                {"name": "Sample Partner", "role": "Partner of the consortium", "logo": True},
            ],
            CELLS,
        ),
        Specimen(
            "announcement",
            [
                {"text": "Registration for the Forum opens on Monday.", "link": "See the Forum", "url": "#pages"},
                {"text": "The site is read-only on Sunday morning.", "tone": "wait"},
                {"text": "Letters are late today.", "tone": "bad"},
            ],
        ),
        Specimen("work", [{"work": work, "id": "gallery", "note": "How to put a strategy into practice."}]),
    ]
