"""What a fresh installation has after `migrate`, before anybody writes a page."""

from importlib import import_module

import pytest
from django.apps import apps
from wagtail.models import Page, Site

from events.models import EventIndexPage
from home.models import HomePage, StandardPage

pytestmark = pytest.mark.django_db


@pytest.fixture
def fresh(home):
    """As Wagtail's own migrations leave the tree."""
    root = home.get_parent()
    home.delete()
    welcome = Page(title="Welcome to your new Wagtail site!", slug="home")
    Page.objects.get(pk=root.pk).add_child(instance=welcome)
    Site.objects.create(hostname="localhost", root_page=welcome, is_default_site=True)


def migrate() -> None:
    import_module("home.migrations.0002_front_door").open_front_door(apps, None)
    import_module("home.migrations.0003_event_index").add_event_index(apps, None)
    Site.clear_site_root_paths_cache()


def test_home_page_and_list_of_events_answer(fresh, client, settings):
    settings.SITE_URL = "https://s3cop.example"

    migrate()

    assert not any(Page.find_problems())
    site = Site.objects.get()
    assert (site.hostname, site.port, site.site_name) == ("s3cop.example", 443, "S3 Community of Practice")
    assert [page.slug for page in HomePage.objects.get().get_children()] == ["events"]
    for address in ("/", "/events/"):
        assert client.get(address).status_code == 200
    assert HomePage.objects.get().add_child(instance=StandardPage(title="Next", slug="next")).path.endswith("0002")


def test_running_again_changes_nothing(fresh):
    migrate()
    before = list(Page.objects.values_list("pk", "path", "title"))

    migrate()

    assert list(Page.objects.values_list("pk", "path", "title")) == before
    assert EventIndexPage.objects.count() == 1


def test_pages_that_somebody_has_made_are_kept(fresh):
    Page.objects.get(slug="home").add_child(instance=Page(title="Mine", slug="mine"))

    migrate()

    assert Page.objects.filter(title="Mine").exists()
    assert not HomePage.objects.exists()
