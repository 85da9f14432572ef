"""What a page may add to its policy: origins that the settings list, for this answer only."""

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from cop.core import csp
from cop.core.middleware import SecurityHeadersMiddleware

HOST = "https://video.example"


@pytest.fixture(autouse=True)
def _listed(settings):
    settings.THIRD_PARTIES = {"frame-src": [HOST], "img-src": [HOST], "default-src": [HOST]}


def policy_of(path: str, *allowed: tuple[str, str]) -> str:
    def view(request):
        for directive, address in allowed:
            csp.allow(request, directive, address)
        return HttpResponse("Sample")

    return SecurityHeadersMiddleware(view)(RequestFactory().get(path)).headers["Content-Security-Policy"]


def test_listed_origin_is_added_to_this_answer_only():
    assert policy_of("/", ("frame-src", f"{HOST}/embed/1?x=1")) == policy_of("/") + f"; frame-src {HOST}"
    assert "video" not in policy_of("/")


def test_directive_that_the_policy_has_is_widened():
    assert f"img-src 'self' data: {HOST};" in policy_of("/", ("img-src", f"{HOST}/a.png"))


def test_origin_is_added_once():
    twice = policy_of("/", ("frame-src", f"{HOST}/1"), ("frame-src", f"{HOST}/2"))

    assert twice.count(HOST) == 1


@pytest.mark.parametrize(
    "address",
    [
        "https://other.example/",
        "http://video.example/",
        "https://video.example:8443/",
        "https://video.example.evil.example/",
        "https://user@video.example/",
        "https://sub.video.example/",
        "//video.example/",
        "javascript:alert(1)",
        "data:text/html,x",
        "https://[video",
        "https://video.example:port/",
        "https://video.example; script-src *",
        "",
    ],
)
def test_origin_that_is_not_listed_adds_nothing(address):
    request = RequestFactory().get("/")

    assert csp.allow(request, "frame-src", address) is False
    assert policy_of("/", ("frame-src", address)) == policy_of("/")


@pytest.mark.parametrize("directive", ["script-src", "default-src", "form-action", "frame-ancestors"])
def test_directive_that_is_not_listed_or_not_ours_to_widen_adds_nothing(directive):
    assert policy_of("/", (directive, HOST)) == policy_of("/")


def test_admin_keeps_its_own_policy():
    assert policy_of("/admin/", ("frame-src", HOST)) == policy_of("/admin/")
