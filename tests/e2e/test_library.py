"""A visitor finds a presentation by a word on one slide, reads it in the viewer and cites it; also without scripts."""

import re
from datetime import date

import pytest
from django.core.management import call_command
from playwright.sync_api import expect

from tests.factories.documents import pdf
from tests.factories.events import EventPageFactory
from tests.factories.resources import ResourcePageFactory, make_file

SLIDES = ("Steel towns and skills", "Five promises", "Two were not kept", "When a furnace closes", "Who watches")


@pytest.fixture
def presentation(server):
    forum = EventPageFactory(title="Sample Forum 2026", slug="sample-forum")
    resource = ResourcePageFactory(
        slug="steel-towns", title="Steel towns and skills", summary="A pact for ten years.", origins=[forum],
        authors=["Exemple, Pierre"], date=date(2026, 11, 3),
    )  # fmt: skip
    ResourcePageFactory(title="Something else")
    make_file(resource, content=pdf(*SLIDES), name="steel-towns.pdf", title="Slides", language="en", reads=True)
    call_command("update_index", verbosity=0)
    return resource


@pytest.mark.parametrize("javascript", [True, False], ids=["scripts", "no scripts"])
def test_visitor_finds_a_presentation_by_a_word_on_a_slide_reads_it_and_cites_it(
    new_page, axe, presentation, javascript
):
    page = new_page(javascript=javascript)
    check = axe if javascript else lambda _page: None
    page.goto("/library/")
    check(page)
    page.locator("#library-q").fill('"furnace closes"')
    page.locator("#library-q").press("Enter")
    expect(page.locator(".result")).to_have_count(1)
    expect(page.locator(".result .meta").first).to_contain_text("Slide 4")
    expect(page.locator(".result mark").first).to_have_text("furnace")
    check(page)

    page.get_by_role("link", name="Steel towns and skills").click()
    expect(page).to_have_url(re.compile(r"\?slide=4$"))
    expect(page.get_by_role("img", name="Slide 4")).to_be_visible()
    expect(page.get_by_text("4 of 5")).to_be_visible()
    check(page)
    page.get_by_role("link", name="Next").click()
    expect(page).to_have_url(re.compile(r"\?slide=5$"))
    expect(page.get_by_role("heading", name="Slide 5")).to_be_visible()
    if javascript:
        expect(page.get_by_role("button", name="Full screen")).to_be_visible()
        page.keyboard.press("Home")
        expect(page.get_by_role("img", name="Slide 1")).to_be_visible()
        page.keyboard.press("ArrowRight")
        expect(page.get_by_role("heading", name="Slide 2")).to_be_visible()
        expect(page.locator("#slide-text")).to_have_text("Five promises")
        page.keyboard.press("End")
        expect(page.get_by_text("5 of 5")).to_be_visible()
        check(page)
        page.reload()
    expect(page.get_by_role("img", name="Slide 5")).to_be_visible()
    assert page.locator("[data-slides-picture]").evaluate("image => image.decode().then(() => image.naturalWidth)") > 0
    with page.expect_download() as download:
        page.get_by_role("link", name="Download").click()
    assert download.value.suggested_filename == "steel-towns.pdf"

    page.get_by_role("link", name="About this resource, and how to cite it").click()
    expect(page.locator("#cite-apa")).to_contain_text("Exemple, P. (2026, November 3). Steel towns and skills")
    expect(page.locator(".slide-cover").first).to_be_visible()
    check(page)
    with page.expect_download() as download:
        page.get_by_role("link", name="RIS").click()
    assert download.value.suggested_filename == "exemple2026.ris"


@pytest.mark.parametrize("width", ["phone"], indirect=True)
def test_slides_turn_by_a_swipe(new_page, axe, presentation):
    page = new_page(dark=True)
    page.goto(presentation.get_absolute_url())
    page.get_by_role("link", name="Read it here").click()
    stage = page.locator("[data-slides-stage]")
    expect(page.get_by_text("1 of 5")).to_be_visible()
    # The script has come.
    expect(page.get_by_role("button", name="Full screen")).to_be_visible()

    def swipe(begin, end):
        facts = {"pointerType": "touch", "isPrimary": True, "bubbles": True}
        stage.dispatch_event("pointerdown", {**facts, "clientX": begin})
        stage.dispatch_event("pointerup", {**facts, "clientX": end})

    swipe(300, 100)
    expect(page.get_by_role("img", name="Slide 2")).to_be_visible()
    swipe(100, 300)
    expect(page.get_by_role("img", name="Slide 1")).to_be_visible()
    axe(page)


@pytest.mark.parametrize("javascript", [True, False], ids=["scripts", "no scripts"])
@pytest.mark.parametrize("width", ["phone", "wide"], indirect=True)
def test_visitor_whose_filters_find_nothing_leaves_one_out(new_page, axe, server, javascript):
    ResourcePageFactory(title="Steel", kind="study", languages=["en"])
    ResourcePageFactory(title="Glass", kind="tool", languages=["fr"], topics=["Clusters"])
    page = new_page(javascript=javascript)
    check = axe if javascript else lambda _page: None
    page.goto("/library/?kind=study&language=fr")
    expect(page.get_by_role("heading", name="Nothing fits all of this together")).to_be_visible()
    check(page)

    folded = page.locator(".facet-fold", has_text="Topic")
    if not folded.is_visible():
        page.locator(".filter > summary").click()
    expect(folded.get_by_label("Clusters")).to_be_visible()
    folded.locator("summary").click()
    expect(folded.get_by_label("Clusters")).to_be_hidden()
    page.get_by_role("link", name=re.compile("^Without Kind: Study")).click()

    expect(page.locator(".result")).to_have_count(1)
    expect(page).to_have_url(re.compile(r"/library/\?language=fr$"))
    if javascript:
        # What was folded away stays so while the list changes.
        expect(folded.get_by_label("Clusters")).to_be_hidden()
    page.get_by_role("link", name="Clear all").click()
    expect(page.locator(".result")).to_have_count(2)
    check(page)
