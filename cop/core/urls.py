"""Routes of the core: health, what machines ask for, the gallery, references to take along."""

from django.urls import URLPattern, path

from cop.core import health
from cop.core.views import api, well_known
from cop.core.views.citations import citation
from cop.core.views.styleguide import styleguide

urlpatterns: list[URLPattern] = [
    path("health/live/", health.live, name="health_live"),
    path("health/ready/", health.ready, name="health_ready"),
    path("sitemap.xml", well_known.sitemap, name="sitemap"),
    path("llms.txt", well_known.overview, name="overview"),
    path("robots.txt", well_known.robots, name="robots"),
    path(".well-known/security.txt", well_known.security, name="security"),
    path("site.webmanifest", well_known.manifest, name="manifest"),
    path("styleguide/", styleguide, name="styleguide"),
    path("api/", api.api, name="api"),
    path("api/v1/", api.api_root, name="api_root"),
    path("api/v1/openapi.json", api.api_document, name="api_document"),
    path("api/v1/<slug:key>/", api.api_list, name="api_list"),
    path("api/v1/<slug:key>/<int:number>/", api.api_item, name="api_item"),
    path("sources/<int:page>/<uuid:item>.<slug:form>", citation, name="citation"),
]
