"""Lists of the admin in which nobody writes, changes or deletes by hand: letters, messages, bounces, mail."""

from typing import Any

from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from django.urls import URLPattern, path
from wagtail.admin.viewsets.model import ModelViewSet


class ReadOnlyViewSet(ModelViewSet):
    """A list; with `inspect_view_enabled` a page for each thing. A room adds its own actions as routes."""

    add_to_reference_index = False
    copy_view_enabled = False
    list_per_page = 50
    form_fields: list[str] = []

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        routes = dict.fromkeys(("add_url_name", "edit_url_name", "delete_url_name", "history_url_name"))
        return super().get_common_view_kwargs(**{**routes, "usage_url_name": None, **kwargs})

    def get_permissions_to_register(self) -> QuerySet[Permission]:
        """All that the model has: Wagtail leaves the right to look out where there is no page for one thing."""
        return Permission.objects.filter(content_type=ContentType.objects.get_for_model(self.model))

    def register_admin_url_finder(self) -> None:
        """There is no edit page to find."""

    def get_urlpatterns(self) -> list[URLPattern]:
        routes = [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
        ]
        return [*routes, path("<int:pk>/", self.inspect_view, name="inspect")] if self.inspect_view_enabled else routes
