"""A member's own data in one file: asked for, made by the worker, fetched, removed."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class ExportState(models.TextChoices):
    """Where an export is on its way."""

    WAITING = "waiting", _("Waiting for the worker")
    MAKING = "making", _("Being made")
    READY = "ready", _("Ready")
    FAILED = "failed", _("Failed")
    REMOVED = "removed", _("Removed")


UNDER_WAY = [ExportState.WAITING, ExportState.MAKING]


class DataExport(models.Model):
    """One export. Its file is named after `key`, so that a second attempt replaces what a killed one left.

    `claimed_until` marks the worker that makes it; whoever lost the claim writes nothing any more.
    """

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    key = models.UUIDField(_("key"), default=uuid.uuid4, unique=True, editable=False)
    state = models.CharField(_("state"), max_length=10, choices=ExportState, default=ExportState.WAITING)
    asked_at = models.DateTimeField(_("asked at"), default=timezone.now)
    claimed_until = models.DateTimeField(_("claimed until"), null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    ready_at = models.DateTimeField(_("ready at"), null=True, blank=True)
    expires_at = models.DateTimeField(_("expires at"), null=True, blank=True)
    size = models.PositiveBigIntegerField(_("size"), default=0)
    error = models.CharField(_("last error"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("export of a member's data")
        verbose_name_plural = _("exports of members' data")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["member"], condition=Q(state__in=UNDER_WAY), name="privacy_export_one_under_way"
            ),
            models.CheckConstraint(
                condition=~Q(state=ExportState.READY) | Q(expires_at__isnull=False), name="privacy_ready_export_expires"
            ),
        ]

    def __str__(self) -> str:
        return str(self.key)

    @property
    def path(self) -> str:
        """Where its file lies in the private storage."""
        return f"privacy/exports/{self.key}.zip"
