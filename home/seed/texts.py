"""The words of the standard pages. Facts only, in our own words; `{/path/}` becomes a link to that page."""

from dataclasses import dataclass

from . import about, law
from . import blocks as b
from .page_text import Text

SUPPORT_STEPS = (
    ("Describe the challenge", "Requests are open all the time."),
    ("Cut-off date", "About every three months."),
    ("Topic meeting", "Within one month."),
    ("Experts start", "Within two months."),
)

PAGES = (
    *about.PAGES,
    Text(
        "/support/",
        "Targeted support",
        "About twenty days of expert help for an authority with a challenge in its smart specialisation strategy.",
        [
            *b.text("""
<p>Some questions need more than a good conversation. Targeted support puts experts to work on one challenge of
one region
or country, for about 20 expert days over three to six months.</p>
<h2>Who can ask</h2>
<p>An authority in charge of a smart specialisation strategy, or a managing authority of the European Regional
Development
Fund (ERDF). Priority is given to less developed regions, and to regions with demographic, geographic, green or digital
challenges or in a development trap.</p>
"""),
            b.heading("How it runs"),
            b.steps(*SUPPORT_STEPS),
            *b.text("""<h2>What it has been about</h2>
<ul>
<li>Method and governance of the entrepreneurial discovery process</li>
<li>Review of an instrument, and how instruments can work together</li>
<li>Clusters in the strategy</li>
<li>A survey on the diffusion of innovation among small and medium-sized enterprises</li>
<li>Supply of and demand for technology transfer</li>
<li>Scenarios for forecasting</li>
</ul>
<h2>Asking through this site</h2>
<p>Requests cannot be made on this site yet. This page will say so when they can.</p>
<h2>Smaller than that</h2>
"""),
            b.pages_below(),
        ],
    ),
    Text(
        "/support/experts/",
        "Expert pool and peer review",
        "Experts who know the method, and peers who ask the questions that one does not ask at home.",
        """
<h2>Expert Group and pool</h2>
<p>The community has an Expert Group, led by Technopolis Group, and a pool of experts. Their days are what
<a href="{/support/}">targeted support</a> is made of.</p>
<h2>Peer review</h2>
<p>A region presents a challenge, using a template. Peers from other regions act as critical friends for two
days. At the
end there are recommendations, and the region turns them into an action plan.</p>
<h2>Matchmaking</h2>
<p>Shorter still: matchmaking takes two hours, and the form for it has two questions.</p>
""",
    ),
    Text(
        "/observatory/",
        "S3 Observatory",
        "An overview of smart specialisation across the EU: who has chosen what, and where.",
        """
<p>The S3 Observatory was launched at the end of November 2023. It gives an overview of smart specialisation across the
EU.</p>
<ul>
<li>An interactive map, to look through the strategies by economic, scientific and policy fields.</li>
<li>A collection of the single strategies with links, contact points, priorities and the partnerships that the region
takes part in.</li>
<li>Key socio-economic data, to compare one region with others.</li>
</ul>
<p>Authorities write in to correct the entry of their region.</p>
<h2>The words it sorts by</h2>
<p>Economic fields follow NACE, the European classification of economic activities. Scientific fields follow NABS 2007
with its fourteen chapters. Policy fields are the EU’s policy objectives.</p>
<h2>On this site</h2>
<p>The map and the data are not part of this site yet. The squares that you see on its pages are true to them
already: one
for each of the EU’s 244 regions at level 2 of NUTS 2024, the European classification of regions.</p>
""",
    ),
    *law.PAGES,
)

WORKING_GROUPS_BODY = """
<p>A working group takes one shared question and stays with it. The three groups started in June 2023 and meet
about twice
a year.</p>
<ul>
<li>Members come from the whole quadruple helix: administration, research, business, and social partners with
civil society.</li>
<li>They are chosen by a call for expressions of interest.</li>
<li>A leader and a rapporteur keep the work going; observers listen in.</li>
<li>Groups collect and document practice, name the needs that they share, and develop solutions and follow them.</li>
<li>Results are published for all regions.</li>
</ul>
"""


@dataclass(frozen=True)
class GroupText:
    """One working group."""

    slug: str
    title: str
    criterion: int
    other_names: str
    topics: tuple[str, ...]
    summary: str
    body: str


GROUPS = (
    GroupText(
        "innovation-diffusion",
        "Innovation Diffusion",
        1,
        "",
        ("Innovation diffusion", "Clusters"),
        "How new ideas and digital tools reach the companies that have not used them yet.",
        """
<p>Most companies do not invent; they take up what others have made. The group asks what keeps them from it,
how a region
can find out, and which measures help.</p>
<p>It works on the first fulfilment criterion: an up-to-date analysis of the challenges for innovation diffusion and
digitalisation.</p>
""",
    ),
    GroupText(
        "industrial-transformation",
        "Industrial Transformation",
        6,
        "Industrial Transition",
        ("Industrial transition", "Monitoring and evaluation"),
        "How a region’s industry changes in good time, and what a strategy can do for it.",
        """
<p>Green and digital change ask much of industrial regions. The group collects how regions plan the way, whom
they involve
and how they know whether it works.</p>
<p>It works on the sixth fulfilment criterion: actions to support industrial transition. It is led by Technopolis
Group.</p>
""",
    ),
    GroupText(
        "interregional-collaboration",
        "Interregional Collaboration",
        7,
        "Interregional Cooperation",
        ("Interregional cooperation", "Industrial transition"),
        "How regions find partners abroad for the priorities that they share.",
        """
<p>A priority rarely ends at a border. The group looks at what makes cooperation between regions of different countries
work: finding partners, joint projects, and the instruments that pay for them.</p>
<p>It works on the seventh fulfilment criterion: cooperation with partners outside the Member State.</p>
""",
    ),
)

CONTACT = b.text(
    """
<p>These questions have their own place, where the answer comes sooner:</p>
<ul>
<li>Registration for an event: change or cancel it yourself on the event’s page.</li>
<li>Your account and your profile: under “My page”.</li>
<li>Access needs at an event: in its registration form.</li>
</ul>
"""
)

SERVICES_TITLE = "What you can do here"
SERVICES_TEXT = "From the first question to a finished piece of work, with people who have the same task elsewhere."
FIGURES_TITLE = "The community in figures"
SUPPORT_TITLE = "Your challenge, twenty days of expertise"
SUPPORT_TEXT = (
    "Authorities in charge of S3 and ERDF managing authorities can ask for targeted support at any time. A topic "
    "meeting follows within a month of the cut-off date."
)
SUPPORT_BUTTON = "How targeted support works"

SERVICES = (
    ("/about/services/forum-and-events/", "calendar", "Forum and events",
     "Meet in person or online; take the slides home afterwards."),
    ("/working-groups/", "message", "Working groups", "Work on one shared question with peers from other regions."),
    ("/support/", "people", "Targeted support", "About 20 expert days on demand, over three to six months."),
    ("/support/experts/", "user", "Expert pool and peer review",
     "Critical friends for two days, an action plan at the end."),
    ("/observatory/", "grid", "S3 Observatory", "Strategies, priorities and partnerships of all regions."),
    ("/library/", "file", "Library", "The handbook and the texts that smart specialisation rests on."),
)  # fmt: skip

FIGURES = (
    ("180+", "strategies developed since 2014"),
    ("42", "partnerships on four thematic platforms (June 2025)"),
    ("3", "working groups, with members from the whole quadruple helix"),
    ("340+", "people at the Barcelona Forum of 2023"),
)

SOURCES = (
    {
        "title": "Implementing Smart Specialisation: A Handbook",
        "authors": "Gianelle, C., D. Kyriakou, C. Cohen and M. Przeor (eds)",
        "year": 2016,
        "publisher": "Brussels: European Commission, EUR 28053 EN",
        "doi": "10.2791/53569",
        "note": "How to put a strategy into practice, from choosing priorities to following them up.",
    },
    {
        "title": "Regulation (EU) 2021/1060",
        "authors": "European Parliament and Council of the European Union",
        "year": 2021,
        "publisher": "Official Journal of the European Union",
        "url": "https://eur-lex.europa.eu/eli/reg/2021/1060/oj",
        "note": "Its Annex IV sets out enabling condition 1.1 with the seven fulfilment criteria.",
    },
    {
        "title": "A New European Innovation Agenda",
        "authors": "European Commission",
        "year": 2022,
        "publisher": "European Commission",
        "note": "The Commission’s agenda for innovation of 2022.",
    },
)
