"""Routes of the news."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
