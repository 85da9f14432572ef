"""Routes of the core: health and the gallery."""

from django.urls import URLPattern, path

from cop.core import health

urlpatterns: list[URLPattern] = [
    path("health/live/", health.live, name="health_live"),
    path("health/ready/", health.ready, name="health_ready"),
]
