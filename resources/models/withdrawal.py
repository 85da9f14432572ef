"""That a resource was withdrawn, and why: what its address says from then on."""

from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from datetime import datetime


class Withdrawal(models.Model):
    """Stands beside a page that is no longer published; goes when the page is published again.

    A row, not fields of the page: a draft that is older or newer must not bring a reason back or take it away.
    """

    resource = models.OneToOneField("resources.ResourcePage", on_delete=models.CASCADE, related_name="withdrawal")
    reason = models.CharField(_("reason"), max_length=500)
    at: "models.DateTimeField[datetime]" = models.DateTimeField(_("withdrawn"))

    class Meta:
        verbose_name = _("withdrawal")
        verbose_name_plural = _("withdrawals")

    def __str__(self) -> str:
        return self.reason
