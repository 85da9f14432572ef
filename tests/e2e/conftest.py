"""Browser journeys: a real server, a real Chromium, and what every page must keep to on the way.

Every journey runs on a desktop's and on a phone's width. On each page it meets, the browser refuses and reports
whatever comes from another site, errors in the console, and scrolling sideways; `axe(page)` asks for the rest.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.core import mail
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, Response, expect

# Playwright's synchronous interface keeps an event loop in this thread; Django would take it for an async view.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

# Two journeys share two cores: what is to be seen may take its time.
expect.set_options(timeout=15_000)

WIDTHS = {"wide": (1280, 900), "phone": (390, 844)}
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    path = os.environ.get("CHROMIUM") or next((found for name in NAMES if (found := shutil.which(name))), None)
    quiet = [
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-gpu",
        "--disable-quic",
        "--disable-sync",
        "--no-first-run",
        # Traffic of tests goes to loopback only.
        "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
    ]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        quiet.append("--no-sandbox")
    return {**browser_type_launch_args, **({"executable_path": path} if path else {}), "args": quiet}


@pytest.fixture(params=list(WIDTHS))
def width(request) -> str:
    """ "wide" or "phone"; a journey that is the same on both says @pytest.mark.parametrize("width", ["wide"], …)."""
    return request.param


@pytest.fixture
def server(live_server, settings) -> str:
    """The address of the running site. Letters name it too."""
    settings.SITE_URL = live_server.url
    settings.WAGTAILADMIN_BASE_URL = live_server.url
    return live_server.url


class Watch:
    """Listens to one browser window and keeps what it must not do."""

    def __init__(self, context: BrowserContext, origin: str) -> None:
        self.hosts = {urlsplit(origin).netloc}
        self.problems: list[str] = []
        self.expected: set[int] = set()
        context.on("request", self.asked)
        context.on("console", self.heard)
        context.on("weberror", lambda error: self.problems.append(f"script error: {error.error}"))
        context.on("response", self.answered)

    def asked(self, request: Request) -> None:
        # The browser itself resolves no foreign name; a route through here would cost each file a round trip and
        # the browser its cache.
        address = urlsplit(request.url)
        if address.scheme not in ("data", "blob", "about") and address.netloc not in self.hosts:
            self.problems.append(f"asked another site: {request.url}")

    def heard(self, message: ConsoleMessage) -> None:
        # A refused answer is reported by `answered`, which knows whether the journey wanted it.
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.problems.append(f"console on {message.location.get('url')}: {message.text}")

    def answered(self, response: Response) -> None:
        if response.status >= 400 and response.status not in self.expected:
            self.problems.append(f"answer {response.status}: {response.request.method} {response.url}")


@pytest.fixture
def new_page(browser: Browser, server: str, width: str) -> Iterator[Callable[..., Page]]:
    """`new_page()`: a window of another person. `new_page(javascript=False)`, `new_page(dark=True)`."""
    opened: list[tuple[BrowserContext, Watch]] = []

    def make(*, javascript: bool = True, dark: bool = False) -> Page:
        across, down = WIDTHS[width]
        context = browser.new_context(
            base_url=server,
            viewport={"width": across, "height": down},
            locale="en-GB",
            timezone_id="Europe/Brussels",
            java_script_enabled=javascript,
            color_scheme="dark" if dark else "light",
            # Colours that are still on their way when axe looks are nobody's to judge.
            reduced_motion="reduce",
        )
        context.set_default_timeout(15_000)
        watch = Watch(context, server)
        opened.append((context, watch))
        page = context.new_page()
        # A journey that means to be refused says so: page.expect_status(404); one that acts another site too.
        page.expect_status = watch.expected.add
        page.expect_host = watch.hosts.add
        return page

    yield make
    problems = []
    for context, watch in opened:
        context.close()
        problems += watch.problems
    assert problems == []


@pytest.fixture
def page(new_page) -> Page:
    """One person's window."""
    return new_page()


@pytest.fixture
def axe() -> Callable[[Page], None]:
    """`axe(page)`: no accessibility violation, and nothing to scroll sideways."""
    engine = Axe()

    def check(page: Page) -> None:
        # What is seen may stand there before its sheets have come.
        page.wait_for_load_state("load")
        # Without "preload" axe does not fetch the style sheets anew, as whatever address, into inline styles.
        found = engine.run(page, options={"preload": False}).response["violations"]
        told = [
            f"{violation['id']}: {violation['help']} — {' | '.join(node['html'][:160] for node in violation['nodes'])}"
            for violation in found
        ]
        assert told == [], f"{page.url}\n" + "\n".join(told)
        too_wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert too_wide <= 0, f"{page.url} scrolls sideways by {too_wide} px"

    return check


@pytest.fixture
def log_in(server) -> Callable[..., None]:
    """`log_in(page, user)`: spares a journey the log-in that it is not about."""

    def give_session(page: Page, user) -> None:
        client = Client()
        client.force_login(user)
        value = client.cookies[settings.SESSION_COOKIE_NAME].value
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": server}])

    return give_session


@pytest.fixture
def letters_to(run_tasks) -> Callable[[str], list]:
    """`letters_to(address)`: lets the worker work, then returns the messages this person has got so far."""

    def read(address: str) -> list:
        run_tasks()
        return [message for message in mail.outbox if any(address in receiver for receiver in message.to)]

    return read
