"""What stands in the way of registering, in words and with a next step; and what stands beside the form."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from ..models import EventPage, RegistrationSetup
from ..refusals import Reason
from ..services.registering import Sheet, next_step
from .dates import days, event_hours, zone
from .events import where
from .registration import Action, moment

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True)
class Closed:
    """Why one cannot register now, and what one can do instead."""

    title: str
    text: str
    actions: "Sequence[Action]" = field(default_factory=list)


def everything_full(sheet: Sheet) -> bool:
    """Is there nothing to be had in any category, not even a place on the waiting list?"""
    return all(next_step(sheet, category) is None for category in sheet.places.categories.values())


def closed(setup: RegistrationSetup, reason: Reason) -> Closed:
    """The page that stands where the form would be."""
    event = setup.event
    to_event = Action(_("See the event"), event.get_absolute_url())
    others = Action(_("See other events"), reverse("event_index"), kind="plain")
    calendar = Action(_("Add to calendar"), reverse("event_ics", args=[event.slug]), kind="plain", icon="calendar")
    match reason:
        case Reason.EVENT_CANCELLED:
            return Closed(_("This event has been cancelled"), str(event.state.cancel_reason), [others])
        case Reason.EVENT_OVER:
            when = moment(event, event.ends_at)
            return Closed(_("This event is over"), _("It ended on %(when)s.") % {"when": when}, [to_event, others])
        case Reason.NOT_OPEN if setup.opens_at is not None:
            return Closed(
                _("Registration has not opened yet"),
                _("It opens on %(when)s. Put the event into your calendar now, and come back that day.")
                % {"when": moment(event, setup.opens_at)},
                [to_event, calendar],
            )
        case Reason.CLOSED:
            return Closed(
                _("Registration is closed"),
                _("It closed on %(when)s.") % {"when": moment(event, setup.closing_time)},
                [to_event, others],
            )
        case Reason.FULL:
            return Closed(
                _("All places are taken"),
                _("There is no waiting list for this event. If somebody cancels, the place is free here again."),
                [to_event, others],
            )
    return Closed(_("Registration is not possible here"), str(reason.label), [to_event, others])


def trail(event: EventPage, *more: tuple[str, str]) -> list[tuple[str, str]]:
    """Breadcrumbs that lead to a page below the event."""
    return [(_("Home"), "/"), (_("Events"), reverse("event_index")), (event.title, event.get_absolute_url()), *more]


def trail_below_mine(event: EventPage) -> list[tuple[str, str]]:
    """Breadcrumbs that lead to a page below one's own registration."""
    return trail(event, (_("My registration"), reverse("my_registration", args=[event.slug])))


def event_facts(event: EventPage) -> list[tuple[str, str]]:
    """When and where, as rows."""
    facts = [
        (_("When"), days(event.local_start, event.local_end)),
        (_("Hours"), f"{event_hours(event)}, {zone(event)}"),
        (_("Where"), where(event)),
    ]
    return [(label, value) for label, value in facts if value]


def editing_ends(setup: RegistrationSetup) -> str:
    """Until when answers can be changed."""
    return moment(setup.event, setup.editing_time)


def opens_or_closes(setup: RegistrationSetup, *, now: datetime) -> datetime | None:
    """When what a visitor sees instead of the form changes by itself."""
    moments = [each for each in (setup.opens_at, setup.closing_time, setup.event.ends_at) if each and each > now]
    return min(moments, default=None)
