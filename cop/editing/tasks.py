"""What the clock asks of this room."""

from crontask import cron
from django.core.management import call_command
from django.tasks import task


# Somebody has promised this minute to the press: before the letters.
@cron("* * * * *")
@task(priority=95)
def publish_scheduled() -> None:
    """Publish what is due, take down what has expired: Wagtail's own command, which can be run at any time."""
    call_command("publish_scheduled", verbosity=0)


@cron("10 6 * * *")
@task()
def remind_of_reviews() -> None:
    """Every morning; each person gets at most one letter a week."""
    from .services import reviewing

    reviewing.give_missing_days()
    reviewing.remind()
