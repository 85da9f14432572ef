"""A member's wish to be erased: asked, undone within the days of grace, or carried out step by step."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class ErasureState(models.TextChoices):
    """How far it is."""

    ASKED = "asked", _("Asked for")
    UNDONE = "undone", _("Undone")
    RUNNING = "running", _("Being carried out")
    DONE = "done", _("Done")


UNDER_WAY = [ErasureState.ASKED, ErasureState.RUNNING]


class Erasure(models.Model):
    """One wish, or an account that nobody used for years.

    `steps` are the keys of the erasers that are done, so that a killed worker's successor goes on there.

    The row stays as the proof that it was done; of the member it knows nothing but the number of the empty account.
    """

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    state = models.CharField(_("state"), max_length=10, choices=ErasureState, default=ErasureState.ASKED)
    asked_at = models.DateTimeField(_("asked at"), default=timezone.now)
    due_at = models.DateTimeField(_("due at"))
    is_dormant = models.BooleanField(_("nobody signed in for years"), default=False)
    undone_at = models.DateTimeField(_("undone at"), null=True, blank=True)
    done_at = models.DateTimeField(_("done at"), null=True, blank=True)
    steps = models.JSONField(_("steps done"), default=list, blank=True)
    claimed_until = models.DateTimeField(_("claimed until"), null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    error = models.CharField(_("last error"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("deletion of an account")
        verbose_name_plural = _("deletions of accounts")
        ordering = ["-asked_at", "-pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["member"], condition=Q(state__in=UNDER_WAY), name="privacy_erasure_one_under_way"
            ),
            models.CheckConstraint(
                condition=~Q(state=ErasureState.DONE) | Q(done_at__isnull=False), name="privacy_erasure_done_has_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member_id}: {self.state}"
