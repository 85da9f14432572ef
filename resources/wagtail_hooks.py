"""What the library adds to the Wagtail admin."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.viewsets.base import ViewSet
from wagtail.admin.widgets.button import Button

from . import log_actions  # noqa: F401
from .models import GoodPracticePage, ResourcePage, Withdrawal
from .permissions import can_edit, declining_obstacle, withdrawing_obstacle
from .refusals import Reason
from .viewsets.declining import DecliningViewSet
from .viewsets.files import ResourceFilesViewSet
from .viewsets.importing import ImportMenuItem, ImportViewSet
from .viewsets.withdrawing import WithdrawingViewSet


@hooks.register("register_admin_viewset")
def register_viewsets() -> list[ViewSet]:
    """The files of a resource, withdrawing it, declining a proposed practice, and taking in old material."""
    return [ResourceFilesViewSet(), WithdrawingViewSet(), DecliningViewSet(), ImportViewSet()]


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


@hooks.register("register_page_header_buttons")
def practice_buttons(page: Any, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """On a practice that a member proposed and that this person may decide about: declining it."""
    practice = page.specific_deferred if page.pk is not None else None
    if not isinstance(practice, GoodPracticePage) or practice.was_published or not hasattr(practice, "proposal"):
        return
    if declining_obstacle(user, practice.pk) is None:
        url = reverse("decline_practice:index", args=[practice.pk])
        yield Button(_("Decline"), url=url, icon_name="cross", priority=61)


@hooks.register("construct_page_action_menu")
def no_publishing_at_once(menu_items: list[Any], request: HttpRequest, context: dict[str, Any]) -> None:
    """A new practice has no page yet whose rights Wagtail could ask: the button is not offered."""
    model = request.resolver_match.kwargs.get("content_type_model_name") if request.resolver_match else ""
    if context["view"] == "create" and model == GoodPracticePage._meta.model_name:
        menu_items[:] = [item for item in menu_items if item.name != "action-publish"]


@hooks.register("before_copy_page")
def copy_as_draft(request: HttpRequest, page: Any) -> HttpResponseRedirect | None:
    """A copy of a practice is a new one: it begins as a draft."""
    if request.method != "POST" or not request.POST.get("publish_copies"):
        return None
    if not isinstance(page.specific_deferred, GoodPracticePage):
        return None
    messages.error(request, _("Copy it as a draft. %(reason)s") % {"reason": Reason.NOT_VALIDATED.label})
    return HttpResponseRedirect(reverse("wagtailadmin_pages:copy", args=[page.pk]))
