"""Routes that exist in development only (included by urls.py when DEBUG is set)."""

from django.urls import path

from .views import dev_letters

urlpatterns = [
    path("dev/letters/", dev_letters.mailbox, name="dev_letters"),
    path("dev/letters/<int:pk>/", dev_letters.show, name="dev_letter"),
    path("dev/letters/<int:pk>/html/", dev_letters.html, name="dev_letter_html"),
    path("dev/letters/<int:pk>/attachments/<int:number>/", dev_letters.attachment, name="dev_letter_attachment"),
]
