"""What the clock does for this room."""

from crontask import cron
from django.tasks import task


@cron("50 3 * * *")
@task()
def forget_closed_messages() -> None:
    """Messages to the secretariat go a year after they were closed, spam after a month."""
    from .services import contact

    contact.forget_messages()
