"""The platform's own housekeeping: a sign of life every minute; old task results and lost files every night."""

from crontask import cron
from django.core.management import call_command
from django.tasks import task


# First in the queue: thousands of waiting letters must not make the worker look dead.
@cron("* * * * *")
@task(priority=100)
def heartbeat() -> None:
    """That it was run is the message (cop.core.health.worker_is_heard)."""


@cron("20 3 * * *")
@task()
def prune_task_results() -> None:
    """Results of tasks that went well are kept for a day, of failed ones for a month."""
    call_command("prune_db_task_results", min_age_days=1, failed_min_age_days=30, verbosity=0)


@cron("50 3 * * *")
@task(priority=-20)
def sweep_private_files() -> None:
    """Private files that no row names."""
    from .files import orphans

    orphans.sweep()
