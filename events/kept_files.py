"""Which private files rows of this room name: those that are answers to questions of a registration."""

from collections.abc import Collection

from cop.core.files import orphans

from .models import AnswerFile


def named(paths: Collection[str]) -> set[str]:
    """Of these files. One statement."""
    return set(AnswerFile.objects.filter(file__in=paths).values_list("file", flat=True))


orphans.register("events/answers", named)
