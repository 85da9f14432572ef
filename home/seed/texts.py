"""The words of the standard pages. Facts only, in our own words; `{/path/}` becomes a link to that page."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Text:
    """One standard page: where it stands, and what it says."""

    path: str
    title: str
    summary: str
    body: str


PAGES = (
    Text(
        "/about/",
        "About",
        "What smart specialisation is, what the community does, and who keeps it running.",
        """
<p>Smart specialisation is a way for a region to decide where its strengths in research and innovation lie. The people
who write and run these strategies meet in this community.</p>
<ul>
<li><a href="{/about/s3/}">What smart specialisation is</a>: the idea, its three foundations and who takes part.</li>
<li><a href="{/about/community/}">The community of practice</a>: why it exists and for whom.</li>
<li><a href="{/about/services/}">Services</a>: from the Forum to twenty days of expert help.</li>
<li><a href="{/about/secretariat/}">Secretariat and partners</a>: the ten organisations behind it.</li>
</ul>
""",
    ),
    Text(
        "/about/s3/",
        "What smart specialisation is",
        "A region looks at what it does well, chooses a few priorities together with those who work on them, and puts "
        "its innovation money there.",
        """
<p>A smart specialisation strategy (S3, in older texts RIS3) says in which fields a region or country wants to be
strong, and what it will do to get there. Over 180 such strategies have been developed since 2014.</p>
<h2>Three foundations</h2>
<ul>
<li><strong>Specialisation.</strong> Build on what is there: knowledge, companies, skills, natural conditions.</li>
<li><strong>Prioritisation.</strong> Choose a few fields, because money and attention spread thinly change little.</li>
<li><strong>Participation.</strong> Find the priorities together. This search is called the entrepreneurial discovery
process (EDP).</li>
</ul>
<h2>Who writes a strategy</h2>
<p>Public administration, universities and research, business and social partners. With civil society they are known as
the quadruple helix. Nobody holds all the knowledge alone; that is the reason for doing it together.</p>
<h2>The enabling condition</h2>
<p>In the EU’s cohesion policy good governance of the strategy is an enabling condition with seven fulfilment criteria.
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
<h2>Read more</h2>
<p>The <a href="{/library/}">library</a> names the handbook that introduces the method and the texts it rests on.</p>
""",
    ),
    Text(
        "/about/community/",
        "The community of practice",
        "A central place for guidance, networking, support and peer learning on smart specialisation.",
        """
<p>The S3 Community of Practice (S3 CoP) was set up by the European Commission’s Directorate-General for Regional and
Urban Policy (DG REGIO). It was presented at an online conference on 30 March 2023.</p>
<h2>For whom</h2>
<p>For everyone who works on a smart specialisation strategy: regional and national authorities, managing authorities,
development agencies, universities and research organisations, clusters, companies, social partners and civil
society.</p>
<h2>What members do here</h2>
<ul>
<li>Meet at the <a href="{/about/services/forum-and-events/}">Forum and at other events</a>, and find the slides
afterwards.</li>
<li>Work on one shared question in a <a href="{/working-groups/}">working group</a>.</li>
<li>Ask for <a href="{/support/}">targeted support</a> when a challenge needs more than advice.</li>
<li>Look up how other regions have chosen, in the <a href="{/observatory/}">Observatory</a> and the
<a href="{/library/}">library</a>.</li>
</ul>
<h2>How to join</h2>
<p>Make an account with your e-mail address; it costs nothing. With it you register for events, and you decide who may
see your profile. At first nobody can.</p>
""",
    ),
    Text(
        "/about/services/",
        "Services",
        "Seven services, from a day with peers to months with an expert.",
        """
<ul>
<li><a href="{/about/services/forum-and-events/}">S3 Forum and events</a>: meet in person or online.</li>
<li><a href="{/working-groups/}">Working groups</a>: three groups, each on one fulfilment criterion.</li>
<li><a href="{/support/}">Targeted support</a>: expert help on demand for authorities.</li>
<li><a href="{/support/experts/}">Expert pool and peer review</a>: people who have done it before.</li>
<li><a href="{/about/services/thematic-platforms/}">Thematic platforms and partnerships</a>: regions that invest
together.</li>
<li><a href="{/observatory/}">S3 Observatory</a>: an overview of the strategies across the EU.</li>
<li><a href="{/about/services/knowledge/}">Knowledge</a>: studies, policy briefs and good practices.</li>
</ul>
""",
    ),
    Text(
        "/about/services/forum-and-events/",
        "S3 Forum and events",
        "Where the community meets as a whole, and the smaller meetings in between.",
        """
<p>The Forum brings practitioners from all over the EU into one room. Its name has changed over the years, the purpose
has not: policy news, lessons from others, and time to talk.</p>
<ul>
<li>30 March 2023: the S3 Conference online, the launch of the community.</li>
<li>28 November 2023: the <a href="{/events/s3-forum-2023/}">S3 Forum in Barcelona</a>, with over 340 people the first
EU-level meeting on S3 in one room since the pandemic.</li>
<li>17–19 June 2025: the <a href="{/events/s3-conference-2025/}">S3 Conference in Brussels</a>, three days with over 300
people.</li>
</ul>
<h2>How it works here</h2>
<p>Each event has a page with its programme. Registering takes one form; you get a ticket and an entry for your
calendar,
and you can change or cancel by yourself. When an event is full there is a waiting list: a place that comes free is
offered to the next in line.</p>
<p>All <a href="{/events/}">coming and past events</a> are in one list, which your calendar can subscribe to.</p>
""",
    ),
    Text(
        "/about/services/thematic-platforms/",
        "Thematic platforms and partnerships",
        "Regions with the same priority look for investments they can only make together.",
        """
<p>On a thematic platform, regions with similar priorities form partnerships and prepare joint investment.
There are four
platforms:</p>
<ul>
<li>Agri-Food</li>
<li>Energy</li>
<li>Industrial Modernisation</li>
<li>Sustainable Blue Economy</li>
</ul>
<p>In June 2025 they counted 42 partnerships. Among them are Traceability &amp; Big Data, Smart Sensors 4 Agri-Food,
Chemicals, and Efficient and Sustainable Manufacturing.</p>
<p>A Steering Committee of the platforms meets around the larger events of the community: it did so on the second day in
Barcelona in 2023 and on the first day in Brussels in 2025.</p>
<p>Partners in other countries are also the subject of the working group on
<a href="{/working-groups/interregional-collaboration/}">Interregional Collaboration</a>.</p>
""",
    ),
    Text(
        "/about/services/knowledge/",
        "Knowledge",
        "What one region has learned should not have to be found out again by the next.",
        """
<p>The community collects what works and makes it usable by others: studies, policy briefs, good practices, and the
presentations of its events.</p>
<p>Two things come out of the working groups: a description of how regions deal with the question today, and solutions
that members have developed and followed. The results are published for all regions.</p>
<p>The <a href="{/library/}">library</a> of this site begins with the sources that the site itself rests on.
Search finds
everything that is public.</p>
""",
    ),
    Text(
        "/about/secretariat/",
        "Secretariat and partners",
        "A consortium of ten organisations, led by Technopolis Group.",
        """
<p>The Secretariat is a consortium led by Technopolis Group. Technopolis coordinates the project. It also leads
the Expert
Group, the targeted support, the working group on Industrial Transformation and the work on collecting knowledge.</p>
<h2>The partners</h2>
<ul>
<li>Technopolis Group (lead)</li>
<li>IDEA Consult</li>
<li>EFIS</li>
<li>Opix</li>
<li>CIVITTA</li>
<li>Old Continent</li>
<li>WMH</li>
<li>4FRONT</li>
<li>ERRIN</li>
<li>Vanguard Initiative</li>
</ul>
<h2>Who set it up</h2>
<p>The European Commission, through its Directorate-General for Regional and Urban Policy (DG REGIO).</p>
""",
    ),
    Text(
        "/support/",
        "Targeted support",
        "About twenty days of expert help for an authority with a challenge in its smart specialisation strategy.",
        """
<p>Some questions need more than a good conversation. Targeted support puts experts to work on one challenge of
one region
or country, for about 20 expert days over three to six months.</p>
<h2>Who can ask</h2>
<p>An authority in charge of a smart specialisation strategy, or a managing authority of the European Regional
Development
Fund (ERDF). Priority is given to less developed regions, and to regions with demographic, geographic, green or digital
challenges or in a development trap.</p>
<h2>How it runs</h2>
<ol>
<li>Describe the challenge. Requests are open all the time.</li>
<li>Wait for the cut-off date; there is one about every three months.</li>
<li>Meet on the topic within one month after the cut-off.</li>
<li>Start with the experts within two months.</li>
</ol>
<h2>What it has been about</h2>
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
<p>Would a talk with peers do? See <a href="{/support/experts/}">expert pool and peer review</a>.</p>
""",
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
    Text(
        "/privacy/",
        "Privacy",
        "What this site knows about you, who sees it, and how you stay in charge.",
        """
<p>This page describes what the software does. Whoever runs this site for real people adds name, contact and legal basis
here first.</p>
<h2>Without an account</h2>
<p>Nothing. Public pages set no cookie, load nothing from other sites and count nobody. The log of the server holds the
address of the page and the time it took, but not your name, your e-mail address or your internet address.</p>
<h2>With an account</h2>
<ul>
<li>Your e-mail address, and your name if you give it.</li>
<li>Your profile: organisation, job title, country and region, topics. You choose who may see it: nobody, members, or
everybody. It begins with nobody.</li>
<li>Your open sessions, so that you can end them from another device.</li>
<li>The letters that the site has sent you.</li>
</ul>
<h2>When you register for an event</h2>
<ul>
<li>Your answers, for the people who run the event.</li>
<li>Answers about food and access are marked as sensitive: fewer people may see them, and the form says after how many
days they are erased.</li>
<li>Your name stands on a list of participants only if you say so.</li>
</ul>
<h2>Your choices</h2>
<p>You can change your profile, your address and your answers yourself. Write to the Secretariat for anything else.</p>
<p>See also: <a href="/cookies/">cookies</a>.</p>
""",
    ),
    Text(
        "/accessibility/",
        "Accessibility",
        "The site aims at WCAG 2.2, level AA, and is tested for it.",
        """
<h2>What we do</h2>
<ul>
<li>Everything works with the keyboard alone. Without JavaScript only logging in with a passkey is missing.</li>
<li>Text can be enlarged to 200 %, and pages fit a screen of 320 pixels without sideways scrolling.</li>
<li>Light and dark follow your system; so does the wish for less motion or more contrast.</li>
<li>A state is always a word first, and never only a colour.</li>
<li>Errors in forms stand beside the field and in a list above the form.</li>
</ul>
<h2>How it is tested</h2>
<p>Tests run axe, a checking tool, on pages in a real browser, for phones and desktops. Such tools find a part of all
problems; people who use a screen reader every day have not tested the site yet.</p>
<h2>If something does not work for you</h2>
<p>Tell the Secretariat which page it was and what you wanted to do. Access needs for an event belong in its
registration
form; they are treated as sensitive.</p>
""",
    ),
    Text(
        "/terms/",
        "Terms of use",
        "A few rules for a shared place.",
        """
<ul>
<li>An account belongs to one person. Keep your password and your codes to yourself.</li>
<li>Register for an event if you mean to come, and cancel if you cannot: somebody else may be waiting for the
place.</li>
<li>What you write to others here should be what you would say in the meeting room.</li>
<li>Share documents only if you may.</li>
</ul>
<h2>The content</h2>
<p>The texts describe the S3 Community of Practice from published sources. They are not legal advice, and they are not a
statement of the European Commission. Whatever is marked <strong>Sample</strong> is invented to show how the site
works.</p>
<h2>The software</h2>
<p>Its source code is under the European Union Public Licence (EUPL), version 1.2.</p>
""",
    ),
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
    summary: str
    body: str


GROUPS = (
    GroupText(
        "innovation-diffusion",
        "Innovation Diffusion",
        1,
        "",
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
        "How regions find partners abroad for the priorities that they share.",
        """
<p>A priority rarely ends at a border. The group looks at what makes cooperation between regions of different countries
work: finding partners, joint projects, and the instruments that pay for them.</p>
<p>It works on the seventh fulfilment criterion: cooperation with partners outside the Member State.</p>
""",
    ),
)

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
