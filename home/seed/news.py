"""News: what is known of the launches, in our own words with the sources it rests on; two explanations; and samples."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from cop.core.teasers import teasers_for
from cop.taxonomy.models import Region, Topic
from news.choices import ArticleKind, IssueState
from news.models import ArticlePage, ArticleRegion, ArticleRelated, ArticleSource, Issue, NewsIndexPage
from news.selectors.articles import everybody
from news.selectors.newsletter import as_content

from . import pictures, texts
from .pages import add, linked, page_at

HANDBOOK, REGULATION, AGENDA = texts.SOURCES


@dataclass(frozen=True)
class Item:
    """One article. `days_ago` makes a date relative to today; `picture` is kind and seed of a crop of the tile map."""

    slug: str
    title: str
    summary: str
    body: str
    day: date | None = None
    in_words: str = ""
    days_ago: int = 0
    kind: str = ArticleKind.NEWS
    topics: tuple[str, ...] = ()
    criteria: tuple[int, ...] = ()
    regions: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    sources: tuple[dict, ...] = ()
    picture: tuple[str, int] | None = None
    author: tuple[str, str] = ("", "")
    quote: tuple[str, str] | None = None


ITEMS = (
    Item(
        "the-community-is-launched-online",
        "The community is launched online",
        "A first S3 Conference presents what the Community of Practice offers to regions and countries.",
        """
<p>On 30 March 2023 the S3 Community of Practice was presented at an online conference. The European Commission’s
Directorate-General for Regional and Urban Policy (DG REGIO) has set it up as the central place for guidance,
networking, support and peer learning on smart specialisation.</p>
<h2>What it offers</h2>
<ul>
<li>the S3 Forum and <a href="{/about/services/}">other events</a></li>
<li>working groups in which practitioners document what works</li>
<li>targeted support by experts, on demand</li>
<li>an Observatory of the strategies across the EU</li>
</ul>
<p>Over 180 strategies have been developed since 2014. Who writes and runs them now has one place to ask.</p>
""",
        day=date(2023, 3, 30),
        topics=("S3 Forum",),
        related=("/events/s3-conference-online-2023/", "/about/community/"),
        sources=(AGENDA,),
    ),
    Item(
        "three-working-groups-begin",
        "Three working groups begin",
        "Innovation Diffusion, Industrial Transformation and Interregional Collaboration start their work.",
        """
<p>In June 2023 three working groups took up their work. Each looks at one fulfilment criterion of the enabling
condition for smart specialisation:</p>
<ul>
<li>Innovation Diffusion: criterion 1</li>
<li>Industrial Transformation: criterion 6</li>
<li>Interregional Collaboration: criterion 7</li>
</ul>
<p>Their members come from public administration, research, business and civil society. They were chosen by a call.
The <a href="{/working-groups/}">groups</a> meet about twice a year, collect and document practice, name needs that
regions share, and publish their results for all.</p>
""",
        day=date(2023, 6, 30),
        in_words="June 2023",
        topics=("Working groups", "Industrial transition", "Interregional cooperation"),
        criteria=(1, 6, 7),
        related=("/working-groups/",),
        sources=(REGULATION,),
    ),
    Item(
        "over-340-practitioners-meet-in-barcelona",
        "The Forum returns in person: over 340 practitioners in Barcelona",
        "The first EU-level gathering on S3 in one room since the pandemic brought policy news, lessons and contacts.",
        """
<p>On 28 November 2023 the S3 Community of Practice met in Barcelona. Over 340 people came in person, and the plenaries
were streamed for those who could not travel.</p>
<h2>What was on the table</h2>
<p>The day began with a policy update and news from the community. Parallel sessions then took up the fulfilment
criteria, the lessons from the Interregional Innovation Investments (I3) instrument, and innovation ecosystems.</p>
<ul>
<li>Policy update and community news in plenary</li>
<li>Parallel sessions on the fulfilment criteria</li>
<li>Lessons from the I3 instrument</li>
<li>Innovation ecosystems, and time to meet</li>
</ul>
<p>On the second day, the Steering Committee of the thematic platforms met.</p>
<h2>After the Forum</h2>
<p>All presentations were published. The <a href="{/observatory/}">Observatory</a>, launched at the end of the same
month, gives an overview of the strategies across the EU.</p>
""",
        day=date(2023, 11, 28),
        topics=("S3 Forum", "Interregional cooperation"),
        regions=("ES",),
        related=("/events/s3-forum-2023/",),
        picture=("warm", 2),
    ),
    Item(
        "the-observatory-opens",
        "The Observatory opens: one map for the strategies of the EU",
        "Navigate strategies by economic, scientific and policy taxonomies, with links, contact points and key data.",
        """
<p>At the end of November 2023 the S3 Observatory was launched. It gives an overview of smart specialisation across the
EU:</p>
<ul>
<li>an interactive map to find strategies by economic, scientific and policy taxonomies</li>
<li>an entry for each strategy with its priorities, links and contact points</li>
<li>its part in the S3 partnerships</li>
<li>key socio-economic data, so that regions can be compared</li>
</ul>
<p>Authorities write in when their entry needs a correction.
<a href="{/observatory/}">More about the Observatory</a></p>
""",
        day=date(2023, 11, 30),
        in_words="November 2023",
        topics=("Observatory", "Monitoring and evaluation"),
        criteria=(3,),
        related=("/observatory/",),
        picture=("deep", 1),
    ),
    Item(
        "three-days-in-brussels",
        "S3 Conference in Brussels: three days, over 300 people",
        "A day for the Steering Committee of the thematic platforms, a conference day, and a day of working groups.",
        """
<p>From 17 to 19 June 2025 over 300 people came to Brussels for the S3 Conference.</p>
<ul>
<li><b>17 June:</b> the Steering Committee of the thematic platforms, which counted 42 partnerships by then</li>
<li><b>18 June:</b> the conference</li>
<li><b>19 June:</b> the working groups</li>
</ul>
<p>Names of the community’s gatherings have changed over the years; what they are for has not.</p>
""",
        day=date(2025, 6, 19),
        topics=("S3 Forum", "Working groups"),
        regions=("BE",),
        related=("/events/s3-conference-2025/", "/events/s3-forum-2023/"),
        picture=("deep", 0),
    ),
    Item(
        "seven-criteria-in-plain-words",
        "The seven fulfilment criteria in plain words",
        "What the enabling condition for smart specialisation asks of a country or region, and where to read the law.",
        """
<p>In the EU’s cohesion policy, good governance of the smart specialisation strategy is an enabling condition. Whether
it is met is judged by seven criteria. These are short names of ours; the wording that counts stands in Annex IV of
the Regulation.</p>
<ol>
<li>Know what keeps innovation from spreading, and what digitalisation demands.</li>
<li>Have a body that is able to manage the strategy.</li>
<li>Have tools that show whether the strategy works.</li>
<li>Find priorities together with those concerned: the entrepreneurial discovery process.</li>
<li>Improve the systems of research and innovation.</li>
<li>Support industry in its transition.</li>
<li>Work with partners outside the Member State.</li>
</ol>
<p>The three <a href="{/working-groups/}">working groups</a> look at criteria 1, 6 and 7.</p>
""",
        days_ago=6,
        kind=ArticleKind.ARTICLE,
        topics=("Monitoring and evaluation", "Entrepreneurial discovery"),
        criteria=(1, 2, 3, 4, 5, 6, 7),
        related=("/about/s3/", "/working-groups/"),
        sources=(REGULATION,),
    ),
    Item(
        "where-to-begin-with-smart-specialisation",
        "Where to begin with smart specialisation",
        "Three foundations, four kinds of people, and the handbook to keep on the desk.",
        """
<p>A smart specialisation strategy says in which fields a region wants to be strong, and what it does to get there. It
rests on three foundations:</p>
<ul>
<li><b>Specialisation:</b> build on what is there.</li>
<li><b>Prioritisation:</b> choose a few fields, and say no to others.</li>
<li><b>Participation:</b> find the priorities together.</li>
</ul>
<p>Public administration, universities and research, business and social partners take part, with civil society: the
quadruple helix. The handbook below introduces the method step by step.</p>
""",
        days_ago=20,
        kind=ArticleKind.ARTICLE,
        topics=("Entrepreneurial discovery",),
        criteria=(4,),
        related=("/about/s3/", "/library/"),
        sources=(HANDBOOK, AGENDA),
        picture=("plain", 4),
    ),
)
SAMPLES = (
    Item(
        "sample-call-for-sessions",
        "Call for sessions: propose a topic for the next Forum",
        "Groups of at least two regions can propose a parallel session. Invented, to show how news looks.",
        """
<p>The coming Forum leaves room for sessions that members prepare themselves. A proposal names a question that at least
two regions share, and what participants will take home.</p>
<h2>How to propose</h2>
<p>Write half a page, and say who will speak. This call is a sample: there is nobody to send it to.</p>
""",
        days_ago=12,
        topics=("S3 Forum",),
        related=("/events/",),
        picture=("warm", 6),
    ),
    Item(
        "sample-two-days-with-critical-friends",
        "Two days with critical friends",
        "What a region took home from a peer review: recommendations, an action plan, and three telephone numbers.",
        """
<p>A region presents one challenge, and peers from elsewhere look at it for two days as critical friends. The result is
a list of recommendations and a plan of what to do next.</p>
<h2>What helped</h2>
<ul>
<li>A single question, written down beforehand</li>
<li>People who do the work, not only those who answer for it</li>
<li>An evening without slides</li>
</ul>
""",
        days_ago=34,
        kind=ArticleKind.ARTICLE,
        topics=("Peer learning", "Industrial transition"),
        criteria=(6,),
        author=("Ines Sample", "Sample Agency"),
        quote=("We came with a plan and left with a better question.", "A participant of this invented review"),
    ),
)


INTRO = """Welcome to the first issue of this sample newsletter.

It shows how an issue looks: a few words of the Secretariat, then news, events and resources as the editors put them.

You can subscribe at the foot of this page; every issue has a link that stops it."""
IN_THE_ISSUE = (
    "/news/seven-criteria-in-plain-words/",
    "/news/the-observatory-opens/",
    "/events/s3-conference-2025/",
    "/news/where-to-begin-with-smart-specialisation/",
    "/library/",
)


def make_news(*, samples: bool) -> None:
    """The list and its articles; none is made twice. Pages that they link to must exist."""
    index = NewsIndexPage.objects.first()
    if index is None:
        index = NewsIndexPage(
            title="News",
            slug="news",
            show_in_menus=True,
            summary="What happens in the community, and what it has learned.",
        )
        add(page_at("/"), index)
    for item in (*ITEMS, *(SAMPLES if samples else ())):
        if not ArticlePage.objects.filter(slug=item.slug).exists():
            _make(index, item, sample=item in SAMPLES)
    if samples:
        make_newsletter()


def _make(index: NewsIndexPage, item: Item, *, sample: bool) -> None:
    text = {"type": "text", "value": linked(item.body.strip())}
    words = (
        [{"type": "quote", "value": {"text": item.quote[0], "who": item.quote[1], "role": "", "address": ""}}]
        if item.quote
        else []
    )
    article = ArticlePage(
        title=item.title,
        slug=item.slug,
        summary=item.summary,
        kind=item.kind,
        date=item.day or timezone.localdate() - timedelta(days=item.days_ago),
        date_in_words=item.in_words,
        body=[text, *words],
        criteria=list(item.criteria),
        author=item.author[0],
        author_organisation=item.author[1],
        is_sample=sample,
    )
    if item.picture:
        article.picture = pictures.cover(*item.picture, sample=sample)
        article.picture_credit = "made from the tile map of this site"
    article.topics.add(*(Topic.objects.get_or_create(name=name)[0] for name in item.topics))
    article.sources = [ArticleSource(sort_order=number, **source) for number, source in enumerate(item.sources)]
    article.region_items = [
        ArticleRegion(sort_order=number, region=Region.objects.get(code=code))
        for number, code in enumerate(item.regions)
    ]
    article.related_items = [
        ArticleRelated(sort_order=number, page=page)
        for number, page in enumerate(filter(None, map(page_at, item.related)))
    ]
    add(index, article)


def make_newsletter() -> None:
    """One issue in the archive, as it looks after it was sent; nobody has got it. Made once."""
    if Issue.objects.exists():
        return
    pages = [page_at(path) for path in IN_THE_ISSUE]
    teasers = teasers_for(everybody(), [page.pk for page in pages if page])
    sent_at = timezone.now() - timedelta(days=2)
    Issue.objects.create(
        number=1,
        subject="Seven criteria, one map, and where to begin",
        intro=INTRO,
        state=IssueState.SENT,
        started_at=sent_at,
        written_at=sent_at,
        finished_at=sent_at,
        created_at=sent_at,
        content=[as_content(teaser) for teaser in teasers],
        is_sample=True,
    )


def remove_samples() -> None:
    """The invented ones."""
    Issue.objects.filter(is_sample=True).delete()
    for article in ArticlePage.objects.filter(is_sample=True):
        article.delete()
