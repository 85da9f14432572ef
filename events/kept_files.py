"""Which private files rows of this room name: answers to questions of a registration, slides."""

from collections.abc import Collection

from cop.core.files import orphans

from .models import AnswerFile, Slides


def named(paths: Collection[str]) -> set[str]:
    """Of these files. One statement."""
    return set(AnswerFile.objects.filter(file__in=paths).values_list("file", flat=True))


def named_slides(paths: Collection[str]) -> set[str]:
    """The same of what speakers have sent."""
    return set(Slides.objects.filter(path__in=paths).values_list("path", flat=True))


orphans.register("events/answers", named)
orphans.register("events/slides", named_slides)
