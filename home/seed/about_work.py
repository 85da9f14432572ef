"""The pages about what the community does: services, Forum, platforms, knowledge. Facts only, in our own words."""

from . import blocks as b
from .page_text import Text
from .sources import HANDBOOK

SERVICES = Text(
    "/about/services/",
    "Services",
    "Seven services, from a day with peers to months with an expert.",
    [
        b.cards(
            b.card(
                "/about/services/forum-and-events/",
                "S3 Forum and events",
                "Meet in person or online; take the slides home afterwards.",
                "warm",
            ),
            b.card("/working-groups/", "Working groups", "Three groups, each on one fulfilment criterion.", "plain"),
            b.card("/support/", "Targeted support", "Expert help on demand for authorities.", "deep"),
            b.card(
                "/support/experts/",
                "Expert pool and peer review",
                "People who have done it before, and peers who ask the right questions.",
                "plain",
            ),
            b.card(
                "/about/services/thematic-platforms/",
                "Thematic platforms and partnerships",
                "Regions that invest together.",
                "warm",
            ),
            b.card("/observatory/", "S3 Observatory", "An overview of the strategies across the EU.", "deep"),
            b.card(
                "/about/services/knowledge/",
                "Knowledge",
                "Studies, policy briefs and good practices.",
                "plain",
            ),
        ),
        b.heading("Which one fits"),
        b.table(
            "Your question, and where to begin",
            ["You want to …", "Begin with", "It takes"],
            [
                ["hear what others do", "an event", "a day"],
                ["work on one question for longer", "a working group", "two meetings a year"],
                ["have your own challenge looked at by peers", "a peer review", "two days"],
                ["find one partner for one question", "matchmaking", "two hours"],
                ["get help with a challenge of your strategy", "targeted support", "three to six months"],
            ],
        ),
    ],
)

FORUM = Text(
    "/about/services/forum-and-events/",
    "S3 Forum and events",
    "Where the community meets as a whole, and the smaller meetings in between.",
    [
        *b.text(
            """
<p>The Forum brings practitioners from all over the EU into one room. Its name has changed over the years, the purpose
has
not: policy news, lessons from others, and time to talk.</p>
<h2>So far</h2>
<ul>
<li>30 March 2023: the S3 Conference online, the launch of the community.</li>
<li>28 November 2023: the <a href="{/events/s3-forum-2023/}">S3 Forum in Barcelona</a>, with over 340 people the first
EU-level meeting on S3 in one room since the pandemic.</li>
<li>17–19 June 2025: the <a href="{/events/s3-conference-2025/}">S3 Conference in Brussels</a>, three days with over 300
people.</li>
</ul>
<h2>How it works here</h2>
<p>Each event has a page with its programme.</p>
"""
        ),
        b.steps(
            ("Register", "One form. Sessions with places of their own are chosen there."),
            ("Get your ticket", "And an entry for your calendar that follows when something moves."),
            ("Change or cancel by yourself", "When an event is full, a place that comes free is offered to the next."),
            ("Come", "The ticket’s code is read at the door."),
        ),
        b.call(
            "What is next?",
            "All coming and past events are in one list, which your calendar can subscribe to.",
            "See the events",
            "/events/",
        ),
    ],
)

PLATFORMS = Text(
    "/about/services/thematic-platforms/",
    "Thematic platforms and partnerships",
    "Regions with the same priority look for investments they can only make together.",
    [
        *b.text(
            """
<p>On a thematic platform, regions with similar priorities form partnerships and prepare joint investment.</p>
"""
        ),
        b.figures(
            ("4", "platforms: Agri-Food, Energy, Industrial Modernisation, Sustainable Blue Economy"),
            ("42", "partnerships in June 2025"),
            title="Platforms in figures",
        ),
        *b.text(
            """
<p>Among the partnerships are Traceability &amp; Big Data, Smart Sensors 4 Agri-Food, Chemicals, and Efficient and
Sustainable Manufacturing.</p>
<h2>Steering</h2>
<p>A Steering Committee of the platforms meets around the larger events of the community: it did so on the second day in
Barcelona in 2023 and on the first day in Brussels in 2025.</p>
<p>Partners in other countries are also the subject of the working group on
<a href="{/working-groups/interregional-collaboration/}">Interregional Collaboration</a>.</p>
"""
        ),
    ],
)

KNOWLEDGE = Text(
    "/about/services/knowledge/",
    "Knowledge",
    "What one region has learned should not have to be found out again by the next.",
    [
        *b.text(
            """
<p>The community collects what works and makes it usable by others: studies, policy briefs, good practices, and the
presentations of its events.</p>
<p>Two things come out of the working groups: a description of how regions deal with the question today, and solutions
that members have developed and followed. The results are published for all regions.</p>
<p>The <a href="{/library/}">library</a> of this site begins with the sources that the site itself rests on. Search
finds
everything that is public.</p>
"""
        ),
        b.heading("To begin with"),
        b.sources(HANDBOOK),
    ],
)
