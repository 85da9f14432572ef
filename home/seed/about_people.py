"""The pages about who runs the community: partners, secretariat, experts. Facts only, in our own words."""

from . import blocks as b
from .page_text import Text

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
