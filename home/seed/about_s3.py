"""The pages about this site, S3 and the community. Facts only, in our own words."""

from . import blocks as b
from .page_text import Text
from .sources import HANDBOOK, REGULATION

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
