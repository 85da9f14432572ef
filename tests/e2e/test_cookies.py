"""A visitor is asked about cookies: refuses, accepts, changes the answer, or has no scripts."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from cop.privacy.models import ConsentRecord, Cookie
from cop.privacy.selectors.cookies import list_state
from cop.privacy.services.cookies import save_cookie

HOSTS = ("video.example", "count.example")
STYLES = """button => Object.fromEntries([...getComputedStyle(button)].map(name =>
    [name, getComputedStyle(button).getPropertyValue(name)]))"""


@pytest.fixture(autouse=True)
def _site(settings, transactional_db):
    """A page with things of two other sites, which are on the list of cookies."""
    settings.ROOT_URLCONF = "tests.e2e.embed_urls"
    settings.THIRD_PARTIES = {"frame-src": ["https://video.example"], "script-src": ["https://count.example"]}
    settings.PAGE_CACHE_SECONDS, settings.PAGE_CACHE_IN_MEMORY = 60, True
    common = {"duration": "1 year", "third_party": True}
    save_cookie(
        cookie=Cookie(category="functional", name="player*", provider="Sample video host", purpose="Volume.", **common),
        actor=None,
    )
    common["third_party"] = False
    save_cookie(
        cookie=Cookie(category="analytics", name="_visits*", provider="This site", purpose="Counts.", **common),
        actor=None,
    )


@pytest.fixture
def asked() -> list[str]:
    """Addresses on other sites that a page has asked for."""
    return []


@pytest.fixture
def visit(new_page, asked) -> Callable[..., Page]:
    """`visit(javascript=…, dark=…)`: a window in which the other sites answer, and what is asked of them is noted."""

    def other_site(route: Route) -> None:
        asked.append(route.request.url)
        if route.request.url.endswith(".js"):
            script = "document.cookie = '_visits.1=x; path=/'; localStorage.setItem('_visits', '1')"
            route.fulfill(body=script, content_type="text/javascript")
        else:
            route.fulfill(body="<title>Video</title><p>The video.</p>", content_type="text/html")

    def open_window(**options) -> Page:
        page = new_page(**options)
        for host in HOSTS:
            page.expect_host(host)
            page.context.route(f"https://{host}/**", other_site)
        page.goto("/talk/")
        return page

    return open_window


def banner(page: Page):
    return page.get_by_role("region", name="Cookies", exact=True)


def press_until_focused(page: Page, locator, limit: int = 60) -> int:
    """Press Tab until this has the focus; how often it took."""
    for times in range(1, limit + 1):
        page.keyboard.press("Tab")
        if locator.evaluate("element => element === document.activeElement"):
            return times
    raise AssertionError(f"{locator} does not get the focus by keyboard")


def names(page: Page) -> list[str]:
    return sorted(cookie["name"] for cookie in page.context.cookies())


def storage(page: Page) -> list[str]:
    return page.evaluate("[...Object.keys(localStorage), ...Object.keys(sessionStorage)]")


def wait_for_cookie(page: Page, name: str) -> None:
    """Not by a script in the page: the site's policy lets nobody evaluate text there."""
    for _ in range(100):
        if name in names(page):
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"{name} was not set within five seconds.")


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_visitor_refuses_cookies_and_nothing_is_loaded(visit, asked, axe, dark):
    page = visit(dark=dark)
    expect(banner(page)).to_be_visible()
    axe(page)
    assert (names(page), storage(page), asked) == ([], [], [])

    # The keyboard comes to it at once (after the skip link), and out of it again.
    assert page.evaluate("document.activeElement === document.body")
    reject = banner(page).get_by_role("button", name="Reject all")
    assert press_until_focused(page, reject) <= 5
    page.keyboard.press("Enter")

    expect(banner(page)).to_be_hidden()
    expect(page.get_by_text("It loads only if you allow functional cookies.")).to_be_visible()
    expect(page.get_by_role("link", name="Open at Sample video host")).to_be_visible()
    page.goto("/")
    page.goto("/talk/")
    expect(page.get_by_role("button", name="Allow and show")).to_be_visible()
    expect(banner(page)).to_be_hidden()
    assert (names(page), storage(page), asked) == (["cookie-choice"], [], [])
    assert list(ConsentRecord.objects.values_list("accepted", flat=True)) == [""]
    axe(page)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_visitor_accepts_and_later_takes_it_back(visit, asked, axe, dark):
    page = visit(dark=dark)
    banner(page).get_by_role("button", name="Accept all").click()

    frame = page.frame_locator("iframe")
    expect(frame.get_by_text("The video.")).to_be_visible()
    expect(banner(page)).to_be_hidden()
    wait_for_cookie(page, "_visits.1")
    assert sorted(asked) == ["https://count.example/count.js", "https://video.example/embed"]
    assert names(page) == ["_visits.1", "cookie-choice"]

    # From the foot of any page, by keyboard; Escape changes nothing.
    link = page.get_by_role("contentinfo").get_by_role("link", name="Cookie settings")
    link.focus()
    page.keyboard.press("Enter")
    expect(banner(page)).to_be_visible()
    expect(banner(page).get_by_role("checkbox", name="Functional")).to_be_checked()
    axe(page)
    page.keyboard.press("Escape")
    expect(banner(page)).to_be_hidden()
    expect(link).to_be_focused()
    page.keyboard.press("Enter")
    asked.clear()
    banner(page).get_by_role("button", name="Reject all").click()

    expect(page.get_by_role("button", name="Allow and show")).to_be_visible()
    expect(page.locator("iframe")).to_have_count(0)
    expect(banner(page)).to_be_hidden()
    assert (names(page), storage(page), asked) == (["cookie-choice"], [], [])


def test_visitor_allows_one_category_at_the_video_itself(visit, asked):
    page = visit()
    banner(page).get_by_role("button", name="Reject all").click()
    # The banner hands the focus on when it goes; whoever presses Enter sees that it has gone.
    expect(banner(page)).to_be_hidden()
    allow = page.get_by_role("button", name="Allow and show")
    allow.focus()
    page.keyboard.press("Enter")

    expect(page.frame_locator("iframe").get_by_text("The video.")).to_be_visible()
    assert asked == ["https://video.example/embed"]
    assert page.evaluate("document.activeElement.tagName") == "IFRAME"
    assert page.context.cookies()[0]["value"] == f"{list_state().version}.functional"


def test_visitor_customises_by_keyboard(visit, asked):
    page = visit()
    press_until_focused(page, banner(page).locator("summary"))
    page.keyboard.press("Enter")
    analytics = banner(page).get_by_role("checkbox", name="Analytics")
    expect(analytics).not_to_be_checked()
    expect(banner(page).get_by_role("checkbox", name="Necessary")).to_be_disabled()
    expect(banner(page).get_by_role("checkbox", name="Advertisement")).to_be_disabled()
    press_until_focused(page, analytics)
    page.keyboard.press("Space")
    press_until_focused(page, banner(page).get_by_role("button", name="Save my choice"))
    page.keyboard.press("Enter")

    expect(banner(page)).to_be_hidden()
    wait_for_cookie(page, "_visits.1")
    assert asked == ["https://count.example/count.js"]
    assert list(ConsentRecord.objects.values_list("accepted", flat=True)) == ["analytics"]


def test_visitor_without_scripts_chooses_and_is_not_asked_again(visit, asked, axe):
    page = visit(javascript=False)
    expect(banner(page)).to_be_visible()
    banner(page).get_by_text("Customise").click()
    banner(page).get_by_text("Functional", exact=True).click()
    banner(page).get_by_role("button", name="Save my choice").click()

    expect(page).to_have_url("/talk/")
    expect(banner(page)).to_be_hidden()
    # Nothing can be put into the page, so the link is what remains; no button that would do nothing.
    expect(page.get_by_role("link", name="Open at Sample video host")).to_be_visible()
    expect(page.get_by_role("button", name="Allow and show")).to_be_hidden()
    page.goto("/")
    expect(banner(page)).to_be_hidden()

    page.get_by_role("contentinfo").get_by_role("link", name="Cookie settings").click()
    expect(page.get_by_text("Allowed: Functional.")).to_be_visible()
    expect(page.get_by_role("checkbox", name="Functional")).to_be_checked()
    page.get_by_role("main").get_by_role("button", name="Reject all").click()
    expect(page.get_by_text("Refused: everything optional.")).to_be_visible()
    assert asked == []
    assert list(ConsentRecord.objects.order_by("made_at").values_list("accepted", flat=True)) == ["functional", ""]


def test_visitor_is_asked_again_when_the_list_changes(visit, asked):
    page = visit()
    banner(page).get_by_role("button", name="Accept all").click()
    expect(banner(page)).to_be_hidden()
    # Both other sites have been asked and have answered, so what is noted from here on is new.
    expect(page.frame_locator("iframe").get_by_text("The video.")).to_be_visible()
    wait_for_cookie(page, "_visits.1")
    entry = Cookie.objects.get(name="player*")
    entry.purpose = "Volume, and which videos you saw."
    save_cookie(cookie=entry, actor=None)
    asked.clear()

    page.goto("/talk/")

    expect(banner(page)).to_be_visible()
    expect(page.get_by_role("button", name="Allow and show")).to_be_visible()
    assert asked == []


def test_choice_on_a_page_older_than_the_list_leads_to_the_list(visit):
    page = visit()
    entry = Cookie.objects.get(name="player*")
    entry.purpose = "Volume, and which videos you saw."
    save_cookie(cookie=entry, actor=None)
    page.expect_status(409)

    banner(page).get_by_role("button", name="Accept all").click()

    expect(page.get_by_role("heading", name="The list has changed since you opened the page")).to_be_visible()
    assert names(page) == []


@pytest.mark.parametrize("value", ["garbage", "x" * 4000, "0123456789ab.functional", "..", "%00"])
@pytest.mark.parametrize("width", ["wide"], indirect=True)
def test_cookie_that_is_no_choice_allows_nothing(visit, asked, server, value):
    page = visit()
    page.context.add_cookies([{"name": "cookie-choice", "value": value, "url": server}])

    page.goto("/talk/")

    expect(banner(page)).to_be_visible()
    assert asked == []


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_both_answers_look_the_same(visit, dark):
    page = visit(dark=dark)
    accept, reject = (banner(page).get_by_role("button", name=name) for name in ("Accept all", "Reject all"))

    assert accept.evaluate(STYLES) == reject.evaluate(STYLES)
    one, other = accept.bounding_box(), reject.bounding_box()
    assert (one["width"], one["height"], one["y"]) == (other["width"], other["height"], other["y"])

    page.goto("/cookies/")
    accept, reject = (
        page.get_by_role("main").get_by_role("button", name=name) for name in ("Accept all", "Reject all")
    )
    assert accept.evaluate(STYLES) == reject.evaluate(STYLES)


def test_banner_moves_nothing_when_it_comes_and_goes(visit):
    page = visit()
    page.add_init_script(
        "window.shifts = []; new PerformanceObserver(list => list.getEntries().forEach(entry =>"
        " shifts.push(...entry.sources.map(source => source.node?.outerHTML ?? '?'))))"
        ".observe({type: 'layout-shift', buffered: true})"
    )
    page.goto("/talk/")
    where = "['h1', '#before', '#after', '.site-footer'].map(name => document.querySelector(name).offsetTop)"
    expect(banner(page)).to_be_visible()
    with_banner = page.evaluate(where)
    banner(page).get_by_role("button", name="Reject all").click()
    expect(banner(page)).to_be_hidden()

    assert page.evaluate(where) == with_banner
    assert page.evaluate("window.shifts") == []


def test_focus_is_never_hidden_behind_the_banner(visit):
    page = visit()
    expect(banner(page)).to_be_visible()
    hidden = """() => {
      const focused = document.activeElement;
      const box = document.querySelector(".cookies");
      if (focused === document.body || box.contains(focused)) return "";
      const one = focused.getBoundingClientRect(), other = box.getBoundingClientRect();
      const inside = one.left >= other.left && one.right <= other.right;
      const below = inside && one.top >= other.top && one.bottom <= other.bottom;
      return below || one.top >= innerHeight ? focused.outerHTML : "";
    }"""
    behind = []
    for _ in range(60):
        page.keyboard.press("Tab")
        behind.append(page.evaluate(hidden))

    assert [each for each in behind if each] == []
