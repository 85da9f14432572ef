"""What the worker and the clock do for the working groups; each task calls a service."""

from crontask import cron
from django.tasks import task


# Before the letters themselves: who is told is to be known first.
@task(priority=5)
def write_post_mail(post_id: int) -> None:
    """Write the next batch of letters about a post."""
    from .services import post_mails

    post_mails.write_batch(post_id=post_id)


@cron("* * * * *")
@task(priority=60)
def sweep_post_mails() -> None:
    """Go on with posts whose letters a dead worker left unwritten."""
    from .services import post_mails

    post_mails.sweep()


@task(priority=-10)
def make_pictures(page_id: int) -> None:
    """Make the sizes of a group's picture that are missing."""
    from .services import pictures

    pictures.make_pictures(page_id=page_id)


@cron("*/15 * * * *")
@task(priority=-5)
def tell_of_closed_calls() -> None:
    """Tell leaders of calls that are over, and remind them once."""
    from .services import call_clock

    call_clock.tell_of_closed_calls()


@cron("*/5 * * * *")
@task(priority=-5)
def write_digests() -> None:
    """Write the digests whose moment has passed somewhere."""
    from .services import digests

    digests.write_due()


@cron("*/10 * * * *")
@task()
def send_meeting_letters() -> None:
    """Write the reminders of meetings and actions that are due, and tell of date polls that have closed."""
    from .services import meeting_clock

    meeting_clock.send_meeting_letters()
