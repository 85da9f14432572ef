"""Every public page of the seed: valid HTML, unique ids, one h1, headings that nest, a description of its own."""

import re
from collections import Counter
from itertools import pairwise

import html5lib
import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import transaction
from wagtail.models import Page

from events.models import EventPage
from tests.factories.events import event_index

# Wagtail leaves the file of a rendition that it has just made to the garbage collector.
pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings("ignore:(?i)unclosed file:ResourceWarning")]
FURTHER = (
    "/search/",
    "/search/?q=strategy",
    "/no-such-page/",
    "/contact/?sent=1",
    "/events/?past=1",
    "/topics/",
    "/topics/entrepreneurial-discovery/",
    "/criteria/4/",
    "/api/",
    "/accounts/login/",
)


@pytest.fixture(scope="module", autouse=True)
def _seeded_once(django_db_setup, django_db_blocker):
    """Seeded once for all tests here."""
    with django_db_blocker.unblock():
        whole = transaction.atomic()
        whole.__enter__()
        event_index()
        call_command("seed_demo", "--force", verbosity=0)
        EventPage.objects.update(picture=None)
        yield
        transaction.set_rollback(True)
        whole.__exit__(None, None, None)
        cache.clear()


def public_pages() -> list[str]:
    return [page.get_url() for page in Page.objects.live().filter(depth__gt=1) if page.get_url()]


def problems_of(html: str) -> list[str]:
    """What a strict reader finds in one page."""
    parser = html5lib.HTMLParser(tree=html5lib.getTreeBuilder("etree"), namespaceHTMLElements=False)
    tree = parser.parse(html)
    found = [f"line {line}: {code} {values}" for (line, _column), code, values in parser.errors]
    ids = Counter(element.get("id") for element in tree.iter() if element.get("id"))
    found += [f"id {name} stands {number} times" for name, number in ids.items() if number > 1]
    for element in tree.iter():
        for attribute in ("for", "aria-labelledby", "aria-describedby", "aria-controls", "popovertarget"):
            found += [
                f"{attribute} points to {name}, which is not there"
                for name in (element.get(attribute) or "").split()
                if name not in ids
            ]
        if element.tag == "img":
            found += [f"picture without {name}" for name in ("alt", "width", "height") if element.get(name) is None]
        if element.tag == "a" and (element.get("href") or "").startswith("#"):
            target = element.get("href")[1:]
            found += [f"link to #{target}, which is not there"] if target and target not in ids else []
    levels = [int(element.tag[1]) for element in tree.iter() if re.fullmatch("h[1-6]", str(element.tag))]
    main = tree.find(".//main")
    inside = [int(element.tag[1]) for element in main.iter() if re.fullmatch("h[1-6]", str(element.tag))]
    if levels.count(1) != 1:
        found.append(f"{levels.count(1)} h1")
    if inside and inside[0] != 1:
        found.append(f"the first heading of the content is h{inside[0]}")
    found += [f"h{before} is followed by h{after}" for before, after in pairwise(inside) if after > before + 1]
    if not (tree.find(".//title").text or "").strip():
        found.append("no title")
    if not tree.get("lang"):
        found.append("no lang")
    return found


def test_every_page_is_valid(client):
    addresses = [*public_pages(), *FURTHER]
    assert len(addresses) > 30

    found = {address: problems for address in addresses if (problems := problems_of(client.get(address).text))}

    assert found == {}


def test_every_page_has_a_title_and_a_description_of_its_own(client):
    titles, descriptions = Counter(), Counter()
    for address in public_pages():
        response = client.get(address)
        assert response.status_code == 200, address
        text = response.text
        titles[re.search("<title>(.*?)</title>", text)[1]] += 1
        descriptions[re.search('<meta name="description" content="(.*?)">', text)[1]] += 1

    assert [name for name, number in (titles + descriptions).items() if number > 1] == []


def test_checker_finds_what_is_wrong():
    bad = (
        "<!doctype html><html><head><title></title></head><body><main><h2 id=a>x</h2><h1>y</h1><h3 id=a>z</h3>"
        "<p><div></div></p><img src=x><a href='#no'>n</a><label for=q>l</label></main></body></html>"
    )

    found = " | ".join(problems_of(bad))

    for words in (
        "unexpected-end-tag",
        "id a stands 2 times",
        "picture without alt",
        "link to #no, which is not there",
        "for points to q, which is not there",
        "the first heading of the content is h2",
        "h1 is followed by h3",
        "no title",
        "no lang",
    ):
        assert words in found
