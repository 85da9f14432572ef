"""Editors make resources in the admin: lists, boxes, numbers that are checked, nothing twice."""

import pytest
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from resources.models import GoodPracticePage, ResourcePage
from tests.factories.events import EventPageFactory
from tests.factories.members import UserFactory
from tests.factories.resources import ResourcePageFactory, library

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    user = UserFactory(is_staff=True, is_superuser=True)
    client.force_login(user)
    return user


def form(**changes):
    data = {
        "title": "Roadmaps",
        "slug": "roadmaps",
        "summary": "What changed.",
        "kind": "study",
        "date": "2026-11-03",
        "date_precision": "month",
        "abstract": "One.",
        "publisher": "",
        "licence": "cc-by-4.0",
        "doi": "https://doi.org/10.2791/53569",
        "isbn": "978-3-16-148410-0",
        "picture": "",
        "topics": "",
        "body": streamfield([]),
        "authors": inline_formset([{"name": "Muster, Bruno", "organisation": ""}]),
        "links": inline_formset([]),
        "region_items": inline_formset([{"region": "DE"}]),
        "context_items": inline_formset([]),
        "related_items": inline_formset([]),
        "comments": inline_formset([]),
        "action-publish": "Publish",
    }
    # Lists are lists of rows to `nested_form_data`; these two are boxes that were ticked.
    ticked = {"languages": ["en", "fr"], "criteria": changes.pop("criteria", ["1", "6"])}
    return {**nested_form_data({**data, **changes}), **ticked}


def add_url(model: str = "resourcepage") -> str:
    return reverse("wagtailadmin_pages:add", args=["resources", model, library().pk])


def test_editor_publishes_a_resource(client, editor):
    answer = client.post(add_url(), form())

    resource = ResourcePage.objects.get()
    assert answer.status_code == 302
    assert (resource.live, resource.kind, resource.criteria, resource.languages) == (
        True,
        "study",
        [1, 6],
        ["en", "fr"],
    )
    assert (resource.doi, resource.isbn) == ("10.2791/53569", "9783161484100")
    assert client.get("/library/roadmaps/").status_code == 200


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"doi": "nonsense"}, "This is no DOI"),
        ({"isbn": "12"}, "This is no ISBN"),
        ({"criteria": ["8"]}, "8 is not one of the available choices"),
        ({"authors": inline_formset([{"name": "", "organisation": "", "id": ""}, {"name": "x" * 151}])}, "at most 150"),
        (
            {"region_items": inline_formset([{"region": "DE"}, {"region": "DE"}])},
            "Please correct the duplicate values below.",
        ),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_made(client, editor, changes, words):
    answer = client.post(add_url(), form(**changes))

    assert answer.status_code == 200
    assert words in answer.text
    assert not ResourcePage.objects.exists()


def test_good_practice_is_made_with_its_parts(client, editor):
    parts = dict.fromkeys(
        ("challenge", "what_was_done", "evidence", "cost", "transferability", "lessons", "contact"), "Words."
    )
    data = form(**parts)
    # Two others look at it before it is published (`test_practice_admin`).
    del data["action-publish"]
    answer = client.post(add_url("goodpracticepage"), data)

    practice = GoodPracticePage.objects.get()
    assert answer.status_code == 302
    assert (practice.kind, practice.lessons, practice.live) == ("good-practice", "Words.", False)


def test_preview_of_a_draft_shows_what_visitors_would_see(client, editor):
    event = EventPageFactory(title="Sample Forum")
    resource = ResourcePageFactory(title="Draft title", live=False, origins=[event], authors=["Muster, Bruno"])
    resource.save_revision()

    text = client.get(reverse("wagtailadmin_pages:view_draft", args=[resource.pk])).text

    assert ("Draft title" in text, "Bruno Muster" in text, "Sample Forum" in text) == (True, True, True)
