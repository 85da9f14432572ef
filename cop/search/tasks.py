"""What the clock does for the search."""

from crontask import cron
from django.tasks import task


@cron("*/10 * * * *")
@task(priority=-10)
def mend_search_index() -> None:
    """Put in what a killed process, an import or a migration left out, and take out what should be gone."""
    from . import indexes

    indexes.mend_all(thorough=False)


@cron("50 2 * * *")
@task(priority=-20)
def compare_search_index() -> None:
    """Compare every row with what the index holds of it."""
    from . import indexes

    indexes.mend_all(thorough=True)
