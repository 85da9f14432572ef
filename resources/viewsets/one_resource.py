"""What views of the admin that stand beside a resource's edit form have in common."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from ..models import ResourcePage
from ..permissions import can_edit


class OfOneResource(WagtailAdminTemplateMixin):
    """The resource that the address names, and the way back to it. Permission: whoever may edit the page; what more is
    asked the services ask."""

    resource: ResourcePage

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        self.resource = self.find(**kwargs)
        if not can_edit(request.user, self.resource):
            raise PermissionDenied
        super().setup(request, *args, **kwargs)  # type: ignore[misc]

    def find(self, **kwargs: Any) -> ResourcePage:
        """The page that the address names."""
        return get_object_or_404(ResourcePage, pk=kwargs["resource"])

    @property
    def edit_url(self) -> str:
        return reverse("wagtailadmin_pages:edit", args=[self.resource.pk])

    def get_page_subtitle(self) -> str:
        return self.resource.get_admin_display_title()

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": self.edit_url, "label": self.get_page_subtitle()},
            {"url": "", "label": str(self.page_title)},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "resource": self.resource, "edit_url": self.edit_url}
