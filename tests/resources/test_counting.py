"""Views and downloads: counted once each, by numbers alone, and shown in words."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from resources import limits
from resources.models import ResourceMonth
from resources.services.counting import count_download, count_view
from tests.factories.members import UserFactory
from tests.factories.pages import restrict
from tests.factories.resources import ResourcePageFactory, make_file, publisher

pytestmark = pytest.mark.django_db
OURS = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture
def resource():
    return ResourcePageFactory(slug="it")


def numbers() -> list[tuple[int, int]]:
    return list(ResourceMonth.objects.order_by("month").values_list("views", "downloads"))


def seen(client, resource, **headers):
    return client.post(reverse("resource_seen", args=[resource.pk]), headers=headers or OURS)


def test_view_is_counted_by_month_without_a_cookie(resource, client, django_assert_num_queries):
    assert seen(client, resource).status_code == 204
    # The resource, if it may be read; one more in its month.
    with django_assert_num_queries(2):
        answer = seen(client, resource)

    assert (numbers(), answer.cookies, answer.content) == ([(2, 0)], {}, b"")


def test_view_is_not_counted_for_other_sites_the_secretariat_and_what_one_may_not_read(resource, client, client_for):
    assert seen(client, resource, **{"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert seen(client_for(publisher()), resource).status_code == 204
    restrict(resource)
    assert seen(client, resource).status_code == 404
    assert client.post("/r/99999999/seen/", headers=OURS).status_code == 404
    assert numbers() == []


def test_too_many_views_are_no_longer_counted_and_nobody_is_told(resource, client, monkeypatch):
    monkeypatch.setitem(limits.RATES, "view", "2/m/ip")

    assert [seen(client, resource).status_code for _ in range(4)] == [204] * 4
    assert numbers() == [(2, 0)]


def test_download_counts_when_it_begins(resource, client, client_for):
    address = f"/library/it/files/{make_file(resource, content=b'0123456789').pk}/"

    def fetch(who, method="get", **headers):
        answer = getattr(who, method)(address, headers=headers)
        for close in answer._resource_closers:
            close()

    fetch(client)
    fetch(client, Range="bytes=0-")
    fetch(client_for(UserFactory()), Range="bytes=5-")
    fetch(client_for(publisher()))
    fetch(client, "head")

    assert numbers() == [(0, 2)]


def test_months_are_those_of_the_site(resource, settings):
    zone = ZoneInfo(settings.TIME_ZONE)
    count_view(resource.pk, now=datetime(2026, 11, 30, 23, 59, tzinfo=zone))
    count_view(resource.pk, now=datetime(2026, 12, 1, 0, 0, tzinfo=zone))

    assert list(ResourceMonth.objects.order_by("month").values_list("month", flat=True)) == [
        date(2026, 11, 1),
        date(2026, 12, 1),
    ]


def test_page_says_how_often_in_words(resource, client):
    assert "since" not in client.get("/library/it/").text.partition("<article")[2].partition("</article>")[0]
    now = datetime(2026, 11, 3, tzinfo=ZoneInfo("UTC"))
    for _ in range(3):
        count_view(resource.pk, now=now)
    assert "Read 3 times since November 2026" in client.get("/library/it/").text
    count_download(resource.pk, now=now)
    text = client.get("/library/it/").text
    assert "Read 3 times, downloaded once since November 2026" in text
    assert f'data-seen="/r/{resource.pk}/seen/"' in text
