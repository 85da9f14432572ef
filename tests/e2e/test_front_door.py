"""A visitor opens the site: the front page, a wrong address."""

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
