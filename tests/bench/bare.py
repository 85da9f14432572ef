"""Three views of bare Django, the measure of all others: hello, one query with a template, a page from the cache."""

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path

from cop.taxonomy.models import Region

TEMPLATE = engines["django"].from_string(
    "<!doctype html><html lang=en><title>{{ region.name }}</title><h1>{{ region.name }}</h1><p>{{ region.code }}</html>"
)


class OwnRoutes:
    """Django's least: no middleware but the one line that names these routes."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.urlconf = __name__
        return self.get_response(request)


def hello(request: HttpRequest) -> HttpResponse:
    return HttpResponse("hello")


def one_query(request: HttpRequest) -> HttpResponse:
    return HttpResponse(TEMPLATE.render({"region": Region.objects.get(code="BE10")}))


def cached(request: HttpRequest) -> HttpResponse:
    page = cache.get("bench:bare")
    if page is None:
        page = "x" * 20_000
        cache.set("bench:bare", page, 3600)
    return HttpResponse(page)


urlpatterns = [
    path("bare/hello/", hello),
    path("bare/query/", one_query),
    path("bare/cached/", cached),
]
