"""The list of news and the article: doors, statement budgets, filters, and what one finds on them."""

import json
import re
from datetime import date
from html import unescape

import pytest
from django.core.exceptions import ValidationError
from django.template import Context, Template
from django.utils import timezone
from django.utils.html import escape
from django.utils.safestring import mark_safe
from wagtail.models import PageViewRestriction

from cop.taxonomy.models import Region, Topic
from news.choices import ArticleKind
from news.models import ArticleDocument, ArticlePage, ArticleRegion, ArticleRelated, ArticleSource
from news.selectors.articles import public_articles
from tests.factories.events import EventPageFactory
from tests.factories.news import ArticlePageFactory, news_index, picture
from tests.factories.pages import StandardPageFactory, restrict

pytestmark = [
    pytest.mark.django_db,
    # Wagtail leaves the file of a rendition that it has just made to the garbage collector.
    pytest.mark.filterwarnings("ignore:Unclosed file:ResourceWarning"),
]


def titles(response) -> list[str]:
    first = response.context["first"]
    return [card.title for card in ([first] if first else []) + response.context["cards"]]


def topic(name: str) -> Topic:
    return Topic.objects.get_or_create(name=name, slug=name.lower().replace(" ", "-"))[0]


def document(name: str):
    from django.core.files.base import ContentFile
    from wagtail.documents.models import Document

    return Document.objects.create(title=name, file=ContentFile(b"%PDF-1.4", name=f"{name}.pdf"), file_size=8)


def full_article(rows: int) -> ArticlePage:
    """An article with `rows` of everything that its page lists, and as many others."""
    article = ArticlePageFactory(
        slug="full",
        title="Full",
        criteria=[1, 6],
        picture=picture(),
        picture_credit="Ana Sample",
        topics=[topic(f"Topic {number}") for number in range(rows)],
    )
    codes = list(Region.objects.nuts2().values_list("pk", flat=True)[:rows])
    for number in range(rows):
        ArticleRegion.objects.create(page=article, region_id=codes[number], sort_order=number)
        ArticleDocument.objects.create(page=article, document=document(f"paper-{number}"))
        ArticleSource.objects.create(page=article, title=f"Work {number}", year=2016, doi="10.2791/53569")
        ArticleRelated.objects.create(article=article, page=EventPageFactory(title=f"Event {number}"))
        ArticlePageFactory(title=f"Other {number}", picture=picture(f"Other {number}"), topics=[topic("Topic 0")])
    return article


# Statement budgets ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("rows", [1, 3])
def test_list_of_news_takes_six_statements_whatever_it_lists(client, django_assert_num_queries, rows):
    for number in range(rows):
        ArticlePageFactory(topics=[topic(f"Topic {number}")], picture=picture(f"Picture {number}"))
    client.get("/news/")  # The first visit of a new picture makes its sizes.

    # The page of the list; facts of all articles; names of topics; the articles shown; pictures; their sizes.
    with django_assert_num_queries(6):
        response = client.get("/news/")

    assert len(titles(response)) == rows


@pytest.mark.parametrize("rows", [1, 3])
def test_article_takes_as_many_statements_whatever_it_lists(client, django_assert_num_queries, rows):
    full_article(rows)
    client.get("/news/full/")

    # Article with topics and picture; sources; sizes of its picture (from Wagtail's cache); regions; attachments;
    # what is related, and those pages; three more, their pictures, and the sizes of these; the catalogue of the library
    # (five), which a process keeps where a shared cache tells of changes.
    with django_assert_num_queries(14):
        response = client.get("/news/full/")

    assert response.context["page"].slug == "full"
    assert len(response.context["related"]) == rows
    assert len(response.context["more"]) == rows


# Doors ----------------------------------------------------------------------------------------------------------


def test_hidden_and_absent_articles_are_the_same_404_and_in_no_list(client, client_for, member):
    restrict(ArticlePageFactory(slug="members", title="Canary for members"))
    ArticlePageFactory(slug="draft", title="Canary draft", live=False)
    ArticlePageFactory(slug="open", title="Open to all")

    for slug in ("members", "draft", "nothing", "nul%00"):
        response = client.get(f"/news/{slug}/")
        assert (response.status_code, "Canary" in response.text) == (404, False)
    for path in ("/news/", "/news/open/", "/news/feed.rss", "/news/feed.atom", "/search/?q=canary", "/"):
        assert "Canary" not in client.get(path).text
    assert [article.slug for article in public_articles()] == ["open"]

    known = client_for(member)
    assert known.get("/news/members/").status_code == 200
    assert sorted(titles(known.get("/news/"))) == ["Canary for members", "Open to all"]
    # Feeds are passed on: nothing private for anybody.
    assert "Canary" not in known.get("/news/feed.rss").text


def test_private_list_hides_everything_below_it(client):
    ArticlePageFactory(slug="open", title="Canary")
    PageViewRestriction.objects.create(page=news_index(), restriction_type=PageViewRestriction.LOGIN)

    assert client.get("/news/").status_code == 404
    assert client.get("/news/open/").status_code == 404
    assert "Canary" not in client.get("/news/feed.atom").text


def test_related_pages_show_what_the_viewer_may_read(client, client_for, member):
    article = ArticlePageFactory(slug="with-related")
    hidden = StandardPageFactory(title="Canary for members")
    restrict(hidden)
    for number, page in enumerate((hidden, StandardPageFactory(title="Open page"), EventPageFactory(title="Forum"))):
        ArticleRelated.objects.create(article=article, page=page, sort_order=number)

    rows = client.get("/news/with-related/").context["related"]

    assert [(row["title"], row["meta"][:1]) for row in rows] == [("Open page", []), ("Forum", ["Event"])]
    known = client_for(member).get("/news/with-related/").context["related"]
    assert [row["title"] for row in known] == ["Canary for members", "Open page", "Forum"]


# Filters --------------------------------------------------------------------------------------------------------


@pytest.fixture
def four():
    forum, groups = topic("Forum"), topic("Groups")
    ArticlePageFactory(title="A", date=date(2023, 3, 30), topics=[forum])
    ArticlePageFactory(title="B", date=date(2023, 6, 30), topics=[groups])
    ArticlePageFactory(title="C", date=date(2025, 6, 19), topics=[forum, groups])
    ArticlePageFactory(title="D", date=date(2026, 1, 1), kind=ArticleKind.ARTICLE)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", "DCBA"),
        ("kind=news", "CBA"),
        ("kind=article", "D"),
        ("kind=news&kind=article", "DCBA"),
        ("topic=forum", "CA"),
        ("topic=forum&topic=groups", "CBA"),
        ("topic=forum&year=2023", "A"),
        ("year=2023&year=2025", "CBA"),
        ("year=2023&kind=article", ""),
        # What no article has fits nothing; beside what some article has it is as if it were not there.
        ("year=1999", ""),
        ("year=1999&kind=news", ""),
        ("topic=nonsense&topic=groups", "CB"),
        ("kind=%00&topic=%00&year=%00", ""),
        ("year[]=2023", "DCBA"),
        ("kind=News", ""),
        ("kind=&topic=&year=", "DCBA"),
        ("page=abc", "DCBA"),
        ("page=-3", "DCBA"),
        ("page=999999999999999999999", "DCBA"),
        ("topic=" + "x" * 5000, ""),
    ],
)
def test_filters_of_the_address_are_or_inside_and_and_between_names(client, four, query, expected):
    response = client.get(f"/news/?{query}")

    assert (response.status_code, "".join(titles(response))) == (200, expected)


def test_facets_count_what_choosing_them_would_show(client, four):
    response = client.get("/news/?topic=forum")

    counts = {
        group["name"]: {option["value"]: option["count"] for option in group["options"]}
        for group in response.context["groups"]
    }
    # Topics as if none were chosen, years among those with the topic.
    assert counts == {"topic": {"forum": 2, "groups": 2}, "year": {"2023": 1, "2025": 1}}
    assert [(tab["label"], tab["count"]) for tab in response.context["tabs"]] == [
        ("News and articles", 2),
        ("All news", 2),
        ("All articles", 0),
    ]
    assert [(link["label"], link["url"]) for link in response.context["links"]] == [("Forum", "/news/")]


def test_tabs_and_filters_keep_each_other(client, four):
    response = client.get("/news/?kind=news&topic=forum&year=2023")

    assert response.context["kept"] == [("kind", "news")]
    assert response.context["clear_url"] == "/news/?kind=news"
    assert [tab["url"] for tab in response.context["tabs"]] == [
        "/news/?topic=forum&year=2023",
        "/news/?kind=news&topic=forum&year=2023",
        "/news/?kind=article&topic=forum&year=2023",
    ]
    assert [link["url"] for link in response.context["links"]] == [
        "/news/?kind=news&year=2023",
        "/news/?kind=news&topic=forum",
    ]


def test_list_is_parted_into_pages_that_keep_the_filters(client):
    for number in range(15):
        ArticlePageFactory(title=f"T{number:02}", date=date(2026, 1, 1 + number))

    first, second = client.get("/news/?year=2026"), client.get("/news/?year=2026&page=2")

    assert titles(first) == [f"T{number:02}" for number in range(14, 1, -1)]
    assert titles(second) == ["T01", "T00"]
    assert 'href="?year=2026&amp;page=2"' in first.text


@pytest.mark.parametrize(
    ("query", "words"),
    [("", "Nothing has been written yet"), ("?kind=article", "Nothing fits these filters")],
)
def test_empty_list_says_what_to_do_next(client, query, words):
    news_index()

    text = client.get(f"/news/{query}").text

    assert words in text


# What an article says -------------------------------------------------------------------------------------------


def test_article_shows_what_editors_gave_it(client):
    article = full_article(1)
    ArticlePage.objects.filter(pk=article.pk).update(
        author="Ines Sample", author_organisation="Sample Agency", date_in_words="March 2026"
    )

    text = client.get("/news/full/").text

    for words in (
        "<h1>Full</h1>",
        "March 2026",
        "Ines Sample, Sample Agency",
        "Picture: Ana Sample",
        'alt="Blue tiles"',
        "What happened, in full.",
        "6. Actions to support industrial transition",
        'href="/topics/topic-0/"',
        "paper-0",
        "https://doi.org/10.2791/53569",
        "Event 0",
        "Other 0",
        'value="http://testserver/news/full/"',
    ):
        assert words in text


def test_article_says_to_search_engines_what_it_is(client):
    full_article(1)

    text = client.get("/news/full/").text

    data = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', text)[1])
    assert data["@type"] == "NewsArticle"
    assert data["headline"] == "Full"
    assert data["datePublished"] == "2026-03-16"
    assert data["dateModified"][:10] == timezone.now().date().isoformat()
    assert data["citation"] == ["https://doi.org/10.2791/53569"]
    assert data["author"]["name"] == "S3 Community of Practice"
    assert data["image"][0].startswith("http://testserver/media/images/")
    assert '<meta property="og:type" content="article">' in text
    assert f'<meta property="og:image" content="{data["image"][0]}">' in text


def test_picture_with_another_host_keeps_its_address(client, settings):
    settings.MEDIA_URL = "https://media.example/files/"
    full_article(1)

    text = client.get("/news/full/").text

    data = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', text)[1])
    assert data["image"][0].startswith("https://media.example/files/")
    [shared] = re.findall(r'<meta property="og:image" content="([^"]*)">', text)
    assert shared == data["image"][0]


def test_address_of_a_picture_is_escaped_once():
    signed = "https://media.example/a.jpg?key=1&part=2"
    page = Template("{% load ui %}{{ plain|absolute }} {{ escaped|absolute }}")

    shown = page.render(Context({"plain": signed, "escaped": mark_safe(escape(signed))}))

    assert [unescape(each) for each in shown.split()] == [signed, signed]


@pytest.mark.parametrize(
    ("given", "kept"),
    [("10.2791/53569", "10.2791/53569"), (" https://doi.org/10.2791/53569", "10.2791/53569"), ("", "")],
)
def test_doi_of_a_source_is_kept_as_the_library_keeps_it(given, kept):
    source = ArticleSource(title="Work", year=2016, doi=given)
    source.clean()
    assert source.doi == kept


@pytest.mark.parametrize("given", ["10.1/x", "11.2791/53569", "10.2791/{53569}", "10.2791/5\u20663", "doi"])
def test_what_is_no_doi_is_refused_at_its_field(given):
    with pytest.raises(ValidationError) as caught:
        ArticleSource(title="Work", year=2016, doi=given).clean()
    assert list(caught.value.message_dict) == ["doi"]


def test_markup_in_an_article_s_words_stays_words(client):
    ArticlePageFactory(
        slug="odd",
        title='</script><script>alert("1")</script>',
        summary='"><img src=x onerror=alert(1)>',
        author="<b>Ana</b>",
        body=[
            {
                "type": "quote",
                "value": {"text": "<script>alert(2)</script>", "who": "<i>x</i>", "role": "", "address": ""},
            }
        ],
    )

    for path in ("/news/odd/", "/news/", "/news/feed.rss", "/news/feed.atom", "/"):
        text = client.get(path).text
        for markup in ("<script>alert", "<img src=x", "<b>Ana", "<i>x"):
            assert markup not in text


def test_picture_without_its_file_costs_the_picture_only(client):
    from django.core.files.storage import default_storage

    image = picture()
    default_storage.delete(image.file.name)
    ArticlePageFactory(slug="lost", picture=image)

    assert client.get("/news/lost/").status_code == 200
    assert client.get("/news/").status_code == 200


def test_sample_is_marked_on_list_page_and_feed(client):
    ArticlePageFactory(slug="invented", title="Invented", is_sample=True)

    assert '<span class="sample">Sample</span>' in client.get("/news/").text.partition("<footer")[0]
    assert '<span class="sample">Sample</span>' in client.get("/news/invented/").text.partition("<footer")[0]
    assert "<title>Sample: Invented</title>" in client.get("/news/feed.rss").text


def test_search_finds_words_of_the_text(client):
    from wagtail.search.backends import get_search_backend

    article = ArticlePageFactory(
        title="Plain title", body=[{"type": "text", "value": "<p>The word is <b>zeppelin</b>.</p>"}]
    )
    get_search_backend().add(article)

    text = client.get("/search/?q=zeppelin").text

    assert "Plain title" in text
    assert "The word is <mark>zeppelin</mark>." in text


def test_draft_is_previewed_as_visitors_will_see_it(staff):
    from django.test import RequestFactory

    article = ArticlePage(title="Not saved yet", body=[{"type": "text", "value": "<p>Words.</p>"}])

    response = article.make_preview_request(RequestFactory().get("/"))

    assert response.status_code == 200
    assert "Not saved yet" in response.rendered_content if hasattr(response, "rendered_content") else response.text


# Kept pages -----------------------------------------------------------------------------------------------------


def test_list_and_article_are_kept_and_carry_the_tag_of_the_news(client, settings, four):
    from cop.core.page_cache import _bump

    settings.PAGE_CACHE_SECONDS = 300
    settings.PAGE_CACHE_IN_MEMORY = True
    article = ArticlePageFactory(slug="kept")
    for path in ("/news/", "/news/?kind=news&page=1", "/news/kept/", "/news/feed.rss", "/"):
        assert client.get(path)["X-Page-Cache"] == "stored"
        assert client.get(path)["X-Page-Cache"] == "hit"
        _bump(["news"])
        assert client.get(path)["X-Page-Cache"] == "stored"
    article.unpublish()
    _bump(["site"])
    assert client.get("/news/kept/").status_code == 404
