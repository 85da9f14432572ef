"""Reminders: so many days before an event, once, to those who have a place."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry

from cop.notifications.services import outbox

from ..choices import RegistrationStatus
from ..models import Registration, RegistrationSetup
from .places import lock_setup
from .setup import SETUP_PREFIX

ACTION = f"{SETUP_PREFIX}remind"
# A clock that stood still catches up this much; a reminder that an editor adds for a day long past is not sent.
LATEST = timedelta(days=2)


def send_reminders(*, now: datetime | None = None) -> int:
    """Write the reminders that are due now, each event in a transaction of its own; returns how many letters."""
    now = now or timezone.now()
    due = (
        RegistrationSetup.objects.exclude(reminder_days="")
        .filter(event__starts_at__gt=now, event__live=True, event__state__cancelled_at=None)
        .select_related("event")
        .order_by("pk")
    )
    return sum(remind(setup.event_id, days, now=now) for setup in due if (days := days_due(setup, now=now)) is not None)


def days_due(setup: RegistrationSetup, *, now: datetime) -> int | None:
    """Which of an event's reminders is due: the latest whose moment has come and is not long past; None if none is.

    Earlier ones that were missed are not made up for, so that nobody gets two at once.
    """
    days = [int(each) for each in setup.reminder_days.split(",") if each.strip()]
    passed = [each for each in days if moment_of(setup, each) <= now < setup.event.starts_at]
    if not passed:
        return None
    latest = min(passed)
    return latest if now - moment_of(setup, latest) <= LATEST else None


def moment_of(setup: RegistrationSetup, days: int) -> datetime:
    """When the reminder `days` before is due: at the hour at which the event starts, on its own clock."""
    return setup.event.local_start - timedelta(days=days)


@transaction.atomic
def remind(event_id: int, days: int, *, now: datetime) -> int:
    """Write one event's reminders of that day, unless that has been done for this date; returns how many.

    Only to people who are confirmed now and registered before the reminder's moment; those who come later have just
    had their confirmation.
    """
    setup = lock_setup(event_id)
    if days_due(setup, now=now) != days or _done(setup, days):
        return 0
    people = (
        Registration.objects.filter(
            event_id=event_id,
            status=RegistrationStatus.CONFIRMED,
            member__is_active=True,
            created_at__lte=moment_of(setup, days),
        )
        .select_related("member")
        .order_by("pk")
    )
    letters = outbox.post_many(
        kind="events.reminder",
        drafts=[
            outbox.Draft(
                cause=f"registration/{registration.pk}/reminder/{days}/{_start(setup)}",
                to=member,
                params={
                    "registration": registration.pk,
                    "serial": registration.serial,
                    "status": registration.status,
                    "days": days,
                },
            )
            for registration in people
            if (member := registration.member) is not None
        ],
    )
    log(setup, ACTION, data={"days": days, "start": _start(setup), "count": len(letters)})
    return len(letters)


def _done(setup: RegistrationSetup, days: int) -> bool:
    return (
        ModelLogEntry.objects.for_instance(setup)
        .filter(action=ACTION, data__days=days, data__start=_start(setup))
        .exists()
    )


def _start(setup: RegistrationSetup) -> str:
    """The day of which people are reminded: an event that moves to another one has its reminders again."""
    return setup.event.local_start.date().isoformat()
