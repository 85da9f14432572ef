"""Wagtail's buttons "Approve" outside the edit form, asked whether what they would publish is ready."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.views.pages.workflow import WorkflowActionView

from ..selectors.readiness import reason_against


class ReadyWorkflowActionView(WorkflowActionView):
    """Approve, or ask for changes. Permission: Wagtail's own, before this is reached.

    What was submitted had passed the edit form; a draft that was saved since then is approved with it, and has not.
    """

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Refuse to approve what the edit form would refuse to publish."""
        reason = reason_against(self.object) if "approve" in self.action_name else ""
        if not reason:
            return super().post(request, *args, **kwargs)
        words = _("“%(page)s” cannot be approved yet: %(reason)s.")
        messages.error(request, words % {"page": self.object.get_admin_display_title(), "reason": reason})
        edit = reverse("wagtailadmin_pages:edit", args=[self.object.pk])
        if request.headers.get("x-requested-with") == "XMLHttpRequest":
            answer: HttpResponse = self.render_modal_json(request, {"step": "success", "redirect": edit})
            return answer
        return redirect(edit)
