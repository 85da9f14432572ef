"""Routes of the search."""

from django.urls import URLPattern, path

from .views import pages, saved

urlpatterns: list[URLPattern] = [
    path("search/", pages.search, name="search"),
    path("search/suggest/", pages.suggest, name="search_suggestions"),
    path("search/suggest/<slug:among>/", pages.suggest, name="search_suggestions_among"),
    path("search/saved/", saved.saved_searches, name="saved_searches"),
    path("search/saved/new/", saved.save, name="save_search"),
    path("search/saved/<int:number>/", saved.change, name="saved_search"),
]
