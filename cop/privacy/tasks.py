"""What the clock does for privacy; each task calls a service."""

from crontask import cron
from django.tasks import task


@cron("10 4 * * *")
@task()
def erase_old_consent_records() -> None:
    """Remove records of choices about cookies whose time is over."""
    from .services import consent

    consent.erase_old_records()
