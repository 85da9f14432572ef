"""Pictures for tests: made here, and the sizes that the worker makes of them."""

import io
import warnings

from django.core.files.images import ImageFile
from django_tasks_db.models import DBTaskResult
from PIL import Image as Drawing
from wagtail.images.models import Image

from events.services import pictures


def picture(title: str = "Hall", *, size: tuple[int, int] = (1600, 800), colour: str = "navy", **more) -> Image:
    """An image of Wagtail's library."""
    more.setdefault("description", f"The {title.lower()}")
    return Image.objects.create(title=title, file=drawing(size, colour), **more)


def drawing(size: tuple[int, int], colour: str) -> ImageFile:
    """A file of one colour."""
    file = io.BytesIO()
    Drawing.new("RGB", size, colour).save(file, "png")
    file.seek(0)
    return ImageFile(file, f"{colour}.png")


def asked() -> list[int]:
    """The events for which the worker is asked to make pictures, in order."""
    tasks = DBTaskResult.objects.filter(task_path="events.tasks.make_pictures").order_by("enqueued_at")
    return [task.args_kwargs["args"][0] for task in tasks]


def work() -> int:
    """Do what the worker would, and forget it; returns how many sizes were made."""
    ids = asked()
    DBTaskResult.objects.all().delete()
    with warnings.catch_warnings():
        # Wagtail leaves the file in which it makes a size to the garbage collector.
        warnings.simplefilter("ignore", ResourceWarning)
        return sum(pictures.make_pictures(event_id=pk) for pk in ids)
