"""A visitor opens the site: the front page, a wrong address."""

import pytest
from playwright.sync_api import expect


def test_front_page_opens_without_anything_foreign(page, axe):
    page.goto("/")

    expect(page.get_by_role("main")).to_be_visible()
    assert page.context.cookies() == []
    axe(page)


def test_wrong_address_says_so_and_offers_a_way_on(page, axe):
    page.expect_status(404)

    answer = page.goto("/no-such-page/")

    assert answer.status == 404
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_role("link", name="Home").first).to_be_visible()
    axe(page)


@pytest.mark.parametrize("width", ["wide"], indirect=True)
@pytest.mark.parametrize("across", [1088, 1120, 1247, 1248, 1280])
def test_search_of_the_header_stands_beside_the_menu_at_widths_between(page, across):
    page.set_viewport_size({"width": across, "height": 600})
    page.goto("/")

    last, search = (
        page.locator(place).bounding_box()
        for place in (".nav li:last-child a", ".site-header .search--compact:not(.nav *) .button")
    )
    assert last["x"] + last["width"] <= search["x"]
    assert abs(last["y"] + last["height"] / 2 - search["y"] - search["height"] / 2) <= 1
