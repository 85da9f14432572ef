"""A visitor mistypes and still finds the thing, and uses the suggestions by keyboard; a practitioner saves a search and
gets the letter, by real SMTP."""

import re
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import Page, expect
from wagtail.models import Page as SitePage

from cop.search.models import SavedSearch
from cop.search.services import alerts
from resources.models import ResourcePage
from tests.e2e.test_reply_by_mail import smtp, unused_tcp_port
from tests.factories.documents import deck
from tests.factories.events import EventPageFactory
from tests.factories.members import UserFactory
from tests.factories.pages import StandardPageFactory
from tests.factories.resources import ResourcePageFactory, library, make_file

__all__ = ["smtp", "unused_tcp_port"]

pytestmark = pytest.mark.django_db(transaction=True)
ANA = "ana@members.example"


@pytest.fixture
def content(server):
    """A few things to find, and what the worker makes of them."""
    library()
    ResourcePageFactory(title="Smart specialisation in ports", slug="ports", topics=["Energy"])
    StandardPageFactory(title="Smart specialisation", slug="s3")
    StandardPageFactory(title="Monitoring without spreadsheets", slug="monitoring")
    EventPageFactory(title="Spectral days", slug="spectral")
    call_command("update_index", verbosity=0)
    call_command("rebuild_public_words", verbosity=0)


def field(page: Page, width: str):
    """The search field of the page's head, which stands in the menu on a phone."""
    if width == "phone":
        page.get_by_role("button", name="Menu").click()
        return page.locator("#nav-search")
    return page.locator("#find")


def test_visitor_mistypes_finds_it_and_uses_suggestions_by_keyboard(new_page, axe, content, width):
    page = new_page()
    page.goto("/s3/")
    search = field(page, width)
    search.fill("specialsation")
    search.press("Enter")
    expect(page.get_by_text("Nothing found for “specialsation”")).to_be_visible()
    axe(page)
    page.get_by_role("link", name="specialisation", exact=True).click()
    expect(page.get_by_text("2 results for “specialisation”")).to_be_visible()
    axe(page)
    page.get_by_label("Kind of result").get_by_role("link", name="Library").click()
    expect(page.locator(".search-hit")).to_have_count(1)
    expect(page).to_have_url(re.compile("only=library"))
    axe(page)

    # Suggestions: arrows go round, Escape closes, Enter opens what is chosen.
    box = page.locator("#q")
    expect(box).to_have_role("combobox")
    box.fill("spe")
    options = page.get_by_role("option")
    expect(options).to_have_count(3)
    expect(box).to_have_attribute("aria-expanded", "true")
    expect(options.first).to_contain_text("Spectral days")
    axe(page)
    box.press("ArrowDown")
    expect(options.nth(0)).to_have_attribute("aria-selected", "true")
    axe(page)
    box.press("ArrowUp")
    expect(box).not_to_have_attribute("aria-activedescendant", re.compile("."))
    box.press("Escape")
    expect(options).to_have_count(0)
    expect(box).to_have_attribute("aria-expanded", "false")
    box.fill("smart spec")
    expect(options).to_have_count(2)
    box.press("ArrowDown")
    box.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Smart specialisation")

    # In the head of each page; a click does it too.
    search = field(page, width)
    search.fill("monit")
    axe(page)
    page.get_by_role("option", name="Monitoring without spreadsheets").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Monitoring without spreadsheets")


@pytest.mark.parametrize(("path", "name", "typed"), [("/search/", "#q", "spe"), ("/library/", "#library-q", "sm")])
def test_suggestions_come_back_with_arrow_down_after_escape(new_page, axe, content, path, name, typed):
    page = new_page()
    page.goto(path)
    box, options = page.locator(name), page.get_by_role("option")
    expect(box).to_have_role("combobox")
    box.fill(typed)
    expect(options.first).to_be_visible()
    number = options.count()
    box.press("Escape")
    expect(options).to_have_count(0)
    expect(box).to_have_value(typed)

    # Open again, with the first chosen; with Alt without a choice.
    box.press("ArrowDown")
    expect(options).to_have_count(number)
    expect(options.first).to_have_attribute("aria-selected", "true")
    expect(box).to_have_attribute("aria-expanded", "true")
    expect(box).to_have_attribute("aria-activedescendant", options.first.get_attribute("id"))
    axe(page)
    box.press("Escape")
    expect(box).to_have_attribute("aria-expanded", "false")
    expect(box).not_to_have_attribute("aria-activedescendant", re.compile("."))
    box.press("Alt+ArrowDown")
    expect(options).to_have_count(number)
    expect(box).not_to_have_attribute("aria-activedescendant", re.compile("."))

    # And when one comes back to the field, which asks anew; with nothing typed there is nothing to open.
    box.blur()
    expect(options).to_have_count(0)
    box.press("ArrowDown")
    expect(options).to_have_count(number)
    box.press("Enter")
    expect(page).not_to_have_url(re.compile(r"/(search|library)/(\?.*)?$"))
    page.goto(path)
    box = page.locator(name)
    expect(box).to_have_role("combobox")
    box.press("ArrowDown")
    expect(box).to_have_attribute("aria-expanded", "false")


@pytest.fixture
def slow_suggestions(new_page, content):
    """The search page, its box and options, and the answers for "spec", which wait until they are let go."""
    page = new_page()
    waiting = []
    page.route("**/search/suggest/?q=spec", lambda route: waiting.append(route))
    page.goto("/search/")
    box, options = page.locator("#q"), page.get_by_role("option")
    expect(box).to_have_role("combobox")
    return page, box, options, waiting


def test_escape_keeps_suggestions_away_that_are_still_on_their_way(slow_suggestions):
    page, box, options, waiting = slow_suggestions
    box.fill("spe")
    expect(options.first).to_be_visible()
    with page.expect_request("**/search/suggest/?q=spec"):
        box.fill("spec")
    box.press("Escape")
    with page.expect_response("**/search/suggest/?q=spec"):
        waiting.pop().continue_()
    page.wait_for_timeout(100)
    expect(options).to_have_count(0)
    box.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")


def test_arrow_down_opens_what_is_still_on_its_way(slow_suggestions):
    page, box, options, waiting = slow_suggestions
    with page.expect_request("**/search/suggest/?q=spec"):
        box.fill("spec")
    box.press("ArrowDown")
    expect(options).to_have_count(0)
    waiting.pop().continue_()
    expect(options.first).to_have_attribute("aria-selected", "true")


def test_who_types_before_the_script_has_come_gets_suggestions_too(new_page, content):
    page = new_page()
    waiting = []
    page.route("**/search-suggest*.js", lambda route: waiting.append(route))
    with page.expect_request("**/search-suggest*.js"):
        page.goto("/search/", wait_until="commit")
    box = page.locator("#q")
    box.fill("spe")
    expect(box).not_to_have_attribute("role", "combobox")
    waiting.pop().continue_()
    expect(page.get_by_role("option")).to_have_count(3)


def test_library_suggests_and_asks_back_and_keeps_the_filters(new_page, axe, content):
    page = new_page()
    page.goto("/library/?topic=energy")
    box = page.locator("#library-q")
    expect(box).to_have_role("combobox")
    box.fill("sm")
    # Neither the page nor anything else that is not of the library.
    expect(page.get_by_role("option")).to_have_count(1)
    axe(page)
    box.fill("specialsation")
    expect(page.get_by_role("option")).to_have_count(0)
    box.press("Enter")
    expect(page.get_by_text("Nothing fits")).to_be_visible()
    axe(page)
    page.get_by_role("link", name="specialisation", exact=True).click()
    expect(page).to_have_url(re.compile(r"\?q=specialisation&topic=energy$"))
    expect(page.locator(".result")).to_have_count(1)

    # What was chosen since is kept by the next search, too.
    page.locator(".chosen a").first.click()
    expect(page.get_by_label("Chosen filters")).to_have_count(0)
    box = page.locator("#library-q")
    box.fill("ports")
    box.press("Enter")
    expect(page).to_have_url(re.compile(r"/library/\?q=ports$"))
    box = page.locator("#library-q")
    box.fill("smart")
    page.get_by_role("option").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Smart specialisation in ports")


def test_visitor_opens_the_slide_that_stands_below_a_resource(new_page, axe, content):
    resource = ResourcePage.objects.get(slug="ports")
    make_file(resource, content=deck("Cranes", "Smart specialisation again"), name="talk.pptx", reads=True)
    page = new_page()
    page.goto("/search/?q=smart+specialisation")
    expect(page.locator(".search-hit")).to_have_count(2)
    axe(page)
    page.get_by_role("link", name="Found on slide 2 of talk").click()
    expect(page).to_have_url(re.compile(r"/library/ports/slides/\d+/\?slide=2$"))
    page.go_back()
    # Everywhere else the hit leads to the page.
    page.locator(".search-hit", has_text="talk").click(position={"x": 5, "y": 5})
    expect(page.get_by_role("heading", level=1)).to_have_text("Smart specialisation in ports")


@pytest.mark.parametrize("width", ["phone"], indirect=True)
def test_search_works_without_javascript(new_page, axe, content, width):
    page = new_page(javascript=False)
    page.goto("/search/")
    page.locator("#q").fill("monitorng")
    page.locator("#q").press("Enter")
    page.get_by_role("link", name="monitoring", exact=True).click()
    page.get_by_role("link", name="Monitoring without spreadsheets").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Monitoring without spreadsheets")

    page.goto("/library/?topic=energy&q=specialsation")
    page.get_by_role("link", name="specialisation", exact=True).click()
    expect(page.locator(".result")).to_have_count(1)


def test_practitioner_saves_a_search_and_gets_the_letter(new_page, axe, content, log_in, smtp, run_tasks, width):
    ana = UserFactory(email=ANA, name="Ana Member")
    page = new_page()
    log_in(page, ana)
    page.goto("/library/?topic=energy")
    page.get_by_role("link", name="Save this search").click()
    expect(page.get_by_text("Library: Topic: Energy")).to_be_visible()
    axe(page)
    page.get_by_label("Name").fill("")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Give the search a name.").first).to_be_visible()
    axe(page)
    page.get_by_label("Name").fill("Energy, new")
    page.get_by_text("Each day", exact=True).click()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Saved searches")
    axe(page)
    page.goto("/my/")
    expect(page.get_by_role("heading", name="Your saved searches")).to_be_visible()
    axe(page)

    # Something new, and a morning.
    SitePage.objects.update(first_published_at=timezone.now() - timedelta(days=1))
    ResourcePageFactory(title="Energy from harbours", slug="harbours", topics=["Energy"])
    ResourcePageFactory(title="Water from harbours", slug="water", topics=["Water"])
    SitePage.objects.filter(slug__in=["harbours", "water"]).update(first_published_at=timezone.now())
    SavedSearch.objects.update(mark=timezone.now() - timedelta(hours=1))
    assert alerts.write_due(now=timezone.now() + timedelta(days=1, minutes=5)) == 1
    run_tasks()

    [letter] = smtp.to(ANA)
    assert letter["Subject"] == "1 new result in Energy, new"
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    text = letter.get_body(("plain",)).get_content()
    assert "Water from harbours" not in text
    page.goto(re.search(r"http\S+/harbours/", text)[0])
    expect(page.get_by_role("heading", level=1)).to_have_text("Energy from harbours")

    # And an end to it, from the letter, without logging in.
    other = new_page()
    other.goto(letter["List-Unsubscribe"].strip("<>"))
    axe(other)
    other.get_by_role("main").get_by_role("button").first.click()
    page.goto("/search/saved/")
    expect(page.get_by_text("You have stopped these letters")).to_be_visible()
    axe(page)
    page.get_by_role("button", name="Get them again").click()
    page.get_by_role("link", name="Change").click()
    axe(page)
    page.get_by_role("button", name="Delete this search").click()
    expect(page.get_by_text("Nothing saved yet")).to_be_visible()
    axe(page)
