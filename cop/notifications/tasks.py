"""What the worker does for letters; each task takes ids and calls a service."""

from crontask import cron
from django.tasks import task


@task()
def deliver_letter(letter_id: int) -> None:
    """Send one letter, if nobody else does or has."""
    from .services import delivery

    delivery.deliver(letter_id)


@task()
def deliver_letters(letter_ids: list[int]) -> None:
    """Send many, in portions, so that other tasks get their turn in between."""
    from .services import delivery

    delivery.deliver_portion(letter_ids)


@cron("* * * * *")
@task(priority=90)
def sweep_letters() -> None:
    """Pick up letters whose worker died, whose task was lost, or whose next attempt is due."""
    from .services import delivery

    delivery.sweep()
