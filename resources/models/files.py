"""The files of a resource: rows below the page, no part of its drafts. Why: docs/decisions/library-files.md."""

import uuid
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cop.core.stored.choices import UNREAD
from cop.core.stored.models import StoredFile, StoredText

from ..choices import LANGUAGES

if TYPE_CHECKING:
    from datetime import datetime


class ResourceFile(models.Model):
    """One file of a resource: how it is called, and where it stands among the others. What it holds are versions."""

    resource = models.ForeignKey("resources.ResourcePage", on_delete=models.CASCADE, related_name="files")
    title = models.CharField(_("title"), max_length=150)
    language = models.CharField(_("language"), max_length=8, choices=LANGUAGES, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    last_number = models.PositiveIntegerField(default=0)
    # The version with the last number: the only one that readers get.
    current = models.OneToOneField("resources.FileVersion", null=True, on_delete=models.SET_NULL, related_name="+")
    changed_at: "models.DateTimeField[datetime]" = models.DateTimeField(_("changed"))

    class Meta:
        verbose_name = _("file")
        verbose_name_plural = _("files")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.title


class FileVersion(StoredFile):
    """One state of a file, numbered from 1. Never written over; earlier ones are for editors."""

    file = models.ForeignKey(ResourceFile, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    # From the form: a second submission is the same version. Addresses of pictures bear it, since nobody can guess it.
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    what_changed = models.CharField(_("what changed"), max_length=300, blank=True)
    created_at: "models.DateTimeField[datetime]" = models.DateTimeField(_("added"))
    # Of the picture of its first page, in pixels; 0 while there is none.
    picture_width = models.PositiveSmallIntegerField(default=0)
    picture_height = models.PositiveSmallIntegerField(default=0)
    # Pages or slides that there are, shown or not; 0 while it is not known.
    parts = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("version of a file")
        verbose_name_plural = _("versions of files")
        constraints = [models.UniqueConstraint(fields=["file", "number"], name="resources_version_number")]
        indexes = [
            models.Index(fields=["created_at"], name="resources_to_be_read", condition=Q(reading__in=list(UNREAD)))
        ]

    def __str__(self) -> str:
        return f"{self.file_id} · {self.number}"


class FileText(StoredText):
    """The text of one page, slide or sheet of a version."""

    version = models.ForeignKey(FileVersion, on_delete=models.CASCADE, related_name="texts")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "number"], name="resources_one_text")]

    def __str__(self) -> str:
        return f"{self.version_id} · {self.number}"
