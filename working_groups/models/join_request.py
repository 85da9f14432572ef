"""Asking to join a working group."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ..choices import RequestState

if TYPE_CHECKING:
    from datetime import datetime


class JoinRequest(models.Model):
    """One person's request to one group, with the answers to the leaders' questions as they were asked."""

    group = models.ForeignKey("working_groups.WorkingGroup", on_delete=models.CASCADE, related_name="requests")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="group_requests")
    # The call that it answers; empty where one simply asks.
    call = models.ForeignKey(
        "working_groups.Call", null=True, blank=True, on_delete=models.CASCADE, related_name="requests"
    )
    # Pairs of question and answer.
    answers = models.JSONField(_("answers"), default=list, blank=True)
    state = models.CharField(_("state"), max_length=12, choices=RequestState, default=RequestState.OPEN)
    reason = models.TextField(_("reason"), blank=True, help_text=_("What the person was told."))
    created_at = models.DateTimeField(_("asked"), auto_now_add=True)
    # When the answers to a call were last written anew; who scored before that is told so.
    changed_at: "models.DateTimeField[datetime | None]" = models.DateTimeField(_("changed"), null=True, blank=True)
    decided_at: "models.DateTimeField[datetime | None]" = models.DateTimeField(_("decided"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("request to join")
        verbose_name_plural = _("requests to join")
        constraints = [
            models.UniqueConstraint(
                fields=["group", "member"], condition=Q(state=RequestState.OPEN), name="working_groups_one_open_request"
            ),
            models.CheckConstraint(
                condition=Q(state=RequestState.OPEN, decided_at__isnull=True)
                | Q(~Q(state=RequestState.OPEN), decided_at__isnull=False),
                name="working_groups_decided_has_a_date",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member} · {self.group_id} · {self.state}"

    @property
    def is_open(self) -> bool:
        """Not decided yet?"""
        return self.state == RequestState.OPEN
