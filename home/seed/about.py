"""The pages about S3, the community, its services, who runs it. Facts only, in our own words."""

from . import blocks as b
from .page_text import Text

HANDBOOK = {
    "title": "Implementing Smart Specialisation: A Handbook",
    "authors": "Gianelle, C.; Kyriakou, D.; Cohen, C.; Przeor, M. (eds)",
    "year": 2016,
    "publisher": "Brussels: European Commission, EUR 28053 EN",
    "doi": "10.2791/53569",
    "note": "How to put a strategy into practice, from choosing priorities to following them up.",
}
REGULATION = {
    "title": "Regulation (EU) 2021/1060",
    "authors": "European Parliament; Council of the European Union",
    "year": 2021,
    "publisher": "Official Journal of the European Union",
    "address": "https://eur-lex.europa.eu/eli/reg/2021/1060/oj",
    "note": "Its Annex IV sets out enabling condition 1.1 with the seven fulfilment criteria.",
}

# Name of each partner, its part, and a few words.
PARTNERS = (
    (
        "Technopolis Group",
        "Leads the consortium",
        (
            "Coordinates the project; leads the Expert Group, the targeted support, the working group on Industrial "
            "Transformation and the knowledge work."
        ),
    ),
    *(
        (name, "Partner of the consortium", "")
        for name in (
            "IDEA Consult",
            "EFIS",
            "Opix",
            "CIVITTA",
            "Old Continent",
            "WMH",
            "4FRONT",
            "ERRIN",
            "Vanguard Initiative",
        )
    ),
)

ABOUT = Text(
    "/about/",
    "About",
    "What smart specialisation is, what the community does, and who keeps it running.",
    [
        *b.text(
            """
<p>Smart specialisation is a way for a region to decide where its strengths in research and innovation lie. The people
who write and run these strategies meet in this community: they compare notes, work on shared questions, and ask for
help
when a challenge needs more than advice.</p>
"""
        ),
        b.cards(
            b.card(
                "/about/s3/",
                "What smart specialisation is",
                "The idea, its three foundations, who takes part, and the seven criteria.",
                "plain",
            ),
            b.card(
                "/about/community/",
                "The community of practice",
                "Why it exists, for whom, and how one joins.",
                "warm",
            ),
            b.card(
                "/about/services/",
                "Services",
                "Seven services, from a day with peers to months with an expert.",
                "plain",
            ),
            b.card(
                "/about/secretariat/",
                "Secretariat and partners",
                "The ten organisations behind the community.",
                "deep",
            ),
            b.card(
                "/about/expert-group/",
                "Expert Group",
                "Who advises, and whose days targeted support is made of.",
                "deep",
            ),
            b.card("/contact/", "Contact", "Write to the Secretariat.", "warm"),
        ),
        b.figures(
            ("180+", "strategies developed since 2014"),
            ("244", "regions at level 2 of NUTS 2024, one square each on this site"),
            ("10", "organisations in the Secretariat"),
            title="In figures",
        ),
    ],
)

S3 = Text(
    "/about/s3/",
    "What smart specialisation is",
    "A region looks at what it does well, chooses a few priorities together with those who work on them, and puts its "
    "innovation money there.",
    [
        *b.text(
            """
<p>A smart specialisation strategy (S3, in older texts RIS3) says in which fields a region or country wants to be
strong,
and what it will do to get there. Over 180 such strategies have been developed since 2014.</p>
<h2>Three foundations</h2>
"""
        ),
        b.steps(
            ("Specialisation", "Build on what is there: knowledge, companies, skills, natural conditions."),
            ("Prioritisation", "Choose a few fields, because money and attention spread thinly change little."),
            (
                "Participation",
                "Find the priorities together. This search is called the entrepreneurial discovery process (EDP).",
            ),
        ),
        *b.text(
            """
<h2>Who writes a strategy</h2>
<p>Public administration, universities and research, business, and social partners. With civil society they are known as
the <b>quadruple helix</b>. Nobody holds all the knowledge alone; that is the reason for doing it together.</p>
"""
        ),
        b.table(
            "What each of them brings",
            ["Who", "Brings to the table"],
            [
                ["Public administration", "Rules, budgets, the needs of the region"],
                ["Universities and research", "What is known, and what could be found out"],
                ["Business", "Markets, and what can be made"],
                ["Social partners and civil society", "What people need, and what they will accept"],
            ],
        ),
        *b.text(
            """
<h2>The enabling condition</h2>
<p>In the EU’s cohesion policy, good governance of the strategy is an enabling condition with seven fulfilment criteria.
They are set out in Annex IV of <a href="https://eur-lex.europa.eu/eli/reg/2021/1060/oj">Regulation (EU) 2021/1060</a>.
This site uses short names for them:</p>
<ol>
<li>Challenges for innovation diffusion and digitalisation</li>
<li>A competent body that manages the strategy</li>
<li>Monitoring and evaluation tools</li>
<li>Stakeholder cooperation (EDP)</li>
<li>Actions to improve research and innovation systems</li>
<li>Actions to support industrial transition</li>
<li>Cooperation with partners outside the Member State</li>
</ol>
<h2>Questions that come up</h2>
"""
        ),
        b.accordion(
            (
                "Is it a plan for single companies?",
                (
                    "<p>No. Priorities are fields in which a region can be strong. Which companies and projects take "
                    "part is decided later, in calls and programmes.</p>"
                ),
            ),
            (
                "At which level is a strategy made?",
                (
                    "<p>At any. Small states have one for the whole country, Germany has them for its Länder, and some "
                    "in Sweden and Finland are made for smaller regions.</p>"
                ),
            ),
            (
                "What is the difference between S3 and RIS3?",
                (
                    "<p>None that matters today. RIS3 is the older name: research and innovation strategy for smart "
                    "specialisation.</p>"
                ),
            ),
        ),
        b.heading("Read more"),
        b.sources(HANDBOOK, REGULATION),
    ],
)

COMMUNITY = Text(
    "/about/community/",
    "The community of practice",
    "A central place for guidance, networking, support and peer learning on smart specialisation.",
    [
        *b.text(
            """
<p>The S3 Community of Practice (S3 CoP) was set up by the European Commission’s Directorate-General for Regional and
Urban Policy (DG REGIO). It was presented at an online conference on 30 March 2023.</p>
<h2>For whom</h2>
<p>For everyone who works on a smart specialisation strategy: regional and national authorities, managing authorities,
development agencies, universities and research organisations, clusters, companies, social partners and civil
society.</p>
<h2>What members do here</h2>
"""
        ),
        b.cards(
            b.card(
                "/about/services/forum-and-events/",
                "Meet",
                "At the Forum and at other events, and find the slides afterwards.",
                "warm",
            ),
            b.card(
                "/working-groups/",
                "Work together",
                "In a working group, on one question that regions share.",
                "plain",
            ),
            b.card(
                "/support/",
                "Ask for support",
                "About twenty expert days, when a challenge needs more than advice.",
                "deep",
            ),
            b.card(
                "/observatory/",
                "Look up",
                "How other regions have chosen, in the Observatory and the library.",
                "plain",
            ),
        ),
        b.heading("The way so far"),
        b.table(
            "The community from its start until 2025",
            ["When", "What"],
            [
                ["30 March 2023", "S3 Conference online: the community is presented"],
                ["June 2023", "Three working groups begin"],
                ["28 November 2023", "S3 Forum in Barcelona, over 340 people in one room"],
                ["End of November 2023", "The S3 Observatory opens"],
                ["17–19 June 2025", "S3 Conference in Brussels, three days, over 300 people"],
            ],
        ),
        b.heading("How to join"),
        b.steps(
            ("Make an account", "With your e-mail address; a code is sent to it. It costs nothing."),
            ("Say what you work on", "As much as you like. At first nobody sees your profile; you decide who may."),
            ("Register for an event", "One form, a ticket, an entry in your calendar."),
        ),
        b.call(
            "See who is coming next",
            "The Forum and the other events, coming and past, stand in one list.",
            "See the events",
            "/events/",
        ),
    ],
)

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

SECRETARIAT = Text(
    "/about/secretariat/",
    "Secretariat and partners",
    "A consortium of ten organisations, led by Technopolis Group.",
    [
        *b.text(
            """
<p>The Secretariat keeps the community running: it prepares the events, accompanies the working groups, organises
targeted
support and collects what has been learned. It is a consortium led by Technopolis Group, which coordinates the
project.</p>
<h2>The partners</h2>
"""
        ),
        b.partners(*(name for name, _role, _text in PARTNERS)),
        *b.text(
            """
<h2>What the lead does</h2>
<p>Beside the coordination, Technopolis Group leads the <a href="{/about/expert-group/}">Expert Group</a>, the
<a href="{/support/}">targeted support</a>, the working group on
<a href="{/working-groups/industrial-transformation/}">Industrial Transformation</a>, and the work on collecting
<a href="{/about/services/knowledge/}">knowledge</a>.</p>
<h2>Who set it up</h2>
<p>The European Commission, through its Directorate-General for Regional and Urban Policy (DG REGIO).</p>
"""
        ),
        b.call("Something to ask?", "Write to the Secretariat; a form is all it takes.", "Contact", "/contact/"),
    ],
)

EXPERTS = Text(
    "/about/expert-group/",
    "Expert Group",
    "Experts who know the method, and a pool from which help for authorities comes.",
    [
        *b.text(
            """
<p>The community has an Expert Group, led by Technopolis Group, and a pool of experts around it.</p>
<h2>What they do</h2>
<ul>
<li>Their days are what <a href="{/support/}">targeted support</a> is made of: about twenty for one challenge.</li>
<li>They know the method: choosing priorities, entrepreneurial discovery, monitoring, instruments, cooperation.</li>
<li>What they learn in one region goes into studies, policy briefs and good practices for all.</li>
</ul>
<h2>How a region comes to an expert</h2>
"""
        ),
        b.steps(
            ("Describe the challenge", "Requests are open all the time."),
            ("Cut-off date", "About every three months the requests are looked at together."),
            ("Topic meeting", "Within one month after that: what is the question, and who can help?"),
            ("Experts start", "Within two months, for three to six months."),
        ),
        b.call(
            "Would peers do?",
            "A peer review takes two days, matchmaking two hours.",
            "Expert pool and peer review",
            "/support/experts/",
        ),
    ],
)

PAGES = (ABOUT, S3, COMMUNITY, SERVICES, FORUM, PLATFORMS, KNOWLEDGE, SECRETARIAT, EXPERTS)
