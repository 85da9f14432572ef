"""What the worker and the clock do for the news; each task calls a service."""

from django.tasks import task


# Behind letters: a picture may take the worker a second.
@task(priority=-10)
def make_pictures(article_id: int) -> None:
    """Make the sizes of an article's picture that are missing."""
    from .services import pictures

    pictures.make_pictures(article_id=article_id)
