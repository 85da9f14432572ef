"""Every answer has an id and strict headers; what belongs to one visitor is stored nowhere."""

import io
import logging
import re

import pytest
from django.http import FileResponse, HttpResponse
from django.test import RequestFactory

from cop.core.middleware import RequestIdMiddleware, SecurityHeadersMiddleware, TextCompressionMiddleware

STRICT = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; media-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)


def answer(request, middleware=SecurityHeadersMiddleware, response=None):
    return middleware(lambda _: response or HttpResponse("Sample"))(request)


@pytest.mark.parametrize("given", ["0123456789abcdef", "Proxy-1.2_3"])
def test_request_id_of_the_proxy_is_kept(client, given):
    assert client.get("/health/live/", headers={"X-Request-ID": given}).headers["X-Request-ID"] == given


@pytest.mark.parametrize("given", ["", "short", "x" * 65, "line\r\nbreak: 1", "<script>alert(1)</script>"])
def test_malformed_request_id_is_replaced(given):
    request = RequestFactory().get("/", headers={"X-Request-ID": given})

    assert re.fullmatch(r"[0-9a-f]{32}", answer(request, RequestIdMiddleware).headers["X-Request-ID"])


def test_access_line_names_the_route_not_the_address(client, caplog, db):
    caplog.set_level(logging.INFO, logger="cop.access")
    client.get("/no-such-page/ana@members.example/?secret=1", REMOTE_ADDR="192.0.2.7")

    (record,) = (record for record in caplog.records if record.name == "cop.access")
    assert (record.method, record.status) == ("GET", 404)
    assert "ana" not in str(vars(record))
    assert "secret" not in str(vars(record))
    assert "192.0.2.7" not in str(vars(record))


def test_public_page_gets_the_strict_policy():
    headers = answer(RequestFactory().get("/events/")).headers

    assert headers["Content-Security-Policy"] == STRICT
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["Permissions-Policy"] == "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
    assert headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize(("path", "loose"), [("/admin/", True), ("/admin/pages/3/", True), ("/administration/", False)])
def test_only_the_admin_may_run_inline_scripts(path, loose):
    policy = answer(RequestFactory().get(path)).headers["Content-Security-Policy"]

    assert ("'unsafe-inline'" in policy) is loose
    assert "unsafe-eval" not in policy
    assert "http" not in policy


def test_preview_may_be_framed_by_the_admin():
    request = RequestFactory().get("/events/")
    request.is_preview = True

    assert answer(request).headers["Content-Security-Policy"] == STRICT.replace("ancestors 'none'", "ancestors 'self'")


def test_form_may_lead_to_the_log_in_provider(settings):
    app = {"provider_id": "oidc", "settings": {"server_url": "https://login.example/realm/.well-known/openid"}}
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app]}}

    policy = answer(RequestFactory().get("/")).headers["Content-Security-Policy"]
    assert "form-action 'self' https://login.example;" in policy


def test_visitor_with_session_is_never_stored(settings):
    request = RequestFactory().get("/")
    request.COOKIES[settings.SESSION_COOKIE_NAME] = "sample"
    response = HttpResponse("Sample", headers={"Cache-Control": "public, max-age=600"})

    assert answer(request, response=response).headers["Cache-Control"] == "no-store, private"


def test_answer_that_sets_a_cookie_is_never_stored():
    response = HttpResponse("Sample")
    response.set_cookie("sample", "1")

    assert answer(RequestFactory().get("/"), response=response).headers["Cache-Control"] == "no-store, private"


def test_view_may_set_its_own_policy():
    response = HttpResponse("Sample", headers={"Content-Security-Policy": "default-src 'none'; sandbox"})

    assert answer(RequestFactory().get("/"), response=response).headers["Content-Security-Policy"] == (
        "default-src 'none'; sandbox"
    )


def test_member_page_is_not_stored(client_for, member, home):
    response = client_for(member).get("/health/live/")

    assert response.headers["Cache-Control"] == "no-store, private"


@pytest.mark.parametrize(
    ("response", "compressed"),
    [
        (lambda: HttpResponse("Sample " * 100), True),
        (lambda: HttpResponse('{"a": "' + "x" * 500 + '"}', content_type="application/json"), True),
        (lambda: HttpResponse("short"), False),
        (lambda: HttpResponse(b"%PDF-1.7" + bytes(500), content_type="application/pdf"), False),
        (lambda: FileResponse(io.BytesIO(b"Sample " * 100), content_type="text/plain"), False),
    ],
)
def test_text_is_compressed_and_files_are_not(response, compressed):
    request = RequestFactory().get("/", headers={"Accept-Encoding": "gzip"})

    encoding = answer(request, TextCompressionMiddleware, response()).headers.get("Content-Encoding")
    assert encoding == ("gzip" if compressed else None)


def test_form_in_another_alphabet_than_utf8_is_refused_in_words(client, db, settings):
    settings.DEBUG = True  # Django's own page would read the form again, and fail.
    response = client.post(
        "/accounts/login/", b"email=x", content_type="application/x-www-form-urlencoded; charset=utf-16"
    )

    assert response.status_code == 400
    assert "This could not be read" in response.text


def test_wrong_address_of_the_demo_gets_the_page_of_the_site(client, db, settings):
    settings.DEBUG = True
    assert "Using the URLconf" in client.get("/no-such-page/").text

    settings.MIDDLEWARE = [*settings.MIDDLEWARE, "cop.core.middleware.OwnNotFoundMiddleware"]
    client.handler.load_middleware()
    response = client.get("/no-such-page/")

    assert response.status_code == 404
    assert "There is no page at this address" in response.text
