"""Organisations that members belong to."""

from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Organisation(models.Model):
    """An organisation, chosen from the known ones or added by a member; staff merge duplicates.

    A merged one stays as an alias (`merged_into`), so that its name still leads to the right one.
    """

    name = models.CharField(_("name"), max_length=200)
    country = models.ForeignKey(
        "taxonomy.Region",
        verbose_name=_("country"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        limit_choices_to={"level": 0},
        related_name="+",
    )
    website = models.URLField(_("website"), blank=True)
    merged_into = models.ForeignKey(
        "self", verbose_name=_("merged into"), null=True, blank=True, on_delete=models.PROTECT, related_name="aliases"
    )
    is_sample = models.BooleanField(_("sample"), default=False)
    created_at = models.DateTimeField(_("added at"), default=timezone.now)

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(Lower("name"), "country", name="members_organisation_name"),
            models.UniqueConstraint(
                Lower("name"), condition=models.Q(country__isnull=True), name="members_organisation_name_alone"
            ),
            models.CheckConstraint(
                condition=models.Q(merged_into__isnull=True) | ~models.Q(merged_into=models.F("pk")),
                name="members_organisation_not_into_itself",
            ),
        ]

    def __str__(self) -> str:
        return self.name
