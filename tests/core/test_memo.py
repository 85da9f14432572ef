"""HTML that is kept by what it was made from: equal parameters only, and never a visitor's token."""

import dataclasses
import re
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from django.middleware.csrf import _unmask_cipher_token, get_token
from django.template import RequestContext, Template
from django.test import RequestFactory
from django.utils.functional import lazystr
from django.utils.safestring import mark_safe
from django.utils.translation import override

from cop.core import memo

NOON = datetime(2027, 3, 1, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def forget():
    memo._kept.clear()


@dataclasses.dataclass(frozen=True)
class Point:
    x: int
    y: list


class Unknown:
    pass


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (1, True),
        (1, 1.0),
        (0, False),
        ("<b>", mark_safe("<b>")),
        (NOON, NOON.astimezone(ZoneInfo("Europe/Brussels"))),
        (["a", ["b"]], ["a", ["c"]]),
        ({"a": 1}, {"a": 2}),
        (Point(1, [2]), Point(1, [3])),
        (lazystr("a"), lazystr("b")),
    ],
)
def test_values_that_look_different_have_different_keys(one, other):
    assert memo.key("x", {"value": one}) != memo.key("x", {"value": other})
    assert memo.key("x", {"value": one}) == memo.key("x", {"value": one})


def test_language_and_component_are_part_of_the_key():
    with override("fr"):
        french = memo.key("x", {})
    assert len({french, memo.key("x", {}), memo.key("y", {})}) == 3


def test_what_cannot_be_compared_has_no_key():
    assert memo.key("x", {"value": Unknown()}) is None
    assert memo.key("x", {"value": [{"deep": Unknown()}]}) is None


def test_templates_that_may_change_are_not_kept(settings):
    settings.DEBUG = True
    assert memo.key("x", {}) is None


def test_oldest_goes_when_there_are_too_many(monkeypatch):
    monkeypatch.setattr(memo, "ENTRIES", 2)
    for name in "abc":
        memo.keep(name, name)
    assert [memo.get(name) for name in "abc"] == [None, "b", "c"]


def test_component_is_rendered_once_for_equal_parameters():
    template = Template('{% component "badge" label=label %}')
    first = template.render(RequestContext(RequestFactory().get("/"), {"label": "Confirmed"}))
    assert list(memo._kept.values()) == [first]
    assert template.render(RequestContext(RequestFactory().get("/"), {"label": "Confirmed"})) == first
    assert template.render(RequestContext(RequestFactory().get("/"), {"label": "<Full>"})) == (
        '<span class="badge">&lt;Full&gt;</span>'
    )
    assert len(memo._kept) == 2


def test_component_that_shows_a_token_is_made_anew_for_each_visitor():
    template = Template('{% component "reg" title="Offer" actions=actions %}')
    actions = [{"label": "Accept", "url": "/accept/", "post": True}]
    pages = []
    for _ in range(2):
        request = RequestFactory().get("/")
        get_token(request)
        pages.append(template.render(RequestContext(request, {"actions": actions})))
        secret = request.META["CSRF_COOKIE"]
        shown = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', pages[-1])[1]
        assert _unmask_cipher_token(shown) == secret
    assert pages[0] != pages[1]
    assert not any("csrfmiddlewaretoken" in html for html in memo._kept.values())


def test_component_without_a_form_asks_for_no_token():
    request = RequestFactory().get("/")
    Template('{% component "empty" title="Nothing here" text="Yet." %}').render(RequestContext(request, {}))
    assert "CSRF_COOKIE" not in request.META


def test_memo_tag_depends_on_the_values_it_names():
    template = Template('{% memo "part" place %}{{ place }} {{ other }}{% endmemo %}')

    def shown(**context):
        return template.render(RequestContext(RequestFactory().get("/"), context))

    assert shown(place="a", other=1) == "a 1"
    assert shown(place="a", other=2) == "a 1"
    assert shown(place="b", other=2) == "b 2"
