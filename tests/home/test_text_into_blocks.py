"""The migration that moved texts into blocks: what it makes of them, and that running it again changes nothing."""

import json
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from wagtail.models import Revision

from home.models import HomePage, StandardPage
from tests.factories.pages import StandardPageFactory

pytestmark = pytest.mark.django_db
migration = import_module("home.migrations.0007_text_into_blocks")
OLD = (
    '<p>Begin</p><h2 id="x">First &amp; best</h2><p>One</p><h3>Inner</h3><h2>With <a href="/">link</a></h2>'
    "<ul><li>a</li></ul>"
)


def parts(found: list[dict]) -> list[tuple]:
    return [(each["type"], each["value"]) for each in found]


def test_headings_become_blocks_and_the_rest_stays_text():
    assert parts(migration.blocks_of(OLD)) == [
        ("text", "<p>Begin</p>"),
        ("heading", {"text": "First & best", "level": "2", "anchor": ""}),
        ("text", "<p>One</p><h3>Inner</h3>"),
        ("text", '<h2>With <a href="/">link</a></h2>'),
        ("text", "<ul><li>a</li></ul>"),
    ]


@pytest.mark.parametrize("empty", ["", None, "  \n "])
def test_no_text_makes_no_block(empty):
    assert migration.blocks_of(empty) == []


def test_made_blocks_are_what_the_page_shows(client):
    page = StandardPageFactory(slug="moved", body="")
    StandardPage.objects.filter(pk=page.pk).update(body=migration.blocks_of(OLD))

    text = client.get("/moved/").text

    assert 'id="first-best"' in text
    assert '<h3 id="inner">Inner</h3>' in text
    assert "<li>a</li>" in text


def test_drafts_move_too_and_only_once():
    page = StandardPageFactory(slug="draft", body="<p>Live</p>")
    page.save_revision()
    revision = Revision.objects.get(object_id=str(page.pk))
    revision.content["body"] = OLD
    revision.save(update_fields=["content"])

    for _ in range(2):
        migration.move_drafts(apps, None)
        found = json.loads(Revision.objects.get().content["body"])
        assert [each["type"] for each in found] == ["text", "heading", "text", "text", "text"]
    page = StandardPage.objects.get(pk=page.pk)
    assert page.get_latest_revision_as_object().body[1].value["text"] == "First & best"


def test_texts_move_once_and_written_blocks_stay(monkeypatch):
    rows = [
        SimpleNamespace(pk=1, old_body=OLD, body=[]),
        SimpleNamespace(pk=2, old_body=OLD, body=[{"type": "text", "value": "<p>Mine</p>", "id": "1"}]),
    ]
    written = {}

    class Pages:
        def exclude(self, **_):
            return rows

        def filter(self, pk):
            return SimpleNamespace(update=lambda body: written.update({pk: body}))

    migration.move_texts(SimpleNamespace(get_model=lambda *_: SimpleNamespace(objects=Pages())), None)

    assert list(written) == [1]


def test_home_page_that_is_composed_is_left_alone(home):
    before = HomePage.objects.get().body.get_prep_value()
    assert before

    migration.compose_home(apps, None)

    assert HomePage.objects.get().body.get_prep_value() == before
