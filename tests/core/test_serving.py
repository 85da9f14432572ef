"""Serving plain pages in one statement, and leaving everything else to Wagtail."""

from http import HTTPMethod

import pytest
from django.contrib.auth.models import AnonymousUser, Group
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import PageViewRestriction, Site

from cop.core.serving import find_page
from home.models import StandardPage
from tests.factories.pages import StandardPageFactory, restrict

pytestmark = pytest.mark.django_db
NOBODY = AnonymousUser()


@pytest.fixture
def tree(home):
    about = StandardPageFactory(slug="about", title="About", parent=home)
    services = StandardPageFactory(slug="services", title="Services", parent=about)
    return about, services


def test_page_comes_with_its_own_fields_in_one_statement(tree, django_assert_num_queries):
    find_page("about/services/", NOBODY)  # the table of content types is read once a process

    with django_assert_num_queries(1):
        page = find_page("about/services/", NOBODY)
        assert (type(page).__name__, page.title, page.summary, page.body[0].value.source) == (
            "StandardPage",
            "Services",
            "What this page is about.",
            "<p>Text of the page.</p>",
        )


def test_empty_path_is_the_home_page(home):
    assert find_page("", NOBODY) == home


@pytest.mark.parametrize("path", ["services/", "about/services/more/", "home/about/", "about/nothing/"])
def test_wrong_path_is_nothing(tree, path, client):
    assert find_page(path, NOBODY) is None
    assert client.get(f"/{path}").status_code == 404


def test_draft_is_404_for_everybody(home, client_for, member, staff):
    StandardPageFactory(slug="draft", title="Secret draft", parent=home, live=False)

    for viewer in (None, member, staff):
        response = client_for(viewer).get("/draft/")
        assert response.status_code == 404
        assert "Secret draft" not in response.text


def test_restricted_page_sends_visitors_to_sign_in_and_shows_members_the_page(tree, client_for, member):
    about, services = tree
    restrict(about)

    for page in (about, services):
        address = page.get_url()
        response = client_for(None).get(address)
        assert response.status_code == 302
        assert f"next={address}" in response.url
        shown = client_for(member).get(address)
        assert (shown.status_code, page.title in shown.text) == (200, True)
        assert "no-store" in shown["Cache-Control"]


def test_page_for_a_group_is_shown_to_that_group_only(tree, client_for, member, other_member):
    about, _ = tree
    group = Group.objects.create(name="Insiders")
    restrict(about, PageViewRestriction.GROUPS).groups.add(group)
    member.groups.add(group)

    assert client_for(member).get("/about/").status_code == 200
    assert client_for(other_member).get("/about/").status_code == 302
    assert find_page("about/", member).title == "About"
    assert find_page("about/", other_member) is None


def test_redirects_of_editors_still_work(home, client):
    target = StandardPageFactory(slug="new", parent=home)
    Redirect.add_redirect("/old/", redirect_to=target)

    response = client.get("/old/")

    assert (response.status_code, response.url.endswith("/new/")) == (301, True)


def test_second_site_is_left_to_wagtail(tree, client, home):
    other = home.get_parent().add_child(instance=type(home)(title="Other", slug="other"))
    Site.objects.create(hostname="other.example", port=80, root_page=other)

    assert find_page("about/", NOBODY) is None
    assert client.get("/about/").status_code == 200


def test_page_refuses_methods_that_it_does_not_know(tree, client, monkeypatch):
    monkeypatch.setattr(StandardPage, "allowed_http_methods", [HTTPMethod.GET, HTTPMethod.OPTIONS])

    assert client.delete("/about/").status_code == 405
    assert client.options("/about/").status_code == 200


def test_draft_can_be_previewed(tree, rf, staff):
    about, _ = tree
    about.title = "About, rewritten"

    response = about.make_preview_request(rf.get("/"), preview_mode="")

    assert response.status_code == 200
    assert "About, rewritten" in response.render().text
