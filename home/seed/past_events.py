"""The events that really took place. Their hours are not known here, so they run from midnight to midnight."""

from datetime import date

from cop.taxonomy.models import Region
from events.choices import EventKind, Mode
from events.models import EventIndexPage, EventPage, EventState, Series

from . import pictures
from .calendar import at
from .pages import add

SERIES = "S3 Forum"

EVENTS = (
    {
        "slug": "s3-conference-online-2023",
        "title": "S3 Conference online 2023",
        "kind": EventKind.CONFERENCE,
        "mode": Mode.ONLINE,
        "days": (date(2023, 3, 30), date(2023, 3, 30)),
        "summary": "The launch of the S3 Community of Practice, on screen.",
        "body": """
<p>On 30 March 2023 the S3 Community of Practice was launched at an online conference. The community is the
central place
for guidance, networking, support and peer learning on smart specialisation, set up by DG REGIO.</p>
<p>Later that year the working groups began, the Forum met in Barcelona and the Observatory opened.</p>
""",
        "cover": ("plain", 5),
    },
    {
        "slug": "s3-forum-2023",
        "title": "S3 Forum 2023",
        "kind": EventKind.FORUM,
        "mode": Mode.HYBRID,
        "days": (date(2023, 11, 28), date(2023, 11, 29)),
        "city": "Barcelona",
        "country": "ES",
        "summary": "Over 340 people in one room: the first EU-level gathering on S3 in person since the pandemic.",
        "body": """
<p>On 28 November 2023 the community met in Barcelona. Over 340 people came in person, and the plenaries were
streamed for
those who could not travel.</p>
<h2>Programme blocks</h2>
<ul>
<li>Policy update</li>
<li>News from the community</li>
<li>Parallel sessions on the fulfilment criteria</li>
<li>Lessons from the Interregional Innovation Investments (I3) instrument</li>
<li>Innovation ecosystems</li>
<li>Networking</li>
</ul>
<p>On the second day the Steering Committee of the thematic platforms met.</p>
<h2>Afterwards</h2>
<p>All presentations were published. At the end of the same month the S3 Observatory was launched.</p>
""",
        "cover": ("warm", 2),
    },
    {
        "slug": "s3-conference-2025",
        "title": "S3 Conference 2025",
        "kind": EventKind.CONFERENCE,
        "mode": Mode.IN_PERSON,
        "days": (date(2025, 6, 17), date(2025, 6, 19)),
        "city": "Brussels",
        "country": "BE",
        "summary": "Three days in Brussels with over 300 people: thematic platforms, conference, working groups.",
        "body": """
<p>From 17 to 19 June 2025 over 300 people met in Brussels.</p>
<ul>
<li><strong>17 June</strong>: the Steering Committee of the thematic platforms, which counted 42 partnerships
by then</li>
<li><strong>18 June</strong>: the conference</li>
<li><strong>19 June</strong>: the working groups</li>
</ul>
""",
        "cover": ("deep", 0),
    },
)


def make_past_events() -> None:
    """Pages without registration; none is made twice."""
    index = EventIndexPage.objects.get()
    series, _ = Series.objects.get_or_create(
        name=SERIES,
        defaults={
            "description": "The gathering of the whole community. It has carried different names over the years."
        },
    )
    for facts in EVENTS:
        if not EventPage.objects.filter(slug=facts["slug"]).exists():
            _make(index, series, facts)


def _make(index: EventIndexPage, series: Series, facts: dict) -> None:
    first, last = facts["days"]
    event = EventPage(
        title=facts["title"],
        slug=facts["slug"],
        summary=facts["summary"],
        body=facts["body"].strip(),
        series=series,
        kind=facts["kind"],
        mode=facts["mode"],
        starts_at=at(first, "00:00"),
        ends_at=at(last, "23:59"),
        city=facts.get("city", ""),
        country=Region.objects.get(code=facts["country"]) if "country" in facts else None,
        picture=pictures.cover(*facts["cover"], sample=False),
    )
    add(index, event)
    EventState.objects.create(event=event)
