"""The library page and its sources."""

import pytest

from resources.models import Source
from tests.factories.pages import library

pytestmark = pytest.mark.django_db


def test_source_with_a_doi_leads_there_and_says_how_to_cite():
    source = Source(
        title="A Handbook",
        authors="Sample, A.",
        year=2016,
        publisher="Brussels",
        doi="10.2791/53569",
        url="https://x.example",
    )

    assert source.address == "https://doi.org/10.2791/53569"
    assert source.citation == "Sample, A. (2016), A Handbook, Brussels, doi:10.2791/53569"


def test_source_without_a_doi_leads_to_its_address_or_nowhere():
    assert Source(title="A", year=2020, url="https://x.example/").address == "https://x.example/"
    assert Source(title="A", year=2020).address == ""
    assert Source(title="A", year=2020).citation == "(2020), A"


def test_library_lists_sources_in_the_editors_order(client, django_assert_num_queries):
    library("Zebra", "Apple", "Mango")
    client.get("/library/")

    with django_assert_num_queries(2):
        text = client.get("/library/").text

    assert text.index("Zebra") < text.index("Apple") < text.index("Mango")


def test_empty_library_says_so(client):
    library()

    assert "Nothing here yet" in client.get("/library/").text
