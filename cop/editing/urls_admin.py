"""Routes in front of two of Wagtail's: choosers that would name pages which the person may not know of."""

from django.urls import path
from wagtail.admin.auth import require_admin_access

from .views import choosers

urlpatterns = [
    path("choose-page/<int:parent_page_id>/", require_admin_access(choosers.choose_below)),
    path("choose-page/chosen-multiple/", require_admin_access(choosers.chosen_pages)),
]
