"""What machines ask for: sitemap, robots, security.txt, web manifest, structured data, error pages."""

import json
import re
import xml.etree.ElementTree as ET
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from io import BytesIO

import pytest
from django.contrib.staticfiles import finders
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from PIL import Image

from cop.core import site_frame, sitemap
from cop.core.models import SiteSettings
from tests.factories.events import EventPageFactory, SessionFactory
from tests.factories.pages import StandardPageFactory, restrict

pytestmark = pytest.mark.django_db


def addresses(client) -> list[str]:
    root = ET.fromstring(client.get("/sitemap.xml").content)
    space = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    return [element.text.removeprefix("http://testserver") for element in root.iter(f"{space}loc")]


def structured(text: str) -> list[dict]:
    return [json.loads(found) for found in re.findall(r'<script type="application/ld\+json">(.*?)</script>', text)]


def test_sitemap_lists_what_everybody_may_read_and_nothing_else(client, client_for, home, staff):
    section = StandardPageFactory(slug="open", title="Open")
    StandardPageFactory(slug="below", parent=section)
    StandardPageFactory(slug="draft", live=False)
    closed = restrict(StandardPageFactory(slug="closed")).page
    StandardPageFactory(slug="inner", parent=closed)
    event = EventPageFactory(slug="forum", title="Forum & more")
    SessionFactory(event=event, slug="talk")
    hidden = EventPageFactory(slug="hidden", live=False)
    SessionFactory(event=hidden, slug="canary")

    found = addresses(client)

    assert sorted(found) == [
        "/",
        "/api/",
        "/cookies/",
        *(f"/criteria/{number}/" for number in range(1, 8)),
        "/events/",
        "/events/forum/",
        "/events/forum/programme/",
        "/events/forum/programme/talk/",
        "/newsletter/",
        "/open/",
        "/open/below/",
        "/privacy/retention/",
        "/topics/",
    ]
    # An administrator sees more, the sitemap does not.
    assert sorted(addresses(client_for(staff))) == sorted(found)
    assert all(client.get(address).status_code == 200 for address in found)


def test_sitemap_costs_the_same_with_one_and_with_many_pages(client, home):
    def cost() -> int:
        with CaptureQueriesContext(connection) as statements:
            client.get("/sitemap.xml")
        return len(statements)

    event = EventPageFactory()
    SessionFactory(event=event)
    before = cost()
    for _ in range(3):
        StandardPageFactory()
        SessionFactory(event=event)
    assert cost() == before == 4  # pages; topics; sessions; issues of the newsletter


def test_registered_things_stand_in_the_sitemap(client, monkeypatch, home):
    moment = datetime(2027, 3, 1, tzinfo=UTC)
    monkeypatch.setitem(sitemap._sources, "sample", lambda: [sitemap.Entry("/sample/ä&b/", moment)])

    text = client.get("/sitemap.xml").text

    assert "<loc>http://testserver/sample/%C3%A4%26b/</loc><lastmod>2027-03-01T01:00:00+01:00</lastmod>" in text


def test_robots_names_the_sitemap_and_leaves_pages_open(client):
    text = client.get("/robots.txt").text

    assert text.splitlines()[0] == "User-agent: *"
    assert "Disallow: /admin/" in text
    assert "Disallow: /\n" not in text
    # Files of lists, of which there are as many as there are filters; those who harvest are not kept off.
    assert "Disallow: /library/found." in text
    assert not re.search(r"Disallow: /(library/?|oai/|api/)$", text, re.MULTILINE)
    assert text.endswith("Sitemap: http://testserver/sitemap.xml\n")


@pytest.mark.parametrize(
    ("given", "contact"),
    [
        ("", "http://testserver/contact/"),
        ("security@s3cop.example", "mailto:security@s3cop.example"),
        ("https://s3cop.example/tell", "https://s3cop.example/tell"),
        ("a@b.example\r\nPolicy: https://evil.example", "mailto:a@b.example Policy: https://evil.example"),
    ],
)
def test_security_txt_names_a_contact_and_an_end_in_the_future(client, given, contact):
    SiteSettings.objects.create(security_contact=given)
    site_frame._bump()

    response = client.get("/.well-known/security.txt")

    assert response["Content-Type"] == "text/plain; charset=utf-8"
    lines = dict(line.split(": ", 1) for line in response.text.splitlines())
    assert lines["Contact"] == contact
    assert list(lines) == ["Contact", "Expires", "Preferred-Languages", "Canonical"]
    left = datetime.fromisoformat(lines["Expires"]) - timezone.now()
    assert timedelta(days=170) < left < timedelta(days=365)


def test_manifest_names_icons_of_the_size_that_it_says(client):
    response = client.get("/site.webmanifest")

    assert response["Content-Type"] == "application/manifest+json"
    found = response.json()
    assert found["name"] == "S3 Community of Practice"
    for icon in found["icons"]:
        with Image.open(finders.find(icon["src"].removeprefix("/static/"))) as picture:
            assert (f"{picture.width}x{picture.height}", picture.format) == (icon["sizes"], "PNG")
    assert {icon["purpose"] for icon in found["icons"]} == {"any", "maskable"}


def test_icons_are_what_the_script_draws():
    from scripts.icons import ICONS, draw

    for name, (pixels, part, paper) in ICONS.items():
        with Image.open(finders.find(f"img/{name}")) as kept:
            assert kept.convert("RGBA").tobytes() == draw(pixels, part, paper).tobytes(), name


def test_pages_name_their_icons_and_manifest(client, home):
    text = client.get("/").text

    for address in ("/static/img/icon-32.png", "/static/img/icon-180.png", "/site.webmanifest"):
        assert f'href="{address}"' in text


def test_home_page_tells_who_it_is_and_how_to_search(client, home):
    graph = structured(client.get("/").text)[0]["@graph"]

    assert [each["@type"] for each in graph] == ["WebSite", "Organization"]
    assert graph[0]["potentialAction"]["target"]["urlTemplate"] == "http://testserver/search/?q={search_term_string}"


def test_breadcrumbs_are_told_and_cannot_end_their_element(client, home):
    above = StandardPageFactory(slug="a", title="</script><script>alert(1)</script>")
    StandardPageFactory(slug="b", title="Below & more", parent=above)

    text = client.get("/a/b/").text

    data = structured(text)[0]
    assert data["@type"] == "BreadcrumbList"
    assert [(step["position"], step["name"], step["item"]) for step in data["itemListElement"]] == [
        (1, "Home", "http://testserver/"),
        (2, "</script><script>alert(1)</script>", "http://testserver/a/"),
        (3, "Below & more", "http://testserver/a/b/"),
    ]
    assert "<script>alert(1)" not in text


@pytest.mark.parametrize(
    "address", ["/events/", "/events/forum/", "/events/forum/programme/", "/events/forum/programme/talk/"]
)
def test_pages_of_events_tell_their_breadcrumbs(client, address):
    SessionFactory(event=EventPageFactory(slug="forum"), slug="talk")

    kinds = [each.get("@type") for each in structured(client.get(address).text)]

    assert kinds.count("BreadcrumbList") == 1


def test_page_without_a_picture_is_shared_with_the_site_s(client, home):
    text = client.get("/").text

    assert text.count('"og:image"') == 1
    assert '<meta property="og:image:width" content="1200">' in text
    assert '<meta property="og:image" content="http://testserver/static/img/share.png">' in text


def test_lost_page_offers_search_and_is_not_indexed(client, home):
    response = client.get("/no-such-page/")

    assert response.status_code == 404
    assert 'id="lost"' in response.text
    assert '<meta name="robots" content="noindex">' in response.text


def test_page_of_our_own_fault_needs_nothing_but_static_files(django_assert_num_queries):
    with django_assert_num_queries(0):
        text = render_to_string("500.html")

    assert 'action="/search/"' in text
    assert 'name="q"' in text
    assert "<script" not in text


@pytest.mark.parametrize("segments", [64, 1000])
def test_address_a_thousand_levels_deep_is_absent(client, home, segments):
    assert client.get("/" + "a/" * segments).status_code == 404


@pytest.mark.parametrize("path", ["/%00/", "/a%00b/", "/%ff/", "/" + "x" * 3000 + "/", "/..%2f..%2fetc/passwd"])
def test_nonsense_addresses_are_absent(client, home, path):
    assert client.get(path).status_code == 404


@pytest.mark.parametrize(
    "query", ["q=%00", "q=" + "x" * 5000, "only=nonsense&q=a", "q=%ff%fe", "only=%00", "q=%27%22%3C"]
)
def test_nonsense_in_search_is_an_empty_answer(client, home, query):
    assert client.get(f"/search/?{query}").status_code == 200


# Pictures of editors


def upload(client, content: bytes, name: str = "picture.png"):
    from django.core.files.uploadedfile import SimpleUploadedFile

    return client.post(
        "/admin/images/add/",
        {"title": "Upload", "description": "x", "file": SimpleUploadedFile(name, content), "collection": 1},
    )


def png(width: int, height: int) -> bytes:
    file = BytesIO()
    Image.new("1", (width, height)).save(file, "PNG")
    return file.getvalue()


@pytest.mark.filterwarnings("ignore:(?i)unclosed file:ResourceWarning")
@pytest.mark.parametrize(
    ("content", "taken"),
    [
        (png(8000, 5000), True),
        (png(8001, 5000), False),
        # 200 megapixels in 24 KB.
        (png(20_000, 10_000), False),
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * 40, False),
        (png(60, 60)[:60], False),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", False),
    ],
    ids=["40 megapixels", "a row more", "bomb", "broken", "cut off", "svg"],
)
def test_pictures_up_to_forty_megapixels_are_taken_and_others_refused(client_for, staff, content, taken):
    from wagtail.images import get_image_model

    response = upload(client_for(staff), content)

    assert response.status_code == (302 if taken else 200)
    assert get_image_model().objects.exists() is taken


# The tree


def test_pages_nest_to_a_depth_in_which_people_find_their_way(home):
    from home.models import StandardPage
    from home.models.pages import DEEPEST

    page = StandardPageFactory(slug="level")
    while page.depth < DEEPEST:
        assert StandardPage.can_create_at(page)
        page = StandardPageFactory(slug="level", parent=page)

    assert not StandardPage.can_create_at(page)
    other = StandardPageFactory(slug="other")
    StandardPageFactory(parent=other)
    assert not other.can_move_to(page.get_parent())
    assert other.can_move_to(page.get_parent().get_parent().get_parent())


@pytest.mark.parametrize("act", ["slug", "move"])
def test_moved_page_leaves_a_redirect_for_itself_and_all_below(
    client, home, act, settings, django_capture_on_commit_callbacks
):
    settings.PAGE_CACHE_SECONDS = 300
    settings.PAGE_CACHE_IN_MEMORY = True
    old = StandardPageFactory(slug="old", title="Old")
    StandardPageFactory(slug="below", parent=old)
    target = StandardPageFactory(slug="target")
    for address in ("/old/", "/old/below/"):
        assert client.get(address).status_code == 200
    new = {"slug": "/new/", "move": "/target/old/"}[act]
    with django_capture_on_commit_callbacks(execute=True):
        if act == "slug":
            old.slug = "new"
            old.save_revision().publish()
        else:
            old.refresh_from_db()
            old.move(target, pos="last-child")

    for tail in ("", "below/"):
        response = client.get(f"/old/{tail}")
        assert (response.status_code, response.url) == (301, f"{new}{tail}")
        assert client.get(f"{new}{tail}").status_code == 200


class Tags(HTMLParser):
    """Every start tag with its attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict]] = []

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))


def test_canonical_address_has_neither_query_nor_another_host(client, home):
    StandardPageFactory(slug="page")

    parser = Tags()
    parser.feed(client.get("/page/?utm_source=x&y=1").text)

    found = [attrs["href"] for tag, attrs in parser.found if tag == "link" and attrs.get("rel") == "canonical"]
    assert found == ["http://testserver/page/"]


def test_overview_for_programs_names_what_is_where(client, django_assert_num_queries):
    client.get("/llms.txt")

    with django_assert_num_queries(0):
        answer = client.get("/llms.txt")

    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    lines = answer.text.splitlines()
    assert lines[0].startswith("# ")
    assert "- [Topics and criteria](http://testserver/topics/)" in lines
    assert any(line.startswith("- [Events](http://testserver/api/v1/events/): ") for line in lines)
    assert "- [The library for repositories that harvest (OAI-PMH 2.0)](http://testserver/oai/)" in lines
    assert any(line.startswith("- [Collections of the library](http://testserver/api/v1/") for line in lines)
    assert "do not pass it on as fact" in lines[-1]
