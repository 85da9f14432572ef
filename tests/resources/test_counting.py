"""Views and downloads: counted once each, by numbers alone, and shown in words."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.cache import cache
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


def seen(client, resource, *, agent="Firefox", **headers):
    headers = {"User-Agent": agent} | (headers or OURS)
    return client.post(reverse("resource_seen", args=[resource.pk]), headers=headers)


def test_view_is_counted_by_month_without_a_cookie(resource, client, django_assert_num_queries):
    assert seen(client, resource).status_code == 204
    # The resource, if it may be read; one more in its month.
    with django_assert_num_queries(2):
        answer = seen(client, resource, agent="Safari")

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

    assert [seen(client, resource, agent=f"Firefox {n}").status_code for n in range(4)] == [204] * 4
    assert numbers() == [(2, 0)]


def test_download_counts_when_it_begins(resource, client, client_for):
    address = f"/library/it/files/{make_file(resource, content=b'0123456789').pk}/"

    def fetch(who, method="get", **headers):
        answer = getattr(who, method)(address, headers=headers)
        for close in answer._resource_closers:
            close()

    fetch(client)
    fetch(client, Range="bytes=0-", **{"User-Agent": "Safari"})
    fetch(client_for(UserFactory()), Range="bytes=5-")
    fetch(client_for(publisher()))
    fetch(client, "head")

    assert numbers() == [(0, 2)]


def test_double_clicks_and_machines_are_not_counted(resource, client, client_for):
    file, other = (make_file(resource, name=f"{each}.txt") for each in "ab")

    def fetch(who, which, agent="Firefox", address="192.0.2.1"):
        path = f"/library/it/files/{which.pk}/"
        answer = who.get(path, headers={"User-Agent": agent}, REMOTE_ADDR=address)
        for close in answer._resource_closers:
            close()

    for _ in range(3):
        fetch(client, file)
        seen(client, resource)
    assert numbers() == [(1, 1)]
    fetch(client, other)
    fetch(client, file, address="192.0.2.2")
    member = client_for(UserFactory())
    fetch(member, file)
    fetch(member, file, address="192.0.2.3")
    assert numbers() == [(1, 4)]
    for agent in ("Mozilla/5.0 (compatible; Googlebot/2.1)", "curl/8.5.0", "python-requests/2.32"):
        fetch(client, file, agent)
        seen(client, resource, agent=agent)
    assert numbers() == [(1, 4)]


def test_what_is_kept_against_double_clicks_names_nobody_and_ends(resource, client, monkeypatch):
    kept, really = {}, cache.add

    def add(key, value, timeout=None, **more):
        kept[key] = (value, timeout)
        return really(key, value, timeout, **more)

    monkeypatch.setattr(limits.cache, "add", add)

    seen(client, resource, agent="Firefox")
    cache.delete(limits.SECRET)
    seen(client, resource, agent="Firefox")

    marks = {key: kept[key] for key in kept if key.startswith(f"{limits.SECRET}:")}
    assert not any("127.0.0.1" in key or "Firefox" in key for key in marks)
    # Another secret makes another mark of the same reader.
    assert list(marks.values()) == [(1, 30), (1, 30)]


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
