"""The site's routes and one page more: with a video of another site, and a script that counts visits."""

from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import include, path

from cop.core import page_cache

PAGE = """
{% extends "layouts/base.html" %}{% load consent %}
{% block title %}A talk{% endblock %}
{% block content %}
  <div class="wrap section stack">
    <h1>A talk</h1>
    <p id="before">What was said, in one sentence.</p>
    {% consent "functional" title="Where to begin" provider="Sample video host" url="https://video.example/watch" frame="https://video.example/embed" %}
      <iframe src="https://video.example/embed" title="Where to begin" tabindex="0"></iframe>
    {% endconsent %}
    {% consent "analytics" script="https://count.example/count.js" %}<script src="https://count.example/count.js"></script>{% endconsent %}
    <p id="after">What came of it.</p>
  </div>
{% endblock %}
"""  # noqa: E501


def talk(request: HttpRequest) -> HttpResponse:
    """Permission: everybody; the page may be kept."""
    page_cache.tag(request, "talk")
    return HttpResponse(engines["django"].from_string(PAGE).render({}, request))


urlpatterns = [path("talk/", talk, name="talk"), path("", include("cop.urls"))]
