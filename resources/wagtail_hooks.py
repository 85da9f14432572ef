"""What the library adds to the Wagtail admin."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from wagtail import hooks
from wagtail.admin.viewsets.base import ViewSet
from wagtail.admin.widgets.button import Button

from . import log_actions  # noqa: F401
from .models import ResourcePage, Withdrawal
from .permissions import can_edit, withdrawing_obstacle
from .viewsets.files import ResourceFilesViewSet
from .viewsets.importing import ImportMenuItem, ImportViewSet
from .viewsets.withdrawing import WithdrawingViewSet


@hooks.register("register_admin_viewset")
def register_viewsets() -> list[ViewSet]:
    """The files of a resource, withdrawing it, and taking in old material."""
    return [ResourceFilesViewSet(), WithdrawingViewSet(), ImportViewSet()]


@hooks.register("register_admin_menu_item")
def import_item() -> ImportMenuItem:
    return ImportMenuItem(
        _lazy("Import old material"), reverse("imports:index"), name="imports", icon_name="upload", order=360
    )


@hooks.register("register_page_header_buttons")
def resource_buttons(page: Any, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """On a resource that has been saved: its files; withdrawing it, or why it was."""
    if page.pk is not None and isinstance(page.specific_deferred, ResourcePage) and can_edit(user, page):
        yield Button(
            _("Files"), url=reverse("resource_files:index", args=[page.pk]), icon_name="doc-full-inverse", priority=4
        )
        if withdrawing_obstacle(user, page.specific_deferred) is None or Withdrawal.objects.filter(resource=page.pk):
            url = reverse("withdraw_resource:index", args=[page.pk])
            yield Button(_("Withdraw"), url=url, icon_name="download", priority=60)
