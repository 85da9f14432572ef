"""What the secretariat's desk adds to the Wagtail admin: its menu, and buttons on event pages."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.widgets.button import Button

from ..models import EventPage
from ..permissions import can_manage_registrations
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
