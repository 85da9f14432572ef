"""A visitor opens every kind of public page: axe finds nothing at 320 and 1280 pixels, light and dark.

With RECORD_ACCESSIBILITY=1 the run is written down for the accessibility statement (home/data/accessibility.json).
"""

import json
import os
from datetime import date
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.management import call_command
from playwright.sync_api import Browser

from events.models import EventPage
from home.fragments import TESTED
from tests.factories.events import event_index

# What the statement calls them, and one page of each kind.
KINDS = (
    ("Home page", "/"),
    ("Section with cards", "/about/"),
    ("Page of text with contents, table, questions and sources", "/about/s3/"),
    ("Page with partners", "/about/secretariat/"),
    ("Page with steps", "/support/"),
    ("Contact form", "/contact/"),
    ("List of events", "/events/"),
    ("Event", "/events/{forum}/"),
    ("Programme", "/events/{forum}/programme/"),
    ("Past event", "/events/s3-forum-2023/"),
    ("Working groups", "/working-groups/"),
    ("Working group", "/working-groups/industrial-transformation/"),
    ("List of news", "/news/"),
    ("News article", "/news/seven-criteria-in-plain-words/"),
    ("Newsletter: subscribing, all issues", "/newsletter/"),
    ("Issue of the newsletter", "/newsletter/1/"),
    ("People", "/people/"),
    ("Library", "/library/"),
    ("Library as a filtered table", "/library/?kind=presentation&view=table"),
    ("Resource", "/library/sample-what-monitoring-is-for/"),
    ("Good practice", "/library/sample-practice-shared-laboratory/"),
    ("Topics and criteria", "/topics/"),
    ("Topic", "/topics/entrepreneurial-discovery/"),
    ("Criterion", "/criteria/4/"),
    ("Interface for programs", "/api/"),
    ("Collections", "/library/collections/"),
    ("Collection", "/library/collections/sample-forum-presentations/"),
    ("Search", "/search/?q=strategy"),
    ("Sign in", "/accounts/login/"),
    ("Cookies", "/cookies/"),
    ("How long data are kept", "/privacy/retention/"),
    ("Accessibility statement", "/accessibility/"),
    ("Page that does not exist", "/no-such-page/"),
)
WIDTHS = (320, 1280)
# What a page is made of is the same in the dark; its colours are not.
SCHEMES = {"light": {}, "dark": {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}}


@pytest.mark.parametrize("width", ["wide"], indirect=True)
def test_every_kind_of_page_is_without_a_violation(browser: Browser, server: str, width, settings):
    event_index()
    call_command("seed_demo", "--force", verbosity=0)
    EventPage.objects.update(picture=None)
    forum = EventPage.objects.get(is_sample=True, kind="forum").slug
    engine, problems, looked_at, rules = Axe(), [], {}, set()
    for across in WIDTHS:
        # Colours that are still on their way from light to dark are nobody's to judge.
        context = browser.new_context(
            base_url=server, viewport={"width": across, "height": 900}, locale="en-GB", reduced_motion="reduce"
        )
        page = context.new_page()
        for kind, path in KINDS:
            path = path.format(forum=forum)
            page.goto(path, wait_until="load")
            page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true; })")
            for scheme, only in SCHEMES.items():
                page.emulate_media(color_scheme=scheme)
                answer = engine.run(page, options={"preload": False, **only}).response
                where = f"{path} at {across} px, {scheme}"
                problems += [
                    f"{where}: {each['id']}: {each['nodes'][0]['html'][:160]}" for each in answer["violations"]
                ]
                passed = {each["id"] for each in answer["passes"]}
                rules |= passed | {each["id"] for each in answer["inapplicable"]}
                if not only:
                    held = len(passed)
            if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
                problems.append(f"{path} at {across} px scrolls sideways")
            looked_at[kind] = {"kind": kind, "path": path, "rules": held}
        version = answer["testEngine"]["version"]
        context.close()

    assert problems == []
    if os.environ.get("RECORD_ACCESSIBILITY"):
        record(list(looked_at.values()), len(rules), version, f"Chromium {browser.version.split('.')[0]}")


def record(pages: list[dict], rules: int, version: str, browser: str) -> None:
    """What the statement says; the path of a sample goes without its year."""
    found = {"day": date.today().isoformat(), "axe": version, "browser": browser, "rules": rules, "pages": pages}
    Path(TESTED).write_text(json.dumps(found, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def test_statement_names_every_kind_that_is_tested():
    found = json.loads(TESTED.read_text(encoding="utf-8"))

    assert [page["kind"] for page in found["pages"]] == [kind for kind, _path in KINDS]
    assert found["rules"] > 50
