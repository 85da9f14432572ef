"""Which letters somebody has switched off."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Unsubscription(models.Model):
    """One group of letters that one member, or one address without an account, does not want.

    A member's choice hangs on the account, so that it survives a change of the address.
    """

    member = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("member"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
    )
    address = models.EmailField(_("address"), max_length=254, blank=True)
    group = models.CharField(_("group of letters"), max_length=60)
    created_at = models.DateTimeField(_("since"), default=timezone.now)

    class Meta:
        verbose_name = _("unsubscription")
        verbose_name_plural = _("unsubscriptions")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["member", "group"], condition=Q(member__isnull=False), name="notifications_member_group_once"
            ),
            models.UniqueConstraint(
                fields=["address", "group"], condition=Q(member__isnull=True), name="notifications_address_group_once"
            ),
            models.CheckConstraint(
                condition=Q(member__isnull=False, address="") | Q(member__isnull=True) & ~Q(address=""),
                name="notifications_member_or_address",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member_id or self.address}: {self.group}"
