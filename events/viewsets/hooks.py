"""What the secretariat's desk adds to the Wagtail admin: its menu, and buttons on event pages."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin import messages as wagtail_messages
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.widgets.button import Button

from ..models import EventPage
from ..permissions import can_manage_registrations
from ..selectors.desk import events_people_count_on, events_with_registrations
from .registrations import RegistrationViewSet
from .setup import SetupViewSet


class DeskGroup(ViewSetGroup):
    """The menu "Events"; other parts of the room add theirs through the hook `register_events_menu_item`."""

    items = (RegistrationViewSet, SetupViewSet)
    menu_label = gettext_lazy("Events")
    menu_name = "events"
    menu_icon = "calendar-alt"
    menu_order = 250
    submenu_hook = "register_events_menu_item"


@hooks.register("register_admin_viewset")
def register_desk() -> DeskGroup:
    """List of registrations, set-ups."""
    return DeskGroup()


@hooks.register("register_page_header_buttons")
def registration_buttons(page: Any, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """On an event page: its registration set-up, and who has registered."""
    if not isinstance(page.specific_deferred, EventPage) or page.pk is None or not can_manage_registrations(user):
        return
    yield Button(_("Registration"), url=reverse("setups:edit", args=[page.pk]), icon_name="cogs", priority=5)
    yield Button(_("Registrations"), url=reverse("registrations:event", args=[page.pk]), icon_name="group", priority=6)


@hooks.register("before_delete_page")
def keep_events_with_registrations(request: HttpRequest, page: Any) -> HttpResponseRedirect | None:
    """An event that people have registered for is called off, or unpublished; its history stays."""
    return _refuse_to_delete(request, [page]) if request.method == "POST" else None


@hooks.register("before_bulk_action")
def keep_events_with_registrations_in_bulk(
    request: HttpRequest, action_type: str, objects: Iterable[Any], action: Any
) -> HttpResponseRedirect | None:
    """The same for many pages at once."""
    pages = [each for each in objects if hasattr(each, "url_path")]
    return _refuse_to_delete(request, pages) if action_type == "delete" and pages else None


def _refuse_to_delete(request: HttpRequest, pages: list[Any]) -> HttpResponseRedirect | None:
    kept = events_with_registrations(pages)
    if not kept:
        return None
    words = _("“%(event)s” cannot be deleted: people have registered. Cancel or unpublish the event instead.")
    for event in kept:
        messages.error(request, words % {"event": event.title})
    return HttpResponseRedirect(reverse("wagtailadmin_explore", args=[kept[0].get_parent().pk]))


@hooks.register("before_unpublish_page")
def keep_events_that_people_count_on(request: HttpRequest, page: Any) -> HttpResponseRedirect | None:
    """An event with people on its list does not vanish without a word to them: it is cancelled first."""
    below = page.get_descendants() if request.POST.get("include_descendants") else ()
    return _refuse_to_unpublish(request, [page, *below])


@hooks.register("before_bulk_action")
def keep_events_that_people_count_on_in_bulk(
    request: HttpRequest, action_type: str, objects: Iterable[Any], action: Any
) -> HttpResponseRedirect | None:
    """The same for many pages at once."""
    pages = [each for each in objects if hasattr(each, "url_path")]
    if action_type != "unpublish" or request.method != "POST":
        return None
    if request.POST.get("include_descendants"):
        pages += [below for page in pages for below in page.get_descendants()]
    return _refuse_to_unpublish(request, pages)


def _refuse_to_unpublish(request: HttpRequest, pages: list[Any]) -> HttpResponseRedirect | None:
    kept = events_people_count_on(pages, now=timezone.now())
    if not kept:
        return None
    words = _(
        "“%(event)s” cannot be unpublished: people are registered, and nobody would tell them. Choose “Cancel event” "
        "first; everybody then gets a letter."
    )
    for event in kept:
        cancel = wagtail_messages.button(reverse("programmes:cancel_event", args=[event.pk]), _("Cancel event"))
        wagtail_messages.error(request, words % {"event": event.title}, buttons=[cancel])
    return HttpResponseRedirect(reverse("wagtailadmin_pages:edit", args=[kept[0].pk]))
