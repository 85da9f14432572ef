"""Regions (NUTS 2024) and topics."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from taggit.models import TagBase
from wagtail.admin.panels import FieldPanel
from wagtail.snippets.models import register_snippet

from .choices import Criterion


class RegionQuerySet(models.QuerySet):
    """Reads of the region table."""

    def countries(self) -> "RegionQuerySet":
        """Level 0: the Member States and the other countries of the statistical regions."""
        return self.filter(level=0)

    def nuts2(self) -> "RegionQuerySet":
        """Level 2, the level of most strategies."""
        return self.filter(level=2)


class Region(models.Model):
    """A region of NUTS 2024, or a statistical region of a country outside the EU.

    Loaded from `cop/taxonomy/data/nuts2024.csv` by a data migration; nobody edits it.
    """

    code = models.CharField(_("code"), max_length=5, primary_key=True)
    level = models.PositiveSmallIntegerField(_("level"))
    name = models.CharField(_("name"), max_length=120)
    name_local = models.CharField(_("local name"), max_length=120, blank=True)
    country_code = models.CharField(_("country code"), max_length=2, db_index=True)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    is_eu = models.BooleanField(_("in the EU"), default=True)

    objects = RegionQuerySet.as_manager()

    class Meta:
        verbose_name = _("region")
        verbose_name_plural = _("regions")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(condition=models.Q(level__in=[0, 1, 2]), name="taxonomy_region_level"),
        ]

    def __str__(self) -> str:
        return self.name if self.level == 0 else f"{self.code} {self.name}"


@register_snippet
class Topic(TagBase):
    """A topic of the community. Editors keep the list; nobody tags freely."""

    free_tagging = False

    description = models.CharField(
        _("what it is about"),
        max_length=300,
        blank=True,
        help_text=_("One or two sentences, above everything that is gathered on it."),
    )
    criterion = models.PositiveSmallIntegerField(
        _("fulfilment criterion"),
        choices=Criterion,
        null=True,
        blank=True,
        help_text=_("Events, news and people on this topic are then found under the criterion too."),
    )

    panels = [FieldPanel(name) for name in ("name", "slug", "description", "criterion")]

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = ["name"]
