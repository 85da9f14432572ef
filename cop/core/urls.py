"""Routes of the core: health and the gallery."""

from django.urls import URLPattern, path

from cop.core import health
from cop.core.views.styleguide import styleguide

urlpatterns: list[URLPattern] = [
    path("health/live/", health.live, name="health_live"),
    path("health/ready/", health.ready, name="health_ready"),
    path("styleguide/", styleguide, name="styleguide"),
]
