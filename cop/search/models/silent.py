"""Searches that found nothing, counted by day: words and a number, nothing about who or when."""

from django.db import models
from django.utils.translation import gettext_lazy as _

LONGEST_WORDS = 60


class SilentSearch(models.Model):
    """`words` are folded, and never what looks like an address or a number (`services.silence`)."""

    day = models.DateField(_("day"))
    words = models.CharField(_("words"), max_length=LONGEST_WORDS)
    number = models.PositiveIntegerField(_("how often"), default=1)

    class Meta:
        verbose_name = _("search without result")
        verbose_name_plural = _("searches without result")
        default_permissions = ("view",)
        constraints = [models.UniqueConstraint(fields=["words", "day"], name="search_silent_once_a_day")]
        indexes = [models.Index(fields=["day"], name="search_silent_day")]

    def __str__(self) -> str:
        return self.words
