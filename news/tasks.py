"""What the worker and the clock do for the news; each task calls a service."""

from crontask import cron
from django.tasks import task


# Behind letters: a picture may take the worker a second.
@task(priority=-10)
def make_pictures(article_id: int) -> None:
    """Make the sizes of an article's picture that are missing."""
    from .services import pictures

    pictures.make_pictures(article_id=article_id)


@task()
def write_newsletter(issue_id: int) -> None:
    """Write the next batch of an issue's letters."""
    from .services import sending

    sending.write_batch(issue_id=issue_id)


@cron("* * * * *")
@task(priority=70)
def sweep_newsletter() -> None:
    """Start issues that are due, go on with those a dead worker left, finish those that are done."""
    from .services import sending

    sending.sweep()
