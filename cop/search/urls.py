"""Routes of the search."""

from django.urls import URLPattern, path

from .views import search

urlpatterns: list[URLPattern] = [path("search/", search, name="search")]
