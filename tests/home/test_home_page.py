"""The front page: what stands on it, for whom, and at what cost."""

import re
from datetime import date, timedelta

import pytest
import time_machine
from django.utils import timezone

from events.choices import EventKind, Mode
from events.models import EventState
from home.models import HomePage
from home.seed import blocks
from tests.factories.events import CategoryFactory, EventPageFactory, RegistrationSetupFactory
from tests.factories.news import ArticlePageFactory
from tests.factories.pages import StandardPageFactory, WorkingGroupPageFactory, restrict

pytestmark = pytest.mark.django_db


def open_event(days: int = 30, **fields):
    event = EventPageFactory(
        starts_at=timezone.now() + timedelta(days=days),
        ends_at=timezone.now() + timedelta(days=days, hours=8),
        **fields,
    )
    setup = RegistrationSetupFactory(event=event, total_places=100)
    CategoryFactory(setup=setup, name="In the room", places=100)
    return event


def past_event(days: int = 30, **fields):
    start = timezone.now() - timedelta(days=days)
    return EventPageFactory(starts_at=start, ends_at=start + timedelta(hours=8), **fields)


def services(*pages, title="Support"):
    """The block of services, one for each page."""
    rows = ({"title": title, "text": "Experts", "icon": "info", "page": page.pk, "address": ""} for page in pages)
    return blocks.block("services", {"title": "What you can do here", "text": "", "items": blocks.items(*rows)})


def figure_band(number: int):
    rows = blocks.items(*({"value": "180+", "label": "strategies"} for _ in range(number)))
    return blocks.block("figure_band", {"title": "The community in figures", "items": rows})


def compose(home, *parts):
    """Put these blocks on the home page, around those that every home page has."""
    moving = {name: blocks.block(name, None) for name in ("next_event", "latest", "criteria")}
    body = [moving["next_event"], *parts, moving["latest"], moving["criteria"]]
    HomePage.objects.filter(pk=home.pk).update(body=body)
    home.refresh_from_db()


@pytest.fixture
def support(home):
    return StandardPageFactory(slug="support", title="Targeted support", parent=home)


@pytest.fixture
def full_home(home, support):
    button = {"label": "How targeted support works", "page": support.pk, "address": ""}
    steps = blocks.items({"title": "Describe", "text": ""}, {"title": "Start", "text": "Soon."})
    band = blocks.block("step_band", {"title": "Twenty days", "text": "", "button": button, "items": steps})
    compose(home, services(support), figure_band(1), band)
    WorkingGroupPageFactory(title="Industrial Transformation", slug="industrial-transformation")
    return home


def cost(client, connection):
    from django.test.utils import CaptureQueriesContext

    client.get("/")
    with CaptureQueriesContext(connection) as statements:
        assert client.get("/").status_code == 200
    return len(statements)


def test_home_costs_seven_statements_however_much_there_is(full_home, support, client):
    """The page, the addresses that it leads to, the next event and how full it is, news (there is none), what was, the
    groups."""
    from django.db import connection

    open_event()
    past_event()
    one = cost(client, connection)
    for number in range(4):
        open_event(days=40 + number)
        past_event(days=40 + number)
        WorkingGroupPageFactory()
    more = [StandardPageFactory(parent=full_home) for _ in range(4)]
    compose(full_home, services(support, *more), services(*more), figure_band(5))

    assert one == 7
    assert cost(client, connection) == one


def test_empty_site_has_a_home_page_that_leads_on(home, client):
    response = client.get("/")

    assert response.status_code == 200
    assert response.text.count("<h1") == 1
    assert "What you can do here" not in response.text
    assert "The community in figures" not in response.text


def test_next_event_is_the_forum_although_a_webinar_is_sooner(home, client):
    open_event(days=5, title="Soon webinar", kind=EventKind.WEBINAR)
    forum = open_event(days=90, title="Big Forum", kind=EventKind.FORUM)

    text = client.get("/").text

    assert "Big Forum" in text
    assert f'href="/events/{forum.slug}/register/"' in text
    assert "Registration open" in text
    assert "In the room: 100 of 100 places left" in text
    assert "Soon webinar" not in text


def test_next_event_without_a_forum_is_the_next_of_any_kind(home, client):
    open_event(days=9, title="Later webinar", kind=EventKind.WEBINAR)
    open_event(days=5, title="Soon webinar", kind=EventKind.WEBINAR)

    text = client.get("/").text

    assert "Next event" in text
    assert "Soon webinar" in text
    assert "Later webinar" not in text


def test_cancelled_and_hidden_events_are_not_the_next_one(home, client, client_for, member):
    cancelled = open_event(days=5, title="Cancelled Forum")
    EventState.objects.filter(event=cancelled).update(cancelled_at=timezone.now())
    restrict(open_event(days=6, title="Members Forum"))
    open_event(days=7, title="Draft Forum", live=False)

    text = client.get("/").text

    assert "Next Forum" not in text
    for title in ("Cancelled Forum", "Members Forum", "Draft Forum"):
        assert title not in text
    assert "Members Forum" in client_for(member).get("/").text


def test_event_of_today_is_next_until_the_minute_it_ends(home, client):
    with time_machine.travel("2027-03-16 08:00:00+00:00", tick=False):
        event = open_event(days=0, title="Forum of today")
    with time_machine.travel(event.ends_at - timedelta(minutes=1), tick=False):
        before = client.get("/").text
    with time_machine.travel(event.ends_at, tick=False):
        after = client.get("/").text

    assert "Next Forum" in before
    assert "Next Forum" not in after
    assert after.index("From the community") < after.index("Forum of today")


def test_what_is_new_shows_the_three_newest_that_the_viewer_may_read(home, client, client_for, member):
    for day in range(1, 5):
        ArticlePageFactory(title=f"News of day {day}", date=date(2026, 3, day))
    restrict(ArticlePageFactory(title="For members", date=date(2026, 3, 9)))

    def shown(text: str) -> list[str]:
        return re.findall(r"News of day \d|For members", text)

    assert shown(client.get("/").text) == ["News of day 4", "News of day 3", "News of day 2"]
    assert shown(client_for(member).get("/").text) == ["For members", "News of day 4", "News of day 3"]


def test_home_without_news_shows_what_was(home, client):
    past_event(days=10, title="Past event")

    text = client.get("/").text

    assert "What’s new?" not in text
    assert "From the community" in text
    assert text.count(">Past event<") == 1


def test_services_lead_only_to_pages_that_the_viewer_may_read(full_home, support, client, client_for, member):
    hidden = StandardPageFactory(slug="members", title="For members", parent=full_home)
    restrict(hidden)
    compose(full_home, services(support), services(hidden, title="Members only"))

    visitor = client.get("/").text

    assert 'href="/support/"' in visitor
    assert "Members only" not in visitor
    assert 'href="/members/"' not in visitor
    assert "Members only" in client_for(member).get("/").text


def test_support_band_disappears_with_its_page(full_home, support, client):
    assert "How targeted support works" in client.get("/").text

    support.unpublish()

    assert "How targeted support works" not in client.get("/").text


def test_member_sees_the_way_to_my_page_instead_of_joining(home, client, client_for, member):
    assert "Join the community" in client.get("/").text
    text = client_for(member).get("/").text
    assert "Join the community" not in text
    assert 'href="/my/"' in text


def test_criterion_with_a_group_leads_to_it_and_the_others_to_search(full_home, client):
    text = client.get("/").text

    assert 'href="/working-groups/industrial-transformation/"' in text
    assert 'href="/search/?q=competent+body"' in text


def test_home_is_kept_and_changes_when_a_page_is_published(full_home, client, settings):
    settings.PAGE_CACHE_SECONDS = 300
    settings.PAGE_CACHE_IN_MEMORY = True
    assert client.get("/")["X-Page-Cache"] == "stored"
    assert client.get("/")["X-Page-Cache"] == "hit"

    full_home.headline = "Another headline"
    full_home.save_revision().publish()
    # What waits for the commit outside tests.
    from cop.core.page_cache import _bump

    _bump(["site"])

    assert "Another headline" in client.get("/").text


def test_online_event_has_its_place_in_words(home, client):
    open_event(title="Screen Forum", mode=Mode.ONLINE)

    assert "<span>Online</span>" in client.get("/").text
