"""Routes of the home room; its pages are Wagtail's."""

from django.urls import URLPattern, path

from .views.my_page import my_page

urlpatterns: list[URLPattern] = [path("my/", my_page, name="my_page")]
