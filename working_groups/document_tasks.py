"""What the worker and the clock do for documents; each task calls a service."""

from crontask import cron
from django.tasks import task


# Behind letters and offers: a document may take the worker a minute.
@task(priority=-15)
def read_version(version_id: int) -> None:
    """Read text and pages of one version."""
    from .services import reading

    reading.read(version_id)


@task(priority=-15)
def make_archive(archive_id: int) -> None:
    """Put a folder into a ZIP file."""
    from .services import archives

    archives.make(archive_id)


@cron("*/5 * * * *")
@task()
def sweep_documents() -> None:
    """Take up what a killed worker left behind, and remove ZIP files whose day is over."""
    from django.utils import timezone

    from .services import archives, reading

    reading.sweep()
    archives.sweep()
    archives.remove_expired(timezone.now())
