"""What this room adds to the Wagtail admin: approvals, reviews, the panel of what waits, lines of histories."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.auth import user_has_any_page_permission
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.admin.views.home import RecentEditsPanel
from wagtail.admin.viewsets.base import ViewSet
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from . import log_actions  # noqa: F401
from .page_policy import CarefulPagePolicy
from .permissions import can_edit, choosable_pages
from .selectors.readiness import unready_pages
from .viewsets.approvals import ApprovalViewSet
from .viewsets.pictures import UndescribedPicturesViewSet
from .viewsets.reviews import ReviewViewSet
from .waiting import waiting_for


@hooks.register("register_admin_viewset")
def register_viewsets() -> list[ViewSet]:
    """They stand in the menu of the reports."""
    return [ApprovalViewSet(), ReviewViewSet(), UndescribedPicturesViewSet()]


class EditorsMenuItem(MenuItem):
    """Shown to those who may do something with pages."""

    def is_shown(self, request: HttpRequest) -> bool:
        return user_has_any_page_permission(request.user)


@hooks.register("register_reports_menu_item")
def reviews_item() -> MenuItem:
    return EditorsMenuItem(_("Pages to review"), reverse("reviews:index"), name="reviews", icon_name="date", order=100)


@hooks.register("register_reports_menu_item")
def approvals_item() -> MenuItem:
    return EditorsMenuItem(_("Approvals"), reverse("approvals:index"), name="approvals", icon_name="check", order=110)


@hooks.register("register_page_header_buttons")
def page_buttons(page: Any, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """On every page that has been saved: asking somebody to approve it."""
    if page.pk is not None and not page.is_root() and can_edit(user, page):
        yield Button(_("Approvals"), url=reverse("approvals:page", args=[page.pk]), icon_name="check", priority=30)


@hooks.register("register_reports_menu_item")
def undescribed_pictures_item() -> MenuItem:
    return EditorsMenuItem(
        _("Pictures without a description"),
        reverse("undescribed_pictures:index"),
        name="undescribed-pictures",
        icon_name="image",
        order=120,
    )


class WaitingPanel(Component):
    """What waits for the person who has logged in, first on the home of the admin."""

    name = "waiting"
    order = 10
    template_name = "editing/admin/waiting.html"

    def __init__(self, request: HttpRequest) -> None:
        self.lines = waiting_for(request.user)

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        return {"lines": self.lines}


@hooks.register("construct_homepage_panels")
def add_waiting_panel(request: HttpRequest, panels: list[Any]) -> None:
    panels.append(WaitingPanel(request))


class RecentEditsOfMine(RecentEditsPanel):
    """One's most recent edits, without pages that one may no longer see in the admin: their titles have moved on."""

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(parent_context)
        edits = context["last_edits"]
        seen = CarefulPagePolicy(Page).explorable_instances(context["request"].user)
        numbers = set(seen.filter(pk__in=[page.pk for _when, page in edits]).values_list("pk", flat=True))
        context["last_edits"] = [(when, page) for when, page in edits if page.pk in numbers]
        return context


@hooks.register("construct_homepage_panels")
def name_only_pages_still_seen(request: HttpRequest, panels: list[Any]) -> None:
    panels[:] = [RecentEditsOfMine() if type(each) is RecentEditsPanel else each for each in panels]


@hooks.register("before_bulk_action")
def publish_only_what_is_ready(
    request: HttpRequest, action_type: str, objects: Iterable[Any], action: Any
) -> HttpResponseRedirect | None:
    """Publishing many pages at once passes no edit form, which would have refused unfinished drafts one by one."""
    pages = [each for each in objects if isinstance(each, Page)]
    if action_type != "publish" or request.method != "POST" or not pages:
        return None
    found = list(unready_pages(pages, with_drafts_below=bool(request.POST.get("include_descendants"))))
    for page, reason in found:
        edit = messages.button(reverse("wagtailadmin_pages:edit", args=[page.pk]), _("Edit"))
        words = _("“%(page)s” cannot be published: %(reason)s. Nothing was published.")
        messages.error(request, words % {"page": page.get_admin_display_title(), "reason": reason}, buttons=[edit])
    return HttpResponseRedirect(reverse("wagtailadmin_explore", args=[found[0][0].get_parent().pk])) if found else None


@hooks.register("construct_page_chooser_queryset")
def choose_among_visible_pages(pages: QuerySet[Page], request: HttpRequest) -> QuerySet[Page]:
    """No chooser shows the titles of drafts and private pages of others."""
    return pages.filter(pk__in=choosable_pages(request.user).values("pk"))
