"""Routes in front of Wagtail's: choosers that would name pages which the person may not know of, and approving."""

from django.urls import path
from wagtail.admin.auth import require_admin_access

from .views import choosers
from .views.workflow import ReadyWorkflowActionView

urlpatterns = [
    path("choose-page/<int:parent_page_id>/", require_admin_access(choosers.choose_below)),
    path("choose-page/chosen-multiple/", require_admin_access(choosers.chosen_pages)),
    path(
        "pages/workflow/action/<int:page_id>/<slug:action_name>/<int:task_state_id>/",
        require_admin_access(ReadyWorkflowActionView.as_view()),
    ),
]
