"""Organisations that members belong to."""

import unicodedata

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


def name_key(name: str) -> str:
    """What two spellings of one name have in common: no case, no doubled spaces, one form of each letter."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


class NameKeyField(models.CharField):
    """Follows `name` on every save. A column, because SQLite's LOWER() leaves Ö and Ł as they are."""

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        key = name_key(model_instance.name)  # type: ignore[attr-defined]
        setattr(model_instance, self.attname, key)
        return key


class Organisation(models.Model):
    """An organisation, chosen from the known ones or added by a member; staff merge duplicates.

    A merged one stays as an alias (`merged_into`), so that its name still leads to the right one.
    """

    name = models.CharField(_("name"), max_length=200)
    name_key = NameKeyField(_("name without case"), max_length=400, editable=False)
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
            models.UniqueConstraint(fields=["name_key", "country"], name="members_organisation_name"),
            models.UniqueConstraint(
                fields=["name_key"], condition=models.Q(country__isnull=True), name="members_organisation_name_alone"
            ),
            models.CheckConstraint(
                condition=models.Q(merged_into__isnull=True) | ~models.Q(merged_into=models.F("pk")),
                name="members_organisation_not_into_itself",
            ),
        ]

    def __str__(self) -> str:
        return self.name
