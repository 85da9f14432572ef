"""Routes in front of Wagtail's: choosers and a report that would name pages which one may not know of; approving."""

from django.urls import path
from wagtail.admin.auth import require_admin_access

from .views import choosers
from .views.reports import KnownPageTypesView
from .views.workflow import ReadyWorkflowActionView

urlpatterns = [
    path("choose-page/<int:parent_page_id>/", require_admin_access(choosers.choose_below)),
    path("choose-page/chosen-multiple/", require_admin_access(choosers.chosen_pages)),
    path("reports/page-types-usage/", require_admin_access(KnownPageTypesView.as_view())),
    path("reports/page-types-usage/results/", require_admin_access(KnownPageTypesView.as_view(results_only=True))),
    path(
        "pages/workflow/action/<int:page_id>/<slug:action_name>/<int:task_state_id>/",
        require_admin_access(ReadyWorkflowActionView.as_view()),
    ),
]
