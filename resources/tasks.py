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


# Behind everything else: two thousand rows take minutes, in turns.
@task(priority=-18)
def work_on_import(run_id: int) -> None:
    """Look at a sheet of old material, or take it in, for one turn."""
    from .services import importing

    importing.work(run_id)


@cron("*/5 * * * *")
@task()
def sweep_imports() -> None:
    """Take up imports that a killed worker left behind."""
    from .services import importing

    importing.sweep()
