"""Fixed words of stored files."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ReadingState(models.TextChoices):
    """Whether the text of a version has been read for search and preview."""

    WAITING = "waiting", _("waiting")
    READING = "reading", _("being read")
    DONE = "done", _("read")
    FAILED = "failed", _("not readable")


class ArchiveState(models.TextChoices):
    """Where a ZIP file is on its way."""

    WAITING = "waiting", _("waiting for the worker")
    MAKING = "making", _("being made")
    READY = "ready", _("ready")
    FAILED = "failed", _("failed")
    REMOVED = "removed", _("removed")


# It will be read, or is being read.
UNREAD = (ReadingState.WAITING, ReadingState.READING)
