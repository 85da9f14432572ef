"""What the worker and the clock do for the library; each task calls a service."""

from crontask import cron
from django.tasks import task


# Behind letters and offers: a file may take the worker a minute.
@task(priority=-15)
def read_file(version_id: int) -> None:
    """Read text and pages of one version of a file."""
    from .services import reading

    reading.read(version_id)


@task(priority=-15)
def make_archive(archive_id: int) -> None:
    """Put the files of a collection into a ZIP file."""
    from .services import packing

    packing.make(archive_id)


@cron("*/5 * * * *")
@task()
def sweep_files() -> None:
    """Take up what a killed worker left behind, and remove ZIP files that nobody has fetched for a day."""
    from django.utils import timezone

    from .services import packing, reading

    reading.sweep()
    packing.sweep()
    packing.remove_expired(timezone.now())


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
