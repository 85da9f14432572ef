"""Routes of this room: approving a draft from a letter."""

from django.urls import path

from .views import approval

urlpatterns = [
    path("approval/<str:token>/", approval.draft, name="approval"),
    path("approval/<str:token>/answer/", approval.answer, name="approval_answer"),
]
