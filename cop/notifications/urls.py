"""Routes of this room."""

from django.urls import path

from .views import unsubscribe

app_name = "notifications"
urlpatterns = [
    path("letters/unsubscribe/<str:token>/", unsubscribe.unsubscribe, name="unsubscribe"),
]
