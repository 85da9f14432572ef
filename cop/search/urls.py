"""Routes of the search."""

from django.urls import URLPattern, path

from .views import search, suggest

urlpatterns: list[URLPattern] = [
    path("search/", search, name="search"),
    path("search/suggest/", suggest, name="search_suggestions"),
]
