"""Collections: what stands in them and in which order, what they hide, where they are found, what they cost."""

import json

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from resources.models import CollectionItem, CollectionPage
from resources.services.withdrawing import withdraw
from tests.factories.documents import pdf
from tests.factories.members import UserFactory
from tests.factories.pages import restrict
from tests.factories.resources import (
    GoodPracticePageFactory,
    ResourcePageFactory,
    collections_page,
    make_collection,
    make_file,
    publisher,
)

pytestmark = pytest.mark.django_db
PATH = "/library/collections/forum/"


def names(text: str) -> list[str]:
    """Titles in the order of the page's own description for machines."""
    data = json.loads(text.partition('<script type="application/ld+json">')[2].partition("</script>")[0])
    return [each["name"] for each in data["mainEntity"]["itemListElement"]]


def test_resources_stand_in_the_editors_order(client):
    third, first = ResourcePageFactory(title="Third"), ResourcePageFactory(title="First")
    second = GoodPracticePageFactory(title="Second")
    make_collection(first, second, third)

    text = client.get(PATH).text

    assert names(text) == ["First", "Second", "Third"]
    assert text.index(">First</a>") < text.index(">Second</a>") < text.index(">Third</a>")
    assert "<span>3 resources</span>" in text


@pytest.mark.parametrize("number", [1, 30])
def test_collection_costs_the_same_with_one_and_thirty(client, number, django_assert_num_queries):
    resources = [
        ResourcePageFactory(topics=["Governance"], regions=["DE"], authors=["Sample, Ana"]) for _ in range(number)
    ]
    make_collection(*resources)
    client.get(PATH)

    # The collection; its numbers, those of them that may be read; the resources with authors, topics, regions; first
    # pages of them all, and of the first one for the cover; their files for the ZIP; other collections, which are the
    # next thing to read.
    with django_assert_num_queries(11):
        assert client.get(PATH).status_code == 200


@pytest.mark.parametrize("number", [1, 3])
def test_list_costs_the_same_with_one_and_three(client, number, django_assert_num_queries):
    for each in range(number):
        make_collection(ResourcePageFactory(), ResourcePageFactory(), slug=f"c{each}", title=f"Collection {each}")
    client.get("/library/collections/")

    # The page; the collections, what is in them, the first resource of each, first pages.
    with django_assert_num_queries(5):
        text = client.get("/library/collections/").text
    assert text.count("<span>2 resources</span>") == number


def test_card_of_a_collection_names_what_stands_in_it_first(client):
    make_collection(*(ResourcePageFactory(title=f"Part {n}") for n in range(5)))

    text = client.get("/library/collections/").text

    assert [each for each in ("Part 0", "Part 2", "Part 3") if f"<li>{each}</li>" in text] == ["Part 0", "Part 2"]
    assert "and 2 more" in text


def test_collection_leads_to_others_that_one_may_read(client):
    resource = ResourcePageFactory()
    make_collection(resource)
    make_collection(resource, title="Roadmaps", slug="roadmaps")
    restrict(make_collection(resource, title="Canary", slug="guarded"))

    text = client.get(PATH).text

    assert ('href="/library/collections/roadmaps/"' in text, "Canary" in text) == (True, False)
    assert "Other collections" in text


def test_what_a_visitor_may_not_read_leaves_no_trace(client):
    guarded, draft, gone = (ResourcePageFactory(title=f"Canary {n}", slug=f"canary-{n}") for n in "abc")
    restrict(guarded)
    draft.live = False
    draft.save(update_fields=["live"])
    withdraw(resource=gone, actor=publisher(), reason="Canary of a reason.")
    make_collection(guarded, draft, gone, ResourcePageFactory(title="Open"))

    for path in (PATH, "/library/collections/"):
        text = client.get(path).text
        assert "anary" not in text
        assert "<span>1 resource</span>" in text
    member = Client()
    member.force_login(UserFactory())
    assert names(member.get(PATH).text) == ["Canary a", "Open"]


def test_hidden_and_unpublished_collections_do_not_exist(client):
    resource = ResourcePageFactory(slug="it")
    restrict(make_collection(resource, title="Canary one", slug="one"))
    make_collection(resource, title="Canary two", slug="two", live=False)
    call_command("update_index", verbosity=0)

    codes = [
        client.get(f"/library/collections/{each}/").status_code for each in ("one", "two", "none", "%00", "x" * 400)
    ]
    assert codes == [404] * 5
    for path in ("/library/collections/", "/library/it/", "/search/?q=canary", "/sitemap.xml"):
        text = client.get(path).text
        assert "Canary" not in text
        assert "/collections/one/" not in text
    assert "/library/collections/" not in client.get("/library/").text


def test_library_resource_search_and_sitemap_lead_to_a_collection(client):
    make_collection(ResourcePageFactory(slug="it"), title="Roadmaps of the Forum")
    call_command("update_index", verbosity=0)

    assert 'href="/library/collections/"' in client.get("/library/").text
    assert f'href="{PATH}"' in client.get("/library/it/").text
    assert f'href="{PATH}"' in client.get("/search/?q=roadmaps").text
    assert PATH in client.get("/sitemap.xml").text


def test_cover_is_the_first_page_of_the_first_resource(client):
    bare, with_slides = ResourcePageFactory(), ResourcePageFactory()
    make_file(with_slides, content=pdf("One", "Two"), name="slides.pdf", reads=True)
    make_collection(with_slides, bare)
    picture = reverse("resource_thumbnail", args=[with_slides.files.get().current.key, 1])

    assert picture in client.get("/library/collections/").text.partition("card-list")[2]
    assert picture in client.get(PATH).text.partition("article-picture")[2].partition("</figure>")[0]


def test_empty_states_say_what_to_do_next(client):
    assert client.get("/library/collections/").status_code == 404
    collections_page()
    assert "No collections yet" in client.get("/library/collections/").text
    make_collection()
    text = client.get(PATH).text
    assert "Nothing in it yet" in text
    assert 'href="/library/"' in text


def test_pages_of_a_long_collection_go_on_counting(client):
    make_collection(*(ResourcePageFactory(title=f"Resource {n:02}") for n in range(42)))

    assert names(client.get(f"{PATH}?page=2").text) == ["Resource 40", "Resource 41"]
    assert 'start="41"' in client.get(f"{PATH}?page=2").text
    assert names(client.get(f"{PATH}?page=1000000000").text) == ["Resource 40", "Resource 41"]


def test_editors_make_preview_and_publish_a_collection(client):
    client.force_login(publisher())
    one, two = ResourcePageFactory(title="One"), ResourcePageFactory(title="Two")
    parent = collections_page()
    form = {
        "title": "Made by editors",
        "slug": "made",
        "summary": "",
        "body-count": "0",
        "items-TOTAL_FORMS": "2",
        "items-INITIAL_FORMS": "0",
        "items-MIN_NUM_FORMS": "0",
        "items-MAX_NUM_FORMS": "1000",
        "items-0-resource": str(two.pk),
        "items-0-ORDER": "1",
        "items-1-resource": str(one.pk),
        "items-1-ORDER": "2",
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
        "action-publish": "1",
    }
    path = reverse("wagtailadmin_pages:add", args=["resources", "collectionpage", parent.pk])

    twice = client.post(path, form | {"items-1-resource": str(two.pk)})
    assert (twice.status_code, CollectionPage.objects.count()) == (200, 0)
    client.post(path, form)

    made = CollectionPage.objects.get()
    assert (made.live, names(client.get("/library/collections/made/").text)) == (True, ["Two", "One"])
    assert CollectionItem.objects.count() == 2


def test_no_resource_can_take_the_address_of_the_list():
    collections_page()
    with pytest.raises(Exception, match="already in use"):
        ResourcePageFactory(slug="collections")


def test_search_engines_are_told_of_collections_that_everybody_may_read(client):
    make_collection(ResourcePageFactory(slug="it"))
    restrict(make_collection(title="Closed", slug="closed"))
    make_collection(title="Draft", slug="draft", live=False)

    told = client.get("/sitemap.xml").text

    assert "/library/collections/forum/</loc>" in told
    assert "/library/it/</loc>" in told
    assert ("/closed/" in told, "/draft/" in told) == (False, False)
