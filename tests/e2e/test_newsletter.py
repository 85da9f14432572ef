"""An editor writes an article, a publisher publishes it and sends the newsletter, a subscriber reads it there."""

import re

import pytest
from django.contrib.auth.models import Group, Permission
from playwright.sync_api import Page, expect

from news.models import ArticlePage, Issue, Subscriber
from news.selectors import newsletter
from tests.factories.members import UserFactory
from tests.factories.news import ArticlePageFactory, news_index

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.filterwarnings("ignore:Unclosed file:ResourceWarning"),
]
READER = "nora.new@readers.example"


@pytest.fixture
def editor(settings):
    """Writes articles and composes the newsletter; publishes and sends neither."""
    settings.STAFF_NEEDS_SECOND_FACTOR = False
    # Saving by itself half a second after each key would decide which of two saves this journey sees.
    settings.WAGTAIL_AUTOSAVE_INTERVAL = 0
    user = UserFactory(name="Edda Editor", is_staff=True)
    user.groups.set(Group.objects.filter(name="Editors"))
    user.user_permissions.set(Permission.objects.filter(codename="change_issue"))
    return user


@pytest.fixture
def publisher(settings):
    settings.STAFF_NEEDS_SECOND_FACTOR = False
    return UserFactory(name="Paul Publisher", staff=True)


def subscribe(page: Page, axe, letters_to) -> None:
    """From the list of news to the second yes."""
    page.goto("/news/")
    axe(page)
    page.get_by_role("main").get_by_role("link", name="Newsletter").click()
    axe(page)
    page.get_by_label("E-mail address").fill("nobody")
    page.get_by_role("button", name="Send me the newsletter").click()
    expect(page.get_by_text("Enter a whole e-mail address.").first).to_be_visible()
    axe(page)
    page.get_by_label("E-mail address").fill(READER)
    page.get_by_role("button", name="Send me the newsletter").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Look into your mailbox")
    axe(page)
    [letter] = letters_to(READER)
    page.goto(re.search(r"http\S+/newsletter/confirm/\S+", letter.body)[0])
    axe(page)
    assert Subscriber.objects.count() == 0
    page.get_by_role("button", name="Yes, send it to me").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("You get the newsletter")
    axe(page)


def test_an_article_is_written_published_and_read_in_the_newsletter(
    new_page, log_in, axe, letters_to, run_tasks, editor, publisher, width
):
    news_index()
    ArticlePageFactory(title="Older news", slug="older-news")

    reader = new_page()
    reader.expect_status(422)
    subscribe(reader, axe, letters_to)

    # The editor writes; nobody sees it yet.
    desk = new_page()
    log_in(desk, editor)
    desk.goto(f"/admin/pages/add/news/articlepage/{news_index().pk}/", timeout=60_000)
    desk.locator("#id_title").press_sequentially("Peers meet in spring")
    expect(desk.locator("#id_slug")).to_have_value("peers-meet-in-spring")
    desk.locator("#id_summary").fill("Two days of peer review, open to all regions.")
    desk.get_by_role("button", name="Save draft").click()
    expect(desk.get_by_text("Page 'Peers meet in spring' created.")).to_be_visible()
    article = ArticlePage.objects.get(title="Peers meet in spring")
    assert not article.live
    reader.goto("/news/")
    expect(reader.get_by_text("Peers meet in spring")).to_have_count(0)

    # The publisher publishes.
    chief = new_page()
    log_in(chief, publisher)
    chief.goto(f"/admin/pages/{article.pk}/edit/", timeout=60_000)
    chief.get_by_role("button", name="More actions").click()
    chief.get_by_role("button", name="Publish", exact=True).click()
    expect(chief.get_by_text("Page 'Peers meet in spring' has been published.")).to_be_visible()
    reader.goto("/news/")
    reader.get_by_role("link", name="Peers meet in spring").click()
    expect(reader.get_by_role("heading", level=1)).to_have_text("Peers meet in spring")
    axe(reader)

    # The editor composes: chooses two, moves one up, looks at it.
    desk.goto("/admin/newsletter/")
    axe(desk)
    desk.get_by_role("link", name="New issue").click()
    desk.get_by_label("Subject").fill("Spring issue")
    desk.get_by_role("button", name="Begin").click()
    desk.get_by_label("Introduction").fill("Dear readers,\n\nspring is near.")
    desk.get_by_label(re.compile("Older news")).check()
    desk.get_by_label(re.compile("Peers meet in spring")).check()
    desk.get_by_role("button", name="Save", exact=True).click()
    expect(desk.get_by_text("The issue has been saved.")).to_be_visible()
    issue = Issue.objects.get()
    first = newsletter.content_of(issue)[0]["title"]
    # Wagtail's own message has too little contrast while it slides in; it is not ours to look at.
    desk.goto(desk.url)
    desk.get_by_role("button", name=f"Move “{first}” down").click()
    axe(desk)
    desk.get_by_role("button", name="Save and preview").click()
    frame = desk.frame_locator("iframe")
    expect(frame.get_by_role("heading", level=1)).to_have_text("Spring issue")
    expect(frame.get_by_role("link", name="Peers meet in spring")).to_be_visible()
    axe(desk)
    assert newsletter.content_of(issue)[1]["title"] == first

    # The publisher sends.
    chief.goto(f"/admin/newsletter/{issue.pk}/")
    chief.get_by_role("button", name="Send…").click()
    expect(chief.get_by_text("Send “Spring issue” to 1 subscriber now?")).to_be_visible()
    axe(chief)
    chief.get_by_role("button", name="Yes, send it").click()
    expect(chief.get_by_text("Being sent")).to_be_visible()
    chief.goto(chief.url)
    axe(chief)

    # The subscriber reads, follows the link, and finds the issue in the archive.
    letter = letters_to(READER)[-1]
    assert letter.subject == "Spring issue"
    assert "Two days of peer review, open to all regions." in letter.body
    reader.goto(re.search(rf"http\S+{article.get_absolute_url()}", letter.body)[0])
    expect(reader.get_by_role("heading", level=1)).to_have_text("Peers meet in spring")
    reader.goto(re.search(r"http\S+/newsletter/1/", letter.body)[0])
    expect(reader.get_by_role("heading", level=1)).to_have_text("Spring issue")
    axe(reader)

    # One click, and it stops.
    reader.goto(letter.extra_headers["List-Unsubscribe"].strip("<>"))
    reader.get_by_role("button", name="Stop these letters").click()
    expect(reader.get_by_role("heading", level=1)).to_have_text("You will not get these letters any more")
    axe(reader)


@pytest.mark.parametrize("width", ["wide"])
def test_lines_of_an_issue_are_ordered_by_drag_and_by_numbers(new_page, log_in, publisher, width):
    from tests.factories.news import IssueFactory

    pages = [ArticlePageFactory(title=title) for title in ("First", "Second", "Third")]
    issue = IssueFactory(pages=pages)

    desk = new_page()
    log_in(desk, publisher)
    desk.goto(f"/admin/newsletter/{issue.pk}/", timeout=60_000)
    lines = desk.locator("[data-item]")
    lines.nth(2).locator("[data-handle]").hover()
    target = lines.nth(0).bounding_box()
    handle = lines.nth(2).locator("[data-handle]").bounding_box()
    desk.mouse.down()
    desk.mouse.move(handle["x"] + 8, target["y"] + target["height"] * 1.5, steps=6)
    desk.mouse.move(handle["x"] + 8, target["y"] + 2, steps=6)
    desk.mouse.up()
    expect(lines.locator(".newsletter-title")).to_have_text(["Third", "First", "Second"])
    desk.get_by_role("button", name="Save", exact=True).click()
    assert [item["title"] for item in newsletter.content_of(issue)] == ["Third", "First", "Second"]

    bare = new_page(javascript=False)
    log_in(bare, publisher)
    bare.goto(f"/admin/newsletter/{issue.pk}/", timeout=60_000)
    bare.get_by_label("Place of “Third”").fill("9")
    bare.get_by_role("button", name="Save", exact=True).click()
    assert [item["title"] for item in newsletter.content_of(issue)] == ["First", "Second", "Third"]
