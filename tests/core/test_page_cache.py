"""Whole anonymous pages: what is kept, what never is, what drops it."""

import gzip
from datetime import timedelta

import brotli
import pytest
import time_machine
from django.core.cache import cache
from django.db import transaction
from django.http import HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.urls import path
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.views.decorators.cache import never_cache
from wagtail.models import PageViewRestriction, Site

from cop.core import page_cache
from cop.urls import urlpatterns as site_urls
from tests.factories.news import ArticlePageFactory

calls: list[str] = []
during: list = []
TEXT = "Sample page " * 60


def shown(request, name="plain"):
    calls.append(name)
    page_cache.tag(request, "event:1")
    Site.objects.count()
    for act in during:
        act()
    return HttpResponse(f"{TEXT} {request.META['QUERY_STRING']} {name}")


def untagged(request):
    calls.append("untagged")
    return HttpResponse(TEXT)


def refused(request):
    page_cache.never(request)
    return shown(request)


def with_parameters(request):
    page_cache.known_parameters(request, "kind", "year")
    return shown(request)


def ending(request):
    page_cache.expires(request, timezone.now() + timedelta(hours=2))
    page_cache.expires(request, timezone.now() + timedelta(seconds=20))
    return shown(request)


def with_cookie(request):
    response = shown(request)
    response.set_cookie("taste", "sweet")
    return response


def with_csrf(request):
    response = shown(request)
    response.content += get_token(request).encode()
    return response


def asking_who(request):
    response = shown(request)
    response.content += b"known" if request.user.is_authenticated else b"unknown"
    return response


def varying(request):
    response = shown(request)
    patch_vary_headers(response, ["Accept-Language"])
    return response


def missing(request):
    shown(request)
    return HttpResponse("Sample: not here.", status=404)


def data(request):
    page_cache.tag(request, "events")
    calls.append("data")
    return JsonResponse({"sample": True})


urlpatterns = [
    path("plain/", shown),
    path("second/", shown, {"name": "second"}),
    path("untagged/", untagged),
    path("refused/", refused),
    path("parameters/", with_parameters),
    path("ending/", ending),
    path("cookie/", with_cookie),
    path("csrf/", with_csrf),
    path("who/", asking_who),
    path("varying/", varying),
    path("missing/", missing),
    path("private/", never_cache(shown)),
    path("data/", data),
    *site_urls,
]


@pytest.fixture(autouse=True)
def _cache_on(settings, db):
    settings.PAGE_CACHE_SECONDS = 300
    settings.PAGE_CACHE_IN_MEMORY = True
    settings.ROOT_URLCONF = __name__
    calls.clear()
    during.clear()


def how(response) -> str | None:
    return response.headers.get("X-Page-Cache")


def test_second_visit_is_answered_without_any_statement(client, django_assert_num_queries):
    first = client.get("/plain/")
    with django_assert_num_queries(0):
        second = client.get("/plain/")

    assert (how(first), how(second)) == ("stored", "hit")
    assert calls == ["plain"]
    assert second.content == first.content
    assert second.headers["Content-Security-Policy"] == first.headers["Content-Security-Policy"]
    assert second.headers["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert second.headers["Vary"] == "Accept-Encoding"
    assert second.cookies == {}


def test_touched_tag_drops_page_after_commit(client, django_capture_on_commit_callbacks):
    client.get("/plain/")
    with django_capture_on_commit_callbacks(execute=True):
        page_cache.touch("event:1")
        assert how(client.get("/plain/")) == "hit"

    assert how(client.get("/plain/")) == "stored"
    assert calls == ["plain", "plain"]


def test_touch_of_something_else_drops_nothing(client, django_capture_on_commit_callbacks):
    client.get("/plain/")
    with django_capture_on_commit_callbacks(execute=True):
        page_cache.touch("event:2", "events")

    assert how(client.get("/plain/")) == "hit"


def test_every_page_carries_the_tag_site(client, django_capture_on_commit_callbacks):
    client.get("/plain/")
    client.get("/data/")
    with django_capture_on_commit_callbacks(execute=True):
        page_cache.touch("site")

    assert how(client.get("/plain/")) == "stored"
    assert how(client.get("/data/")) == "stored"


def test_rolled_back_change_drops_nothing(client, django_capture_on_commit_callbacks):
    client.get("/plain/")
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        page_cache.touch("event:1")
        transaction.set_rollback(True)

    assert how(client.get("/plain/")) == "hit"


def test_evicted_versions_count_as_changed(client):
    client.get("/plain/")
    cache.delete("page-cache:tag:event:1")

    assert how(client.get("/plain/")) == "stored"


@pytest.mark.parametrize("tag", ["event:1", "site"])
def test_touch_while_page_is_made_keeps_nothing(client, tag):
    during.append(lambda: page_cache._bump([tag]))
    first = client.get("/plain/")
    during.clear()

    assert how(first) == "passed"
    assert how(client.get("/plain/")) == "stored"


def test_touch_of_something_else_while_known_page_is_made_keeps_it(client):
    client.get("/plain/")
    page_cache._bump(["event:1"])
    during.append(lambda: page_cache._bump(["event:2"]))

    assert how(client.get("/plain/")) == "stored"


@pytest.mark.parametrize(
    "address", ["/untagged/", "/refused/", "/cookie/", "/csrf/", "/varying/", "/missing/", "/private/"]
)
def test_never_kept(client, address):
    client.get(address)
    client.cookies.clear()
    second = client.get(address)

    assert how(second) is None
    assert len(calls) == 2


def test_page_that_asks_who_is_there_is_kept_for_strangers_only(client, client_for, member):
    stranger = client.get("/who/")
    known = client_for(member).get("/who/")

    assert stranger.content.endswith(b"unknown")
    assert how(client.get("/who/")) == "hit"
    assert how(known) is None
    assert not known.content.endswith(b"unknown")
    assert known.headers["Cache-Control"] == "no-store, private"


@pytest.mark.parametrize(
    "options",
    [{"headers": {"Authorization": "Basic c2FtcGxl"}}, {"headers": {"HX-Request": "true"}}],
)
def test_requests_that_are_not_plain_page_views_pass_by(client, options):
    client.get("/plain/")

    assert how(client.get("/plain/", **options)) is None


def test_post_passes_by(client):
    client.get("/plain/")

    assert how(client.post("/plain/")) is None


def test_waiting_message_passes_by(client):
    client.get("/plain/")
    client.cookies["messages"] = "sample"

    assert how(client.get("/plain/")) is None


def test_head_is_answered_from_the_page_without_its_body(client):
    assert how(client.head("/plain/")) is None
    page = client.get("/plain/")
    head = client.head("/plain/")

    assert how(head) == "hit"
    assert head.content == b""
    assert head.headers["Content-Length"] == str(len(page.content))


def test_known_version_is_answered_304(client):
    page = client.get("/plain/")
    again = client.get("/plain/", headers={"If-None-Match": page.headers["ETag"]})
    other = client.get("/plain/", headers={"If-None-Match": '"another"'})

    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["ETag"] == page.headers["ETag"]
    assert other.status_code == 200


def test_reader_that_sends_only_a_date_is_answered_by_the_date_that_the_page_named(client):
    ArticlePageFactory(title="News")
    kept = client.get("/news/feed.rss")
    named = kept.headers["Last-Modified"]

    def status(**headers) -> int:
        return client.get("/news/feed.rss", headers=headers).status_code

    assert client.get("/news/feed.rss").headers["X-Page-Cache"] == "hit"
    assert status(if_modified_since=named) == 304
    assert status(if_modified_since="Tue, 01 Jan 2199 00:00:00 GMT") == 304
    assert status(if_modified_since="Mon, 01 Jan 2001 00:00:00 GMT") == 200
    assert status(if_modified_since="yesterday") == 200
    assert status(if_modified_since=named, if_none_match='"another"') == 200
    # A page that names no date has none to be compared with.
    assert client.get("/plain/", headers={"if-modified-since": named}).status_code == 200


@pytest.mark.parametrize(
    ("accepted", "used"),
    [
        ("gzip, deflate, br", "br"),
        ("gzip", "gzip"),
        ("br;q=0, gzip;q=0.5", "gzip"),
        ("*", "gzip"),
        ("identity", None),
        ("", None),
    ],
)
@pytest.mark.parametrize("visit", ["first", "second"])
def test_page_comes_compressed_as_the_browser_likes(client, accepted, used, visit):
    if visit == "second":
        client.get("/plain/")
    response = client.get("/plain/", headers={"Accept-Encoding": accepted})

    unpack = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}[used]
    assert response.headers.get("Content-Encoding") == used
    assert unpack(response.content).decode() == f"{TEXT}  plain"
    assert response.headers["Content-Length"] == str(len(response.content))


def test_addresses_and_hosts_do_not_share(client, settings):
    settings.ALLOWED_HOSTS = ["testserver", "other.example"]
    client.get("/plain/")

    assert how(client.get("/plain/", headers={"Host": "other.example"})) == "stored"
    assert how(client.get("/plain/", secure=True)) == "stored"
    assert client.get("/second/").content.endswith(b"second")
    assert client.get("/plain/").content.endswith(b"plain")


def test_foreign_host_is_refused(client):
    assert client.get("/plain/", headers={"Host": "evil.example"}).status_code == 400


def test_unknown_parameter_is_answered_but_not_kept(client):
    client.get("/plain/")

    assert how(client.get("/plain/?q=sample")) == "passed"
    assert how(client.get("/plain/?q=sample")) == "passed"
    assert calls == ["plain"] * 3


def test_campaign_marks_share_the_entry_and_are_not_shown(client):
    marked = client.get("/plain/?utm_source=evil&fbclid=1")

    assert b"evil" not in marked.content
    assert how(client.get("/plain/")) == "hit"


def test_known_parameters_are_kept_apart(client):
    assert [how(client.get(f"/parameters/?{query}")) for query in ("kind=forum", "kind=webinar")] == ["stored"] * 2
    assert how(client.get("/parameters/?kind=forum")) == "hit"
    assert how(client.get("/parameters/?year=2026&kind=forum")) == "stored"
    assert how(client.get("/parameters/?kind=forum&year=2026")) == "hit"
    assert how(client.get("/parameters/?kind=forum&q=sample")) == "passed"


def test_very_long_query_is_not_kept(client):
    assert how(client.get("/parameters/?kind=" + "x" * 300)) is None


def test_page_ends_when_what_it_shows_ends(client):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        client.get("/ending/")
        clock.shift(19)
        assert how(client.get("/ending/")) == "hit"
        clock.shift(2)
        assert how(client.get("/ending/")) == "stored"


def test_page_ends_after_the_longest_time(client):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        client.get("/plain/")
        clock.shift(301)
        assert how(client.get("/plain/")) == "stored"


@pytest.mark.parametrize(("seconds", "one_process"), [(0, True), (300, False)])
def test_switched_off(client, settings, seconds, one_process):
    settings.PAGE_CACHE_SECONDS, settings.PAGE_CACHE_IN_MEMORY = seconds, one_process
    client.get("/plain/")

    assert how(client.get("/plain/")) is None


def test_unreachable_cache_costs_speed_only(client, settings):
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": "redis://127.0.0.1:1/0",
            "OPTIONS": {"socket_connect_timeout": 0.2},
        }
    }
    response = client.get("/plain/")
    page_cache.touch("event:1")

    assert response.status_code == 200
    assert how(response) is None


def test_publishing_moving_and_restricting_drop_pages(client, home, django_capture_on_commit_callbacks):
    def acts():
        yield lambda: home.save_revision().publish()
        yield home.unpublish
        yield lambda: home.save_revision().publish()
        yield lambda: PageViewRestriction.objects.create(page=home, restriction_type="login")
        yield lambda: PageViewRestriction.objects.all().delete()
        yield lambda: Site.objects.get(is_default_site=True).save()

    for act in acts():
        client.get("/plain/")
        assert how(client.get("/plain/")) == "hit"
        with django_capture_on_commit_callbacks(execute=True):
            act()
        assert how(client.get("/plain/")) == "stored"


def test_saved_draft_drops_nothing(client, home, django_capture_on_commit_callbacks):
    client.get("/plain/")
    with django_capture_on_commit_callbacks(execute=True):
        home.save_revision()

    assert how(client.get("/plain/")) == "hit"
