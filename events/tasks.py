"""What the clock does for events; each task calls a service."""

from crontask import cron
from django.tasks import task


@cron("* * * * *")
@task(priority=80)
def sweep_waiting_lists() -> None:
    """End offers that ran out, and offer what is free."""
    from .services import waiting_list

    waiting_list.sweep()


# Behind letters and offers: a picture may take the worker a second.
@task(priority=-10)
def make_pictures(event_id: int) -> None:
    """Make the sizes of an event's pictures that are missing."""
    from .services import pictures

    pictures.make_pictures(event_id=event_id)


@cron("25 * * * *")
@task(priority=-10)
def sweep_pictures() -> None:
    """Make what a lost task left out."""
    from .services import pictures

    pictures.sweep()


@cron("*/10 * * * *")
@task()
def send_reminders() -> None:
    """Write the reminders that are due."""
    from .services import reminding

    reminding.send_reminders()


# A file is judged, copied and read: behind letters.
@task(priority=-10)
def publish_slides(slides_id: int) -> None:
    """Publish slides that were sent to an event that publishes at once."""
    from .services import slides_publishing

    slides_publishing.publish_if_due(slides_id)


@cron("*/10 * * * *")
@task()
def publish_due_slides() -> None:
    """Publish what the day of its session, or a lost task, has left due."""
    from .services import slides_publishing

    slides_publishing.publish_due()
