"""Routes of this room. They stand before Wagtail's own, which would need a dozen statements to find a resource."""

from django.urls import URLPattern, path

from .views import pages

urlpatterns: list[URLPattern] = [
    path("library/", pages.library, name="library"),
    path("library/feed.atom", pages.library_feed, name="library_feed"),
    path("library/found.<slug:form>", pages.library_export, name="library_export"),
    path("library/<str:slug>/", pages.resource_page, name="resource"),
    path("library/<str:slug>/cite.<slug:form>", pages.resource_citation, name="resource_citation"),
    path("r/<int:number>/", pages.resource_by_number, name="resource_by_number"),
]
