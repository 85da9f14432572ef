"""Routes of this room."""

from django.conf import settings
from django.urls import include, path

from .views import events, unsubscribe

app_name = "notifications"
urlpatterns = [
    path("letters/events/", events.letter_events, name="letter_events"),
    path("letters/unsubscribe/<str:token>/", unsubscribe.unsubscribe, name="unsubscribe"),
]

# Letters with codes and links, readable by everybody who asks: nowhere but on a developer's machine.
if settings.DEBUG:
    urlpatterns += [path("", include("cop.notifications.dev_urls"))]
