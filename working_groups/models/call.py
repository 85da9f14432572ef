"""Calls for expressions of interest in a group, and what its leaders think of those who answer."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from datetime import datetime

BEST_SCORE = 5


class Call(models.Model):
    """A time in which people say that they want to join; the leaders decide when it is over. Answers are requests."""

    group = models.ForeignKey("working_groups.WorkingGroup", on_delete=models.CASCADE, related_name="calls")
    # The same form sent twice makes one call.
    key = models.UUIDField(unique=True, editable=False)
    title = models.CharField(_("title"), max_length=150)
    text = models.TextField(_("whom you look for"), blank=True)
    text_html = models.TextField(blank=True, editable=False)
    # A list of texts; they stay as they are, so that all answer the same.
    questions = models.JSONField(_("questions"), default=list, blank=True)
    closes_at: "models.DateTimeField[datetime]" = models.DateTimeField(_("closes"))
    # When the leaders were told that it is over, and that they have not decided yet: each once.
    told_at: "models.DateTimeField[datetime | None]" = models.DateTimeField(null=True, blank=True)
    reminded_at: "models.DateTimeField[datetime | None]" = models.DateTimeField(null=True, blank=True)
    # Empty where the account was deleted.
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at: "models.DateTimeField[datetime]" = models.DateTimeField()
    is_sample = models.BooleanField(_("sample"), default=False)

    class Meta:
        verbose_name = _("call")
        verbose_name_plural = _("calls")
        indexes = [
            models.Index(fields=["group", "-closes_at"], name="working_groups_calls"),
            models.Index(
                fields=["closes_at"], name="working_groups_calls_to_close", condition=Q(reminded_at__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def is_open(self, now: "datetime | None" = None) -> bool:
        """Does it take expressions of interest?"""
        return self.closes_at > (now or timezone.now())


class RequestScore(models.Model):
    """What one leader thinks of one expression of interest."""

    request = models.ForeignKey("working_groups.JoinRequest", on_delete=models.CASCADE, related_name="scores")
    # Empty where the account was deleted.
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    score = models.PositiveSmallIntegerField(_("score"))
    note = models.TextField(_("note"), blank=True)
    scored_at: "models.DateTimeField[datetime]" = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["request", "author"], name="working_groups_one_score"),
            models.CheckConstraint(
                condition=Q(score__gte=1, score__lte=BEST_SCORE), name="working_groups_score_in_range"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.request_id} · {self.author_id} · {self.score}"
