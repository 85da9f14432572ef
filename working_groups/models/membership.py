"""Who belongs to a working group."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..choices import STANDING_OF_ROLE, GroupRole, MembershipState, Rhythm, Standing

if TYPE_CHECKING:
    from datetime import datetime


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Choices among memberships."""

    def active(self) -> "MembershipQuerySet":
        """Those under way, of accounts that are."""
        return self.filter(state=MembershipState.ACTIVE, member__is_active=True)


class Membership(models.Model):
    """One person in one group; the row stays when it ends, because posts and documents point at the person."""

    group = models.ForeignKey("working_groups.WorkingGroup", on_delete=models.CASCADE, related_name="memberships")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="group_memberships")
    role = models.CharField(_("role"), max_length=12, choices=GroupRole, default=GroupRole.MEMBER)
    state = models.CharField(_("state"), max_length=12, choices=MembershipState, default=MembershipState.ACTIVE)
    rhythm = models.CharField(_("mail"), max_length=12, choices=Rhythm, default=Rhythm.DAILY)
    # Posts up to this moment have been reckoned with for a digest; what is covered is never covered again.
    digest_mark: "models.DateTimeField[datetime]" = models.DateTimeField(default=timezone.now, editable=False)
    # The first day of the month in which its holder last read something; see `models.group_month`.
    read_month = models.DateField(_("last read"), null=True, blank=True, editable=False)
    # The version of the rules that was accepted last, and when.
    rules_accepted = models.PositiveIntegerField(default=0)
    rules_accepted_at: "models.DateTimeField[datetime | None]" = models.DateTimeField(null=True, blank=True)
    joined_at = models.DateTimeField(_("joined"), auto_now_add=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    # Who came back had read what came until then.
    away_since: "models.DateTimeField[datetime | None]" = models.DateTimeField(null=True, editable=False)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            # Coming back revives the row: nobody is a member twice, and a ban is not forgotten by joining anew.
            models.UniqueConstraint(fields=["group", "member"], name="working_groups_one_membership"),
            models.CheckConstraint(
                condition=Q(state=MembershipState.ACTIVE, ended_at__isnull=True)
                | Q(~Q(state=MembershipState.ACTIVE), ended_at__isnull=False),
                name="working_groups_ended_has_a_date",
            ),
        ]
        indexes = [
            models.Index(fields=["member", "state"], name="working_groups_of_member"),
            # The clock asks every few minutes for whom a digest is due.
            models.Index(
                fields=["rhythm", "digest_mark"],
                name="working_groups_digest_due",
                condition=Q(state=MembershipState.ACTIVE),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member} · {self.group_id} · {self.role}"

    @property
    def is_active(self) -> bool:
        """Under way?"""
        return self.state == MembershipState.ACTIVE

    @property
    def standing(self) -> Standing:
        """What its holder is to the group."""
        return STANDING_OF_ROLE[GroupRole(self.role)] if self.is_active else Standing.ACCOUNT
