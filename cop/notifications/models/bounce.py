"""Letters that did not arrive, and addresses that take none."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..choices import BounceKind


class Bounce(models.Model):
    """One report of the mail provider. `event_id` is the provider's own, so that a repeated report counts once."""

    address = models.EmailField(_("address"), max_length=254, db_index=True)
    kind = models.CharField(_("what happened"), max_length=10, choices=BounceKind)
    reason = models.CharField(_("in the provider’s words"), max_length=500, blank=True)
    letter = models.ForeignKey(
        "notifications.Letter",
        verbose_name=_("letter"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="bounces",
    )
    event_id = models.CharField(_("number of the report"), max_length=200, unique=True)
    at = models.DateTimeField(_("when"), default=timezone.now)

    class Meta:
        verbose_name = _("bounce")
        verbose_name_plural = _("bounces")
        ordering = ["-at", "-pk"]
        default_permissions = ("view",)

    def __str__(self) -> str:
        return f"{self.address}: {self.get_kind_display()}"


class StoppedAddress(models.Model):
    """An address that circulars no longer go to. Letters about one's own account or registration are still tried."""

    address = models.EmailField(_("address"), max_length=254, unique=True)
    kind = models.CharField(_("why"), max_length=10, choices=BounceKind)
    since = models.DateTimeField(_("since"), default=timezone.now)

    class Meta:
        verbose_name = _("stopped address")
        verbose_name_plural = _("stopped addresses")
        ordering = ["-since", "-pk"]
        # Nobody stops an address by hand; "delete" is the right to allow it again.
        default_permissions = ("view", "delete")

    def __str__(self) -> str:
        return self.address
