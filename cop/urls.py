"""All routes of the site; each room brings its own."""

from django.conf import settings
from django.urls import include, path
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from cop.core import serving

handler400 = "cop.core.views.errors.bad_request"

urlpatterns = [
    path("", include("cop.core.urls")),
    path("accounts/", include("cop.members.urls_account")),
    path("accounts/", include("allauth.urls")),
    path("admin/", include("cop.editing.urls_admin")),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("", include("cop.taxonomy.urls")),
    path("", include("cop.members.urls")),
    path("", include("cop.notifications.urls")),
    path("", include("cop.privacy.urls")),
    path("", include("cop.editing.urls")),
    path("", include("cop.search.urls")),
    path("", include("resources.urls")),
    path("", include("news.urls")),
    path("", include("events.urls")),
    path("", include("working_groups.urls")),
    path("", include("home.urls")),
]

if settings.DEBUG:
    from django.conf.urls.static import static

    urlpatterns += static(settings.MEDIA_URL, document_root=settings.MEDIA_ROOT)

urlpatterns += [path("", include(serving.routes()))]
