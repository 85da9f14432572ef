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


@cron("*/10 * * * *")
@task(priority=-10)
def add_fresh_words() -> None:
    """Words of what was published a moment ago, for “did you mean”. Looks back twice the time between two runs."""
    from datetime import timedelta

    from django.utils import timezone

    from .services import public_words

    public_words.add_fresh(timezone.now() - timedelta(minutes=20))


@cron("*/10 * * * *")
@task(priority=-15)
def mend_counted_texts() -> None:
    """Words of texts that have become public since, for “did you mean”; those of what no longer is go."""
    from .services import public_words

    public_words.mend_counted()


@cron("*/10 * * * *")
@task(priority=-10)
def mend_titles() -> None:
    """Titles that are suggested while one types: what is new comes in, what is public no longer goes."""
    from .services import titles

    titles.mend()


@cron("*/10 * * * *")
@task(priority=-10)
def note_openings() -> None:
    """Since when pages that were closed to some are open to them; letters about saved searches tell of these."""
    from .services import openings

    openings.note_openings()


@cron("*/5 * * * *")
@task(priority=-5)
def write_alerts() -> None:
    """Letters about saved searches whose moment has passed somewhere."""
    from .services import alerts

    alerts.write_due()


@cron("10 3 * * *")
@task(priority=-20)
def rebuild_public_words() -> None:
    """All words of “did you mean” anew: what is public no longer goes."""
    from .services import public_words

    public_words.rebuild()
