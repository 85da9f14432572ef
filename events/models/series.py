"""A series of events that belong together under changing names."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Series(models.Model):
    """For example the S3 Forum, whose 2025 edition was called S3 Conference."""

    name = models.CharField(_("name"), max_length=100, unique=True)
    description = models.CharField(_("description"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("series")
        verbose_name_plural = _("series")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
