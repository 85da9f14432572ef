"""Routes of this room. They stand before Wagtail's own, which would need a dozen statements to find a resource."""

from django.urls import URLPattern, path

from .views import collections, files, oai, pages, proposals, seen

urlpatterns: list[URLPattern] = [
    path("library/", pages.library, name="library"),
    path("library/feed.atom", pages.library_feed, name="library_feed"),
    path("library/found.<slug:form>", pages.library_export, name="library_export"),
    path("library/collections/", collections.collections_page, name="library_collections"),
    path("library/collections/<str:slug>/", collections.collection_page, name="library_collection"),
    path("library/collections/<str:slug>/zip/", collections.collection_zip, name="collection_zip"),
    path("library/collections/<str:slug>/zip/ask/", collections.ask_for_zip, name="ask_for_collection_zip"),
    path("library/collections/<str:slug>/zip/<uuid:key>/", collections.zip_file, name="collection_zip_file"),
    path("library/propose/", proposals.propose, name="propose_practice"),
    path("library/propose/<int:number>/", proposals.proposal_page, name="proposal"),
    path("library/propose/<int:number>/change/", proposals.change_proposal, name="change_proposal"),
    path("library/propose/<int:number>/files/<int:pk>/", proposals.proposal_file, name="proposal_file"),
    path("library/propose/<int:number>/take-back/", proposals.take_back_proposal, name="take_back_proposal"),
    path("library/propose/<int:number>/delete/", proposals.delete_proposal, name="delete_proposal"),
    path("library/<str:slug>/", pages.resource_page, name="resource"),
    path("library/pictures/<uuid:key>/<int:number>.webp", files.picture, name="resource_picture"),
    path("library/pictures/<uuid:key>/<int:number>s.webp", files.picture, {"small": True}, name="resource_thumbnail"),
    path("library/pictures/<uuid:key>/<int:number>.jpg", files.shared_picture, name="resource_shared_picture"),
    path("library/<str:slug>/files/<int:pk>/", files.file, name="resource_file"),
    path("library/<str:slug>/slides/<int:pk>/", files.slides, name="resource_slides"),
    path("library/<str:slug>/cite.<slug:form>", pages.resource_citation, name="resource_citation"),
    path("r/<int:number>/seen/", seen.seen, name="resource_seen"),
    path("oai/", oai.oai, name="oai"),
    path("r/<int:number>/", pages.resource_by_number, name="resource_by_number"),
]
