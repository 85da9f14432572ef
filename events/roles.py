"""This room's lines in the table of roles: events, programmes, registrations."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from cop.core import roles
from cop.core.roles import Place, Role

if TYPE_CHECKING:
    from .models import EventIndexPage


def _list_of_events() -> "EventIndexPage | None":
    from .models import EventIndexPage

    return EventIndexPage.objects.first()


EVENTS = Place(_("the list of events and what is below it"), _list_of_events)


def register() -> None:
    """Sign up; called once the apps are ready."""
    roles.register(
        _("Event pages and programmes"),
        Role.EVENT_MANAGER,
        words=_("write, change, publish, call off; collect slides and publish them in the library"),
        pages=["add", "change", "publish"],
        place=EVENTS,
    )
    roles.register(
        _("Speakers and series"),
        Role.EVENT_MANAGER,
        words=_("add, change, delete"),
        permissions=[
            f"events.{action}_{model}"
            for model in ("speaker", "series")
            for action in ("add", "change", "delete", "view")
        ],
    )
    roles.register(
        _("Registrations"),
        Role.EVENT_MANAGER,
        words=_("set up, see, decide, export"),
        permissions=["events.change_registration"],
    )
