"""The site's routes as they are in development."""

from django.urls import include, path

from cop.notifications import dev_urls, urls
from cop.urls import urlpatterns as site

urlpatterns = [path("", include((urls.urlpatterns + dev_urls.urlpatterns, "notifications"))), *site]
