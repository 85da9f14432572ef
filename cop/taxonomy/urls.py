"""Routes of the vocabularies: one page for each topic and each criterion, and their feeds."""

from django.urls import URLPattern, path

from . import views

urlpatterns: list[URLPattern] = [
    path("topics/", views.topics, name="topics"),
    path("topics/<str:slug>/", views.topic, name="topic"),
    path("topics/<str:slug>/feed.atom", views.topic_feed, name="topic_feed"),
    path("criteria/<int:number>/", views.criterion, name="criterion"),
    path("criteria/<int:number>/feed.atom", views.criterion_feed, name="criterion_feed"),
]
