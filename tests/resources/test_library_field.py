"""The search field of the library asks back, keeps the filters, and suggests what is in the library."""

import pytest
from django.core.management import call_command

from cop.search.services import public_words, titles
from tests.factories.pages import StandardPageFactory, restrict
from tests.factories.resources import ResourcePageFactory, make_collection, make_file
from tests.resources.test_words_of_files import CANARY, asked

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(home):
    """A file of a public resource with a word of its own, known to the search."""
    made = make_file(
        ResourcePageFactory(title="Annual report", slug="report", topics=["Energy"]),
        content=CANARY.encode(),
        reads=True,
    )
    call_command("update_index", verbosity=0)
    public_words.rebuild()
    return made


def test_mistyped_word_of_a_file_is_mended(file, client, client_for, staff):
    assert f">{CANARY}</a>?" in asked(client, "zyxwvutopa", "/library/")

    restrict(file.resource)
    for each in (client, client_for(staff)):
        assert "Did you mean" not in asked(each, "zyxwvutopa", "/library/")


def test_filters_are_kept_where_they_leave_something_of_what_was_meant(file, client):
    text = asked(client, "zyxwvutopa", "/library/", topic="energy", sort="title")
    assert f'<a href="/library/?q={CANARY}&amp;topic=energy&amp;sort=title">{CANARY}</a>?' in text
    assert "without the filters" not in text

    ResourcePageFactory(topics=["Water"])
    text = asked(client, "zyxwvutopa", "/library/", topic="water")
    assert f'<a href="/library/?q={CANARY}">{CANARY}</a>? It is found without the filters.' in text


def test_no_word_is_mended_that_finds_something_beside_the_filters(file, client):
    ResourcePageFactory(topics=["Water"])

    text = asked(client, CANARY, "/library/", topic="water")
    assert "Nothing fits" in text
    assert "Did you mean" not in text


def test_library_suggests_resources_collections_and_topics_only(file, client):
    StandardPageFactory(title="Annual review", parent=file.resource.get_parent().get_parent())
    make_collection(file.resource, title="Annual collection")
    ResourcePageFactory(topics=["Annual accounts"])
    titles.mend()

    assert 'data-search-suggest="/search/suggest/library/"' in client.get("/library/").text
    found = client.get("/search/suggest/library/", {"q": "annual"}).json()["suggestions"]
    assert [each["title"] for each in found] == ["Annual report", "Annual accounts", "Annual collection"]
    everywhere = client.get("/search/suggest/", {"q": "annual"}).json()["suggestions"]
    assert "Annual review" in [each["title"] for each in everywhere]
    assert client.get("/search/suggest/elsewhere/", {"q": "annual"}).status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_asking_back_in_the_library_costs_the_same(file, client, number, django_assert_num_queries):
    for _ in range(number):
        ResourcePageFactory()
    # The library and its catalogue (six); words whole, as beginnings, in files; known words, near words, whether a
    # visitor would find a resource (whole words, beginnings) or a file (two).
    with django_assert_num_queries(15):
        assert "Did you mean" in asked(client, "zyxwvutopa", "/library/")
