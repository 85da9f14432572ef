"""Pages of text: breadcrumbs, section navigation, cost."""

import pytest
from django.contrib.auth.models import AnonymousUser

from home.selectors.standard_page import surroundings_of
from tests.factories.pages import StandardPageFactory, restrict

pytestmark = pytest.mark.django_db


@pytest.fixture
def section(home):
    about = StandardPageFactory(slug="about", title="About", parent=home)
    pages = {
        "about": about,
        "s3": StandardPageFactory(slug="s3", title="S3", parent=about),
        "services": StandardPageFactory(slug="services", title="Services", parent=about),
    }
    pages["forum"] = StandardPageFactory(slug="forum", title="Forum", parent=pages["services"])
    pages["other"] = StandardPageFactory(slug="other", title="Other section", parent=home)
    return pages


def around(page):
    return surroundings_of(page, AnonymousUser())


def test_top_page_shows_its_children(section):
    found = around(section["about"])

    assert found.trail[1:] == []
    assert [item["title"] for item in found.section] == ["S3", "Services"]
    assert found.section_title == "About"


def test_page_in_a_section_shows_its_siblings_and_itself_as_current(section):
    found = around(section["services"])

    assert found.trail[1:] == [("About", "/about/")]
    assert found.section == [
        {"title": "S3", "url": "/about/s3/", "current": False},
        {"title": "Services", "url": "/about/services/", "current": True},
    ]
    assert found.children == [{"title": "Forum", "url": "/about/services/forum/"}]


def test_deep_page_has_all_pages_above_it_in_its_trail(section):
    found = around(section["forum"])

    assert found.trail[1:] == [("About", "/about/"), ("Services", "/about/services/")]
    assert [item["title"] for item in found.section] == ["Forum"]


def test_page_without_a_section_has_no_navigation(section, client):
    assert around(section["other"]).section == []
    assert "section-nav" not in client.get("/other/").text


def test_hidden_pages_are_not_in_the_navigation(section):
    restrict(section["s3"])

    assert [item["title"] for item in around(section["services"]).section] == ["Services"]


def test_page_shows_summary_text_and_the_day_of_its_last_change(section, client):
    text = client.get("/about/services/").text

    assert '<p class="lead">What this page is about.</p>' in text
    assert "<p>Text of the page.</p>" in text
    assert "Last updated on" in text
    assert '<meta name="description" content="What this page is about.">' in text
    assert '<li aria-current="page">Services</li>' in text


def test_page_costs_the_same_with_one_and_with_ten_siblings(section, client, django_assert_num_queries):
    client.get("/about/s3/")
    with django_assert_num_queries(2):
        client.get("/about/s3/")
    for _ in range(9):
        StandardPageFactory(parent=section["about"])
    with django_assert_num_queries(2):
        client.get("/about/s3/")


def test_sample_page_says_so(home, client):
    StandardPageFactory(slug="invented", parent=home, is_sample=True)
    StandardPageFactory(slug="real", parent=home)
    mark = '<span class="sample">Sample</span>'

    # The footer explains the mark on every page.
    assert client.get("/invented/").text.count(mark) == 2
    assert client.get("/real/").text.count(mark) == 1
