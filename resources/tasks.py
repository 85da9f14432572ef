"""What the worker and the clock do for the library; each task calls a service."""

from crontask import cron
from django.tasks import task


# Behind letters and offers: a file may take the worker a minute.
@task(priority=-15)
def read_file(version_id: int) -> None:
    """Read text and pages of one version of a file."""
    from .services import reading

    reading.read(version_id)


@cron("*/5 * * * *")
@task()
def sweep_files() -> None:
    """Take up what a killed worker left behind."""
    from .services import reading

    reading.sweep()
