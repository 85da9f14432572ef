"""Routes of the working groups; the list of groups is a page of Wagtail."""

from django.urls import path

from .views import pages

urlpatterns = [
    path("working-groups/<slug:slug>/", pages.group_home, name="group"),
]
