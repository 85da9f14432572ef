"""Routes of the core: health and the gallery."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
