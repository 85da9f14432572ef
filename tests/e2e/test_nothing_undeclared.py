"""Every public page in a browser keeps and asks for nothing but what the list of cookies names."""

import re
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page, Request
from wagtail.models import Page as WagtailPage

from cop.core.addresses import address_of
from cop.privacy.models import Cookie
from cop.privacy.selectors.cookies import list_state, matches
from tests.factories.events import event_index

LINK = re.compile(r'<a\b[^>]*\bhref="(/[^"#?]*)')
KEPT = """async () => ({
    cookies: document.cookie.split("; ").filter(Boolean).map(pair => pair.split("=")[0]),
    storage: [...Object.keys(localStorage), ...Object.keys(sessionStorage)],
    databases: (await indexedDB.databases()).map(database => database.name),
    caches: await window.caches.keys(),
    workers: (await navigator.serviceWorker.getRegistrations()).length,
})"""
# Doors: they set the cookies of a session or of a form when they are opened, all of them declared.
NEVER_LINKED = ("/accounts/login/password/",)


def public_pages() -> list[str]:
    """What a visitor can open: every public page of Wagtail, and whatever links lead to from there."""
    client = Client()
    found: dict[str, bool] = {}
    waiting = [
        "/",
        *NEVER_LINKED,
        *(address_of(page) for page in WagtailPage.objects.live().public().filter(depth__gt=1)),
    ]
    while waiting:
        path = waiting.pop()
        if path in found or path.startswith(("/static/", "/media/")):
            continue
        answer = client.get(path)
        found[path] = answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/html")
        if found[path]:
            waiting += LINK.findall(answer.content.decode())
        for close in getattr(answer, "_resource_closers", []):
            close()
    return sorted(path for path, is_page in found.items() if is_page)


def two_of_each(paths: list[str]) -> list[str]:
    """Two pages of each place: what a choice changes is in the frame of a page and in the players of some."""
    kept: dict[tuple[str, int], list[str]] = {}
    for path in paths:
        alike = kept.setdefault((path.split("/")[1], path.count("/")), [])
        alike += [path] if len(alike) < 2 else []
    return sorted(path for alike in kept.values() for path in alike)


class Audit:
    """What one window keeps and asks for that the list does not name, given what was accepted."""

    def __init__(self, page: Page, origin: str, accepted: tuple[str, ...]) -> None:
        entries = Cookie.objects.filter(category__in=["necessary", *accepted])
        self.declared = {
            kind: [entry.name for entry in entries if entry.kind == kind] for kind in ("cookie", "storage")
        }
        self.hosts = {urlsplit(origin).netloc}
        if accepted:
            self.hosts |= {urlsplit(each).netloc for origins in settings.THIRD_PARTIES.values() for each in origins}
        self.page = page
        self.foreign: list[str] = []
        page.context.on("request", self.note)

    def note(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme not in ("data", "blob", "about") and address.netloc not in self.hosts:
            self.foreign.append(request.url)

    def findings(self) -> list[str]:
        kept = self.page.evaluate(KEPT)
        cookies = {cookie["name"] for cookie in self.page.context.cookies()} | set(kept["cookies"])
        return [
            *(f"cookie {name}" for name in sorted(cookies) if not matches(name, self.declared["cookie"])),
            *(f"storage {name}" for name in kept["storage"] if not matches(name, self.declared["storage"])),
            *(f"database {name}" for name in kept["databases"]),
            *(f"cache {name}" for name in kept["caches"]),
            *(f"{number} workers" for number in [kept["workers"]] if number),
            *(f"request {url}" for url in self.foreign),
        ]


@pytest.fixture
def seeded(server, settings, transactional_db) -> None:
    # The same page for everybody: in the second and third round it comes from the cache.
    settings.PAGE_CACHE_SECONDS, settings.PAGE_CACHE_IN_MEMORY = 600, True
    event_index()
    call_command("seed_demo", "--force", verbosity=0)


# Wagtail leaves the file of a picture's new size to the garbage collector.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("width", ["wide"], indirect=True)
def test_no_public_page_keeps_or_asks_for_what_is_not_declared(seeded, new_page, server):
    paths = public_pages()
    assert {"/", "/cookies/", "/search/", reverse("event_index"), "/accounts/login/", "/library/"} <= set(paths)
    version, optional = list_state().version, list_state().optional
    assert optional == ("functional",)

    found = {}
    for state, accepted in (("before a choice", None), ("refused", ()), ("accepted", optional)):
        page = new_page()
        if accepted is not None:
            value = ".".join([version, *accepted])
            page.context.add_cookies([{"name": settings.CONSENT_COOKIE_NAME, "value": value, "url": server}])
        audit = Audit(page, server, accepted or ())
        for path in paths if accepted is None else two_of_each(paths):
            page.goto(path, wait_until="load")
            if findings := audit.findings():
                found[state, path] = findings
                audit.foreign.clear()
                page.context.clear_cookies()
        # Not even a declared cookie, where there is nothing to sign in to or to send.
        if accepted is None:
            page.context.clear_cookies()
            page.goto("/", wait_until="networkidle")
            assert page.context.cookies() == []

    assert found == {}


@pytest.mark.parametrize("width", ["wide"], indirect=True)
def test_audit_finds_what_is_not_declared(new_page, server, transactional_db):
    """The control: an audit that finds nothing must be able to find something."""
    page = new_page()
    page.expect_host("undeclared.example")
    page.context.route("https://undeclared.example/**", lambda route: route.fulfill(body=""))
    audit = Audit(page, server, ())
    page.goto("/")
    page.evaluate(
        "document.cookie = 'undeclared=1'; document.cookie = 'sessionid=1'; localStorage.setItem('undeclared', '1');"
        "sessionStorage.setItem('wagtail:panel', '1')"
    )
    page.evaluate("new Promise(done => { const asked = indexedDB.open('undeclared'); asked.onsuccess = () => done() })")
    page.goto("https://undeclared.example/", wait_until="commit")
    page.goto("/")

    assert audit.findings() == [
        "cookie undeclared",
        "storage undeclared",
        "database undeclared",
        "request https://undeclared.example/",
    ]
