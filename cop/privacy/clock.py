"""What the worker and the clock do for members' rights; each task calls a service."""

from crontask import cron
from django.tasks import task


@task(priority=-5)
def make_export(export_id: int) -> None:
    """Put one member's data together."""
    from .services import exporting

    exporting.make(export_id)


@cron("*/5 * * * *")
@task()
def sweep_exports() -> None:
    """Take up exports that a killed worker left behind, and remove files whose days are over."""
    from django.utils import timezone

    from .services import exporting

    exporting.sweep()
    exporting.remove_expired(timezone.now())


@cron("*/10 * * * *")
@task()
def erase_members() -> None:
    """Carry out deletions whose days of grace are over, and go on with those that were interrupted."""
    from .handlers import letters
    from .services import erasing

    erasing.erase_due()
    letters.forget_farewells()


@cron("5 0 * * *")
@task()
def ask_for_new_terms() -> None:
    """Have members asked for versions that come into force today."""
    from .services import terms

    terms.ask_everybody()


@cron("40 3 * * *")
@task()
def apply_retention_rules() -> None:
    """Remove what is older than its rule allows."""
    from .services import retention

    retention.apply_rules()
