"""Reading a file slide by slide: what the page shows with and without pictures, where it leads, what it costs."""

import re
from io import BytesIO

import pytest
from django.test import Client
from PIL import Image

from resources.models import FileVersion
from tests.factories.documents import deck, pdf, sheet
from tests.factories.members import UserFactory
from tests.factories.pages import restrict
from tests.factories.resources import ResourcePageFactory, make_file

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def three():
    """Made once: three pages."""
    return pdf("Alpha", "Basalt on two", "Gamma")


@pytest.fixture
def file(three):
    return make_file(ResourcePageFactory(slug="it", title="Roadmaps"), content=three, name="a.pdf", reads=True)


def test_viewer_shows_the_slide_that_was_asked_for_and_leads_on(file, client):
    base = f"/library/it/slides/{file.pk}/"
    text = client.get(f"{base}?slide=2").text

    assert re.findall(r'alt="(Slide \d)"', text) == ["Slide 2"]
    assert f'rel="prev" href="{base}"' in text
    assert f'rel="next" href="{base}?slide=3"' in text
    assert text.count("Basalt on two") == 2  # below the picture, and in the list
    assert "2 of 3" in text
    assert text.count('loading="lazy"') == 3
    assert 'aria-current="true"><img' in text


def test_every_slide_is_a_part_of_its_resource_to_search_engines(file, client):
    for query in ("", "?slide=2"):
        text = client.get(f"/library/it/slides/{file.pk}/{query}").text
        assert re.findall(r'<link rel="canonical" href="([^"]*)">', text) == ["http://testserver/library/it/"]
    assert f"/slides/{file.pk}/" not in client.get("/sitemap.xml").text


@pytest.mark.parametrize(("asked", "shown"), [("", 1), ("0", 1), ("-1", 1), ("x", 1), ("99999999999", 1), ("99", 3),
                                              ("²", 1), ("3", 3)])  # fmt: skip
def test_whatever_stands_in_the_address_some_slide_is_shown(file, client, asked, shown):
    assert client.get(f"/library/it/slides/{file.pk}/", {"slide": asked}).context["viewer"].current.number == shown


def test_viewer_costs_the_same_with_one_and_three_slides(file, client, django_assert_num_queries):
    other = make_file(file.resource, content=pdf("One"), name="b.pdf", reads=True)
    for each in (file, other):
        # The file with its page; the last number; the texts.
        with django_assert_num_queries(3):
            client.get(f"/library/it/slides/{each.pk}/")


def test_files_without_pictures_are_read_as_text(client):
    resource = ResourcePageFactory(slug="it")
    slides = make_file(resource, content=deck("One", "Quartz"), name="a.pptx", reads=True)
    sheets = make_file(resource, content=sheet(Regions="Galicia"), name="a.xlsx", reads=True)
    marked = make_file(resource, content=b"# Head\n\n<script>alert(1)</script>", name="a.md", reads=True)

    text = client.get(f"/library/it/slides/{slides.pk}/?slide=2").text
    assert ("viewer--text" in text, "Quartz" in text, "Slide 1" in text) == (True, True, True)
    assert "Galicia" in client.get(f"/library/it/slides/{sheets.pk}/").text
    text = client.get(f"/library/it/slides/{marked.pk}/").text
    assert ("<h2>Head" in text or "<h1>Head" in text or "Head</h" in text, "<script>alert" in text) == (True, False)


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [(b"%PDF-1.7\nnothing\n%%EOF", "a.pdf", "seems to be damaged"), (b"wait", "a.txt", "is being read")],
    ids=["damaged", "waiting"],
)
def test_file_that_cannot_be_shown_says_why_and_can_be_downloaded(client, content, name, words):
    file = make_file(ResourcePageFactory(slug="it"), content=content, name=name, reads=name == "a.pdf")

    text = client.get(f"/library/it/slides/{file.pk}/").text
    assert (words in text, f'href="/library/it/files/{file.pk}/"' in text) == (True, True)
    assert "Read it here" not in client.get("/library/it/").text


def test_long_files_are_listed_in_parts(client, monkeypatch):
    from resources.selectors import viewer

    monkeypatch.setattr(viewer, "IN_LIST", 2)
    file = make_file(ResourcePageFactory(slug="it"), content=deck(*"ABCDE"), name="a.pptx", reads=True)

    shown = client.get(f"/library/it/slides/{file.pk}/?slide=3").context["viewer"]
    assert [slide.text for slide in shown.slides] == ["C", "D"]
    assert (shown.earlier_url, shown.later_url[-8:]) == (f"/library/it/slides/{file.pk}/", "?slide=5")


def test_both_pages_say_of_how_many_pages_there_is_no_picture(file, client):
    addresses = (f"/library/it/slides/{file.pk}/", "/library/it/")
    assert not any("have pictures" in client.get(address).text for address in addresses)

    FileVersion.objects.filter(pk=file.current_id).update(pictures=80, parts=10_000)

    words = "The first 80 of 10,000 pages have pictures. The other 9,920 pages are here by their text"
    assert [words in client.get(address).text for address in addresses] == [True, True]


def test_first_page_is_the_cover_of_a_resource_without_one(file, client):
    address = f"/library/pictures/{file.current.key}/1.webp"

    page, listed = client.get("/library/it/").text, client.get("/library/").text

    assert f'<img class="slide-cover slide-cover--tall" src="{address}"' in page
    assert f'property="og:image" content="http://testserver{address.removesuffix("webp")}jpg"' in page
    assert f'<img class="slide-cover slide-cover--tall" src="{address}"' in listed
    assert "Read it here" in page


def test_shared_picture_is_a_jpeg_of_one_size_that_other_sites_may_show(file, client):
    address = f"/library/pictures/{file.current.key}/1.jpg"
    page = client.get("/library/it/").text
    assert '<meta property="og:image:width" content="1200"><meta property="og:image:height" content="630">' in page
    assert f'<meta property="og:image:alt" content="{file.resource.title}">' in page

    answer = client.get(address)

    assert (answer["Content-Type"], answer["Cross-Origin-Resource-Policy"]) == ("image/jpeg", "cross-origin")
    with Image.open(BytesIO(answer.content)) as picture:
        assert (picture.format, picture.size) == ("JPEG", (1200, 630))
    assert client.get(address.replace("1.jpg", "99.jpg")).status_code == 404
    restrict(file.resource)
    assert client.get(address).status_code == 404
    client.force_login(UserFactory())
    kept = client.get(address)
    assert kept["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "no-store" in kept["Cache-Control"]


def test_viewer_of_a_private_page_is_for_its_readers(file):
    restrict(file.resource)
    member = Client()
    member.force_login(UserFactory())

    assert Client().get(f"/library/it/slides/{file.pk}/").status_code == 404
    assert "Basalt" in member.get(f"/library/it/slides/{file.pk}/").text
