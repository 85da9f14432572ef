"""What every stored file has, in whatever room; abstract, each room has tables of its own."""

import uuid
from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from cop.core.extraction import SMALL, Problem, Unit

from .choices import ArchiveState, ReadingState

if TYPE_CHECKING:
    from datetime import datetime


class KeptFile(models.Model):
    """One file, kept outside MEDIA_ROOT under a name that nobody can guess."""

    name = models.CharField(_("file name"), max_length=150)
    path = models.CharField(max_length=200, editable=False)
    size = models.PositiveBigIntegerField(_("size"))
    content_type = models.CharField(max_length=120)
    extension = models.CharField(max_length=8)

    class Meta:
        abstract = True


class StoredFile(KeptFile):
    """A kept file, and what was read of it.

    `cop.core.stored.reading` assigns the fields that this adds, and nobody else.
    """

    reading = models.CharField(max_length=10, choices=ReadingState, default=ReadingState.WAITING)
    claimed_until: "models.DateTimeField[datetime | None]" = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    problem = models.CharField(max_length=12, choices=Problem, blank=True)
    unit = models.CharField(max_length=8, choices=Unit, default=Unit.WHOLE)
    # How many pages have a picture beside the file (see `picture_path`).
    pictures = models.PositiveSmallIntegerField(default=0)

    class Meta:
        abstract = True

    def picture_path(self, number: int, *, small: bool = False) -> str:
        """Where the picture of a page lies in the private storage."""
        return f"{self.path}.{number}{SMALL if small else ''}.webp"


class StoredText(models.Model):
    """The text of one page, slide or sheet, numbered from 1. The heir points to its file by `version`."""

    number = models.PositiveIntegerField()
    text = models.TextField(blank=True)

    class Meta:
        abstract = True


class StoredArchive(models.Model):
    """Several files as one ZIP file: asked for, made by the worker, fetched, removed by the clock.

    `cop.core.stored.archives` assigns state, claim, attempts, `done` and size, and nobody else.
    """

    # Where archives of the room lie in the private storage.
    folder_of_files: ClassVar[str]

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    state = models.CharField(max_length=10, choices=ArchiveState, default=ArchiveState.WAITING)
    asked_at: "models.DateTimeField[datetime]" = models.DateTimeField()
    claimed_until: "models.DateTimeField[datetime | None]" = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    # Files packed so far, of how many.
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    size = models.PositiveBigIntegerField(default=0)
    expires_at: "models.DateTimeField[datetime | None]" = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return str(self.key)

    @property
    def path(self) -> str:
        """Where it lies in the private storage."""
        return f"{self.folder_of_files}{self.key}.zip"
