"""What the clock does for events; each task calls a service."""

from crontask import cron
from django.tasks import task


@cron("* * * * *")
@task(priority=80)
def sweep_waiting_lists() -> None:
    """End offers that ran out, and offer what is free."""
    from .services import waiting_list

    waiting_list.sweep()


@cron("*/10 * * * *")
@task()
def send_reminders() -> None:
    """Write the reminders that are due."""
    from .services import reminding

    reminding.send_reminders()
