"""Old material from a sheet: which resource came from which key, and the runs with what became of each row."""

import uuid
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from ..choices import ImportOutcome, ImportState

if TYPE_CHECKING:
    from datetime import datetime


class ImportedResource(models.Model):
    """A resource that came from a sheet, as the import left it: by that a second run knows what to leave alone.

    It outlives the resource: who deletes one does not want it back with the next run.
    """

    key = models.CharField(_("key"), max_length=100, unique=True)
    resource = models.OneToOneField(
        "resources.ResourcePage", null=True, on_delete=models.SET_NULL, related_name="imported"
    )
    # Of the resource, also when it is gone: Wagtail's log knows by it when that was.
    page_number = models.BigIntegerField(default=0)
    # SHA-256 of the row, and of the file as it came.
    digest = models.CharField(max_length=64)
    file_digest = models.CharField(max_length=64, blank=True)
    file_name = models.CharField(max_length=255, blank=True)
    file = models.ForeignKey("resources.ResourceFile", null=True, on_delete=models.SET_NULL, related_name="+")
    file_number = models.PositiveIntegerField(default=0)
    # The latest revision at that time: another one means that an editor has changed the page.
    revision = models.BigIntegerField()
    live = models.BooleanField()

    class Meta:
        verbose_name = _("imported resource")
        verbose_name_plural = _("imported resources")

    def __str__(self) -> str:
        return self.key


class ImportRun(models.Model):
    """One sheet with its files: looked at, then taken in, in the background; removed after 30 days."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    name = models.CharField(_("sheet"), max_length=150)
    packed_name = models.CharField(_("files"), max_length=150, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=ImportState, default=ImportState.CHECKING)
    asked_at: "models.DateTimeField[datetime]" = models.DateTimeField(_("sent"))
    # The last time that it came a step further.
    moved_at: "models.DateTimeField[datetime]" = models.DateTimeField()
    claimed_until: "models.DateTimeField[datetime | None]" = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    # Headings that no column has.
    unknown = models.JSONField(default=list)
    problem = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-asked_at", "-pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def sheet_path(self) -> str:
        """Where the sheet lies in the private storage."""
        return f"resources/imports/{self.key}.sheet"

    @property
    def packed_path(self) -> str:
        """Where the ZIP file lies there, if there is one."""
        return f"resources/imports/{self.key}.zip"

    @property
    def is_under_way(self) -> bool:
        """Whether the worker has something to do with it."""
        return self.state in (ImportState.CHECKING, ImportState.IMPORTING)


class ImportLine(models.Model):
    """What became of one row, written together with what it did; `words` are pairs of column and sentence."""

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="lines")
    number = models.PositiveIntegerField()
    key = models.CharField(max_length=100, blank=True)
    title = models.CharField(max_length=255, blank=True)
    outcome = models.CharField(max_length=8, choices=ImportOutcome)
    resource = models.ForeignKey("resources.ResourcePage", null=True, on_delete=models.SET_NULL, related_name="+")
    words = models.JSONField(default=list)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["run", "number"], name="resources_one_import_line")]

    def __str__(self) -> str:
        return f"{self.run_id} · {self.number}"
