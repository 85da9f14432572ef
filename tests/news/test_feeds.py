"""RSS and Atom: well formed whatever editors write, stable, conditional, and the same for every reader."""

import re
from datetime import date
from xml.etree import ElementTree

import pytest
from django.core.files.base import ContentFile
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import CollectionViewRestriction

from cop.core.blocks import PageBlocks
from cop.core.models import Partner, Person
from cop.taxonomy.models import Topic
from home.models import StandardPage
from home.seed import blocks as b
from news.choices import ArticleKind
from news.selectors.feed import NEWEST
from news.selectors.plain_blocks import MAKERS
from tests.factories.news import ArticlePageFactory, news_index
from tests.factories.pages import StandardPageFactory

# Wagtail leaves the temporary file of a new rendition to the collector.
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings(
        "ignore:Exception ignored in. .function SpooledTemporaryFile:pytest.PytestUnraisableExceptionWarning"
    ),
    pytest.mark.filterwarnings("ignore:Unclosed file .tempfile.SpooledTemporaryFile:ResourceWarning"),
]
ATOM = "{http://www.w3.org/2005/Atom}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"


def rss(client, query: str = "", **headers) -> list[ElementTree.Element]:
    return ElementTree.fromstring(client.get(f"/news/feed.rss{query}", **headers).content).findall("channel/item")


def atom(client, query: str = "") -> ElementTree.Element:
    return ElementTree.fromstring(client.get(f"/news/feed.atom{query}").content)


def test_both_feeds_hold_the_newest_first_with_their_whole_text(client):
    ArticlePageFactory(title="Older", slug="older", date=date(2023, 3, 30))
    newer = ArticlePageFactory(title="Newer & better <1>", slug="newer", date=date(2025, 6, 19), summary="1 < 2")

    items = rss(client)
    entries = atom(client).findall(f"{ATOM}entry")

    assert [item.findtext("title") for item in items] == ["Newer & better <1>", "Older"]
    assert items[0].findtext("link") == "http://testserver/news/newer/"
    assert items[0].findtext("guid") == f"urn:uuid:{newer.translation_key}"
    assert items[0].find("guid").get("isPermaLink") == "false"
    assert items[0].findtext("description") == "1 &lt; 2"
    assert items[0].findtext(CONTENT) == "<p>What happened, in full.</p>"
    assert items[0].findtext("pubDate") == "Thu, 19 Jun 2025 12:00:00 +0200"
    assert [entry.findtext(f"{ATOM}title") for entry in entries] == ["Newer & better <1>", "Older"]
    assert entries[0].findtext(f"{ATOM}id") == f"urn:uuid:{newer.translation_key}"
    assert entries[0].findtext(f"{ATOM}content") == "<p>What happened, in full.</p>"
    assert entries[0].findtext(f"{ATOM}author/{ATOM}name") == "Secretariat"


def test_feed_takes_the_filters_of_the_list_and_names_itself_by_them(client):
    forum = Topic.objects.create(name="Forum", slug="forum")
    ArticlePageFactory(title="A", topics=[forum])
    ArticlePageFactory(title="B", kind=ArticleKind.ARTICLE, topics=[forum])
    ArticlePageFactory(title="C")

    found = atom(client, "?kind=article&topic=forum&topic=nonsense")

    assert [entry.findtext(f"{ATOM}title") for entry in found.findall(f"{ATOM}entry")] == ["B"]
    assert found.findtext(f"{ATOM}id") == "http://testserver/news/?kind=article&topic=forum"
    assert found.findtext(f"{ATOM}title") == "S3 Community of Practice: All articles"
    assert [link.get("href") for link in found.findall(f"{ATOM}link")] == [
        "http://testserver/news/?kind=article&topic=forum",
        "http://testserver/news/feed.atom?kind=article&topic=forum",
    ]
    # A topic that nobody writes about any more must not fill the readers of its followers with everything else.
    assert atom(client, "?topic=nonsense").findall(f"{ATOM}entry") == []
    # The list offers the feed of what it shows.
    assert 'href="/news/feed.rss?kind=article&amp;topic=forum"' in client.get("/news/?kind=article&topic=forum").text


def test_links_in_the_text_are_whole_addresses(client):
    page = StandardPageFactory(slug="target")
    body = f'<p><a linktype="page" id="{page.pk}">here</a> <a href="//other.example/">there</a> <a href="/x">x</a></p>'
    ArticlePageFactory(body=[{"type": "text", "value": body}])

    assert rss(client)[0].findtext(CONTENT) == (
        '<p><a href="http://testserver/target/">here</a> <a href="//other.example/">there</a> '
        '<a href="http://testserver/x">x</a></p>'
    )


@pytest.mark.parametrize("rows", [1, 3])
def test_feed_takes_four_statements_whatever_it_holds(client, django_assert_num_queries, rows):
    for number in range(rows):
        page = StandardPageFactory(slug=f"target-{number}")
        ArticlePageFactory(body=[{"type": "text", "value": f'<p><a linktype="page" id="{page.pk}">here</a></p>'}])
    client.get("/news/feed.rss")

    # Facts; names of topics; articles with their topics; the pages that the texts link to.
    with django_assert_num_queries(4):
        client.get("/news/feed.rss")


def test_feed_holds_the_newest_twenty(client):
    for number in range(NEWEST + 2):
        ArticlePageFactory(title=f"N{number}", date=date(2026, 1, 1 + number))

    assert [item.findtext("title") for item in rss(client)] == [f"N{number}" for number in range(NEWEST + 1, 1, -1)]


def test_words_that_xml_cannot_hold_are_left_out(client):
    ArticlePageFactory(
        title="Bell \x07 and \x0b and \ufffe",
        summary="\x1b[31m",
        body=[{"type": "text", "value": "<p>]]> \x0c &amp; \U0001f600</p>"}],
    )

    assert rss(client)[0].findtext("title") == "Bell  and  and "
    assert rss(client)[0].findtext(CONTENT) == "<p>]]>  &amp; \U0001f600</p>"
    assert len(atom(client).findall(f"{ATOM}entry")) == 1


def test_feed_is_answered_with_304_while_nothing_changes(client):
    article = ArticlePageFactory(title="Before")
    first = client.get("/news/feed.rss")
    etag, modified = first["ETag"], first["Last-Modified"]

    assert client.get("/news/feed.rss", headers={"if-none-match": etag}).status_code == 304
    assert client.get("/news/feed.rss", headers={"if-none-match": f'"other", W/{etag}'}).status_code == 304
    assert client.get("/news/feed.rss", headers={"if-modified-since": modified}).status_code == 304

    article.title = "After"
    article.save_revision().publish()

    changed = client.get("/news/feed.rss", headers={"if-none-match": etag})
    assert changed.status_code == 200
    assert "After" in changed.text


def test_empty_feed_is_valid_and_stays_the_same(client):
    news_index()

    first = client.get("/news/feed.atom")

    assert ElementTree.fromstring(first.content).findall(f"{ATOM}entry") == []
    assert client.get("/news/feed.atom", headers={"if-none-match": first["ETag"]}).status_code == 304


@pytest.mark.parametrize(
    "headers",
    [
        {"if-modified-since": "yesterday, more or less"},
        {"if-modified-since": "Thu, 01 Jan 1970 00:00:00 GMT"},
        {"if-none-match": "no quotes"},
        {"if-none-match": '"' * 300},
        {"accept": "text/calendar"},
        {"accept": ""},
        {"accept-encoding": "br;q=x, *;q=0"},
        {"accept-language": "xx-nonsense;q=7"},
        {"range": "bytes=0-10"},
        {"user-agent": ""},
        {"a-im": "feed", "if-none-match": "W/"},
        {"x-requested-with": "XMLHttpRequest", "cookie": "session=; csrftoken=%00"},
    ],
)
def test_odd_headers_of_feed_readers_get_the_feed(client, headers):
    ArticlePageFactory(title="Here")

    response = client.get("/news/feed.rss", headers=headers)

    assert response.status_code == 200
    assert response["Content-Type"] == "application/rss+xml; charset=utf-8"
    assert [item.findtext("title") for item in ElementTree.fromstring(response.content).findall("channel/item")] == [
        "Here"
    ]


def test_feed_answers_head_and_refuses_to_be_written_to(client):
    ArticlePageFactory()

    assert client.head("/news/feed.rss").content == b""
    assert client.post("/news/feed.rss").status_code == 405


def everything(number: int) -> list[dict]:
    """Each block that an article may have, with what could be hard for a feed."""
    image = Image.objects.create(title="I", description="From the row", file=get_test_image_file())
    target = StandardPageFactory()
    person = Person.objects.create(name=f"Person <{number}>", role="Chair")
    partner = Partner.objects.create(name="Partner", role="Leads", text="Words", is_sample=True)
    paper = Document.objects.create(title="Paper", file=ContentFile(b"x", "paper.pdf"))
    return [
        b.block("text", f'<p>Text <a linktype="page" id="{target.pk}">here</a></p>'),
        b.block("heading", {"text": "A & B", "level": "3", "anchor": ""}),
        b.block("quote", {"text": "Words", "who": "Ana", "role": "Region", "address": ""}),
        b.block(
            "picture",
            {
                "image": {"image": image.pk, "alt_text": 'A "square"', "decorative": False},
                "caption": "Map",
                "credit": "S3",
            },
        ),
        b.block("embed", {"address": "https://vimeo.com/1", "title": "Film", "text": "An hour"}),
        b.accordion(("Why?", "<p>So.</p>")),
        b.table("Caption", ["Event", "People"], [["Forum <1>", "340"]]),
        b.block("people", {"people": b.items(person.pk)}),
        b.block("partners", {"partners": b.items(partner.pk)}),
        b.steps(("First", "Words"), ("Second", "")),
        b.figures(("180+", "strategies")),
        b.block("documents", {"items": b.items({"document": paper.pk, "title": ""})}),
        b.block("sources", {"items": b.items({"title": "Handbook", "doi": "10.2791/53569", "year": 2016})}),
        b.block(
            "call_to_action",
            {"title": "Join", "text": "", "button": {"label": "Go", "page": target.pk, "address": ""}},
        ),
        b.cards(
            {"title": "Card", "text": "", "cover": "", "image": None, "page": None, "address": "https://x.example/"}
        ),
    ]


@pytest.mark.filterwarnings(
    "ignore:Exception ignored in. .function SpooledTemporaryFile:pytest.PytestUnraisableExceptionWarning"
)
@pytest.mark.filterwarnings("ignore:Unclosed file .tempfile.SpooledTemporaryFile:ResourceWarning")
def test_feed_holds_every_block_as_plain_html(client, django_assert_num_queries):
    body = everything(1)
    assert {block["type"] for block in body} == set(PageBlocks().child_blocks) == set(MAKERS)
    ArticlePageFactory(slug="full", body=body)
    path = StandardPage.objects.get().slug

    text = rss(client)[0].findtext(CONTENT)

    picture = re.search(r"<figure>.*?</figure>", text)[0]
    assert re.fullmatch(
        r'<figure><img src="http://testserver/media/[^"]+" alt="A &quot;square&quot;" width="\d+" height="\d+"[^>]*>'
        r"<figcaption>Map Picture: S3</figcaption></figure>",
        picture,
    )
    document = Document.objects.get()
    assert text.replace(picture, "PICTURE").split("\n") == [
        f'<p>Text <a href="http://testserver/{path}/">here</a></p>',
        "<h3>A &amp; B</h3>",
        "<blockquote><p>Words</p><p>Ana, Region</p></blockquote>",
        "PICTURE",
        '<p><a href="https://vimeo.com/1">Film</a></p><p>An hour</p>',
        "<h3>Why?</h3><p>So.</p>",
        (
            "<table><caption>Caption</caption><thead><tr><th>Event</th><th>People</th></tr></thead>"
            "<tbody><tr><td>Forum &lt;1&gt;</td><td>340</td></tr></tbody></table>"
        ),
        "<ul><li><b>Person &lt;1&gt;</b>: Chair</li></ul>",
        "<ul><li><b>Sample: Partner</b>: Leads. Words</li></ul>",
        "<ol><li><b>First</b>: Words</li><li><b>Second</b></li></ol>",
        "<ul><li><b>180+</b> strategies</li></ul>",
        f'<ul><li><a href="http://testserver{document.url}">Paper</a></li></ul>',
        '<ul><li><a href="https://doi.org/10.2791/53569">(2016), Handbook, doi:10.2791/53569</a></li></ul>',
        f'<p><b>Join</b>  <a href="http://testserver/{path}/">Go</a></p>',
        '<ul><li><a href="https://x.example/">Card</a></li></ul>',
    ]
    for number in (2, 3):
        ArticlePageFactory(slug=f"full-{number}", body=everything(number))
        client.get("/news/feed.rss")
        # Facts; topics; articles; people; partners; pictures and their sizes; restrictions, documents and their
        # collections; pages that are linked to.
        with django_assert_num_queries(10):
            client.get("/news/feed.rss")
    # Who reads a feed may be anybody.
    CollectionViewRestriction.objects.create(collection=document.collection, restriction_type="login")
    assert "Paper" not in client.get("/news/feed.atom").text


def test_blocks_with_nothing_in_them_leave_nothing(client):
    gone = {"image": {"image": 999, "alt_text": "", "decorative": True}, "caption": "CANARY", "credit": ""}
    body = [b.block("picture", gone), b.block("people", {"people": b.items(999)}), b.block("of another day", {})]
    ArticlePageFactory(body=body)

    assert rss(client)[0].findtext(CONTENT) == ""
