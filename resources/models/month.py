"""How much a resource was used in one month: numbers, and nobody behind them."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ResourceMonth(models.Model):
    """One resource in one month. Why so: docs/decisions/counting-readers.md."""

    resource = models.ForeignKey("resources.ResourcePage", on_delete=models.CASCADE, related_name="months")
    # Its first day, on the clock of the site.
    month = models.DateField(_("month"))
    views = models.PositiveIntegerField(_("views"), default=0)
    downloads = models.PositiveIntegerField(_("downloads"), default=0)

    class Meta:
        verbose_name = _("month of a resource")
        verbose_name_plural = _("months of resources")
        constraints = [models.UniqueConstraint(fields=["resource", "month"], name="resources_one_month")]

    def __str__(self) -> str:
        return f"{self.resource_id} · {self.month}"
