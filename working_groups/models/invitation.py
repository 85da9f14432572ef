"""Inviting into a working group."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ..choices import GroupRole


class Invitation(models.Model):
    """A way in: for one address (once), or by a link for several people until a day.

    The token of 128 bits is known to who holds the link; here stands its hash only. Whether the address belongs to an
    account is not asked before somebody with an account comes with the link.
    """

    group = models.ForeignKey("working_groups.WorkingGroup", on_delete=models.CASCADE, related_name="invitations")
    # Empty: a link for whoever has it.
    email = models.EmailField(_("e-mail address"), max_length=254, blank=True)
    role = models.CharField(_("role"), max_length=12, choices=GroupRole, default=GroupRole.MEMBER)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    uses = models.PositiveIntegerField(_("used"), default=0, editable=False)
    max_uses = models.PositiveIntegerField(_("may be used"), default=1)
    expires_at = models.DateTimeField(_("valid until"))
    revoked_at: "models.DateTimeField[datetime | None]" = models.DateTimeField(_("withdrawn"), null=True, blank=True)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(_("made"), auto_now_add=True)

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        constraints = [
            models.CheckConstraint(condition=Q(uses__lte=F("max_uses")), name="working_groups_uses_have_an_end"),
            models.UniqueConstraint(
                fields=["group", "email"],
                condition=Q(revoked_at__isnull=True, uses=0) & ~Q(email=""),
                name="working_groups_one_open_invitation",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.group_id} · {self.email or 'link'}"

    def is_open(self, now: datetime) -> bool:
        """Can it still be used?"""
        return self.revoked_at is None and self.uses < self.max_uses and now < self.expires_at
