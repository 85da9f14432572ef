"""The page for a wrong address."""

import pytest

pytestmark = pytest.mark.django_db


def test_wrong_address_offers_the_search(home, client):
    response = client.get("/no-such-page/")

    assert response.status_code == 404
    assert response.text.count("<h1") == 1
    assert '<form class="search" action="/search/"' in response.text
