"""Site settings on every page: what they show, when, and what they cost."""

from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cop.core import site_frame
from cop.core.models import SiteSettings
from home.seed.blocks import block
from tests.factories.pages import StandardPageFactory, restrict

pytestmark = pytest.mark.django_db


@pytest.fixture
def kept(settings):
    """The page cache is on."""
    settings.PAGE_CACHE_SECONDS = 300
    settings.PAGE_CACHE_IN_MEMORY = True


@pytest.fixture(autouse=True)
def _unread():
    cache.clear()


def save(**fields) -> SiteSettings:
    found = SiteSettings.objects.first() or SiteSettings()
    for name, value in fields.items():
        setattr(found, name, value)
    found.save()
    site_frame._bump()
    return found


def link(label, page=None, address=""):
    return block("link", {"label": label, "page": page.pk if page else None, "address": address})


def test_site_without_settings_has_its_usual_footer(client):
    text = client.get("/").text

    assert "Set up by DG REGIO" in text
    assert 'href="/privacy/"' in text
    assert 'class="announcement' not in text


def test_footer_shows_what_the_settings_say(client):
    page = StandardPageFactory(slug="imprint", title="Imprint")
    hidden = restrict(StandardPageFactory(slug="canary")).page
    save(
        footer_text="Our own words.",
        contact_name="The Secretariat",
        contact_address="Street 1\n1000 Brussels",
        contact_email="canary@secretariat.example",
        social=[block("account", {"label": "A network", "address": "https://network.example/s3"})],
        footer_links=[link("Elsewhere", address="https://else.example/"), link("Canary", hidden)],
        legal=[link("Imprint", page)],
    )

    text = client.get("/").text

    for words in ("Our own words.", "Street 1<br>1000 Brussels", "https://network.example/s3", 'href="/imprint/"'):
        assert words in text
    assert 'href="https://else.example/"' in text
    assert 'href="/privacy/"' not in text
    assert '<a href="/cookies/">Cookie settings</a>' in text
    assert "anary" not in text


def test_settings_cost_two_statements_after_a_change_and_none_after_that(client):
    save(announcement="Hello", legal=[link("Imprint", StandardPageFactory(slug="imprint"))])

    def cost() -> int:
        with CaptureQueriesContext(connection) as statements:
            client.get("/sitemap.xml/no-page/")
        return len(statements)

    cost()
    usual = cost()
    site_frame._bump()

    assert cost() - usual == 2
    assert cost() == usual


def test_kept_page_costs_no_statement_with_an_announcement(client, kept, home, django_assert_num_queries):
    save(announcement="Hello all")
    client.get("/")

    with django_assert_num_queries(0):
        response = client.get("/")

    assert response["X-Page-Cache"] == "hit"
    assert "Hello all" in response.text


def test_saving_the_settings_drops_kept_pages(client, kept, home, django_capture_on_commit_callbacks):
    client.get("/")
    assert client.get("/")["X-Page-Cache"] == "hit"

    with django_capture_on_commit_callbacks(execute=True):
        SiteSettings.objects.create(announcement="New today")

    assert "New today" in client.get("/").text


def test_footer_marks_the_page_that_one_is_on(client):
    save(legal=[link("Imprint", StandardPageFactory(slug="imprint")), link("Terms", StandardPageFactory(slug="rules"))])

    footers = [client.get(path).text.split("<footer")[1] for path in ("/imprint/", "/rules/", "/")]

    assert ['href="/imprint/" aria-current="page"' in text for text in footers] == [True, False, False]
    assert ['href="/rules/" aria-current="page"' in text for text in footers] == [False, True, False]


def test_moved_page_is_followed_by_the_footer(client, django_capture_on_commit_callbacks):
    page = StandardPageFactory(slug="imprint", title="Imprint")
    save(legal=[link("Imprint", page)])
    assert 'href="/imprint/"' in client.get("/").text

    page.slug = "legal"
    with django_capture_on_commit_callbacks(execute=True):
        page.save_revision().publish()

    assert 'href="/legal/"' in client.get("/").text


def test_reader_that_began_before_a_change_keeps_nothing(monkeypatch):
    save(announcement="Old")
    real = site_frame.read

    def slow():
        found = real()
        monkeypatch.setattr(site_frame, "read", real)
        save(announcement="New")
        return found

    monkeypatch.setattr(site_frame, "read", slow)

    assert site_frame.frame().announcement.text == "Old"
    assert site_frame.frame().announcement.text == "New"


def test_announcement_stands_from_its_first_minute_to_its_last(client, home):
    begins = timezone.now().replace(microsecond=0) + timedelta(hours=1)
    ends = begins + timedelta(hours=2)
    save(announcement="Read-only tonight", announcement_from=begins, announcement_until=ends, announcement_tone="wait")
    shown = []
    for moment in (begins - timedelta(minutes=1), begins, ends - timedelta(minutes=1), ends):
        with time_machine.travel(moment, tick=False):
            shown.append("Read-only tonight" in client.get("/").text)

    assert shown == [False, True, True, False]


def test_kept_page_changes_when_the_announcement_begins_and_ends(client, home, kept):
    begins = timezone.now().replace(microsecond=0) + timedelta(seconds=60)
    ends = begins + timedelta(seconds=60)
    save(announcement="Read-only tonight", announcement_from=begins, announcement_until=ends)
    shown = []
    for seconds in (-30, 30, 90):
        with time_machine.travel(begins + timedelta(seconds=seconds), tick=False):
            shown.append("Read-only tonight" in client.get("/").text)

    assert shown == [False, True, False]


def test_announcement_that_leads_to_a_hidden_page_has_no_link(client, home):
    page = StandardPageFactory(slug="more")
    save(announcement="Hello", announcement_page=page, announcement_link_label="Read more")
    assert '<a href="/more/">Read more</a>' in client.get("/").text

    restrict(page)
    site_frame._bump()

    assert "Read more" not in client.get("/").text


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        (dict.fromkeys(("announcement_from", "announcement_until"), timezone.now()), "announcement_until"),
        ({"announcement_link_label": "More"}, "announcement_link_label"),
    ],
)
def test_settings_that_make_no_sense_are_refused(fields, problem):
    with pytest.raises(ValidationError) as refused:
        SiteSettings(**fields).clean()
    assert list(refused.value.error_dict) == [problem]


def test_editing_the_settings_in_the_admin_works(client_for, staff):
    assert client_for(staff).get("/admin/settings/core/sitesettings/", follow=True).status_code == 200
