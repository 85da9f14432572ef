"""The secret address at which one member's calendar reads the meetings of one group."""

from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

from .membership import Membership

if TYPE_CHECKING:
    from datetime import datetime


class GroupCalendar(models.Model):
    """One per membership. The address holds `token` (more than 128 random bits) and opens nothing else; a new token
    revokes the old address, and a membership that has ended opens nothing."""

    membership = models.OneToOneField(Membership, on_delete=models.CASCADE, related_name="calendar")
    token = models.CharField(_("token"), max_length=43, unique=True)
    created_at: "models.DateTimeField[datetime]" = models.DateTimeField(_("made at"))

    class Meta:
        verbose_name = _("calendar of a group")
        verbose_name_plural = _("calendars of groups")

    def __str__(self) -> str:
        return str(self.membership_id)
