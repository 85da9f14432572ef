"""What the nightly run of the retention rules did."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class RetentionRun(models.Model):
    """One rule in one run: how many things it removed, or what went wrong."""

    rule = models.CharField(_("rule"), max_length=60)
    ran_at = models.DateTimeField(_("ran at"), default=timezone.now)
    removed = models.PositiveIntegerField(_("removed"), default=0)
    error = models.CharField(_("error"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("run of a retention rule")
        verbose_name_plural = _("runs of retention rules")
        ordering = ["-ran_at", "rule"]
        default_permissions = ("view",)
        indexes = [models.Index(fields=["rule", "-ran_at"], name="privacy_retention_newest")]

    def __str__(self) -> str:
        return f"{self.rule} {self.ran_at:%Y-%m-%d}"
