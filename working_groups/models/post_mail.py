"""That a post is told by mail, and how far that has come."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .post import Post

if TYPE_CHECKING:
    from datetime import datetime


class PostMail(models.Model):
    """Written in the transaction of its post; the worker writes the letters in batches and moves `cursor` with each.

    `cursor` is the last membership that was reckoned with. Killed at any moment, the next run goes on from there.
    """

    post = models.OneToOneField(Post, on_delete=models.CASCADE, related_name="mail")
    cursor = models.PositiveBigIntegerField(default=0)
    letters = models.PositiveIntegerField(_("letters"), default=0)
    moved_at: "models.DateTimeField[datetime]" = models.DateTimeField()
    done_at: "models.DateTimeField[datetime | None]" = models.DateTimeField(_("all written"), null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["moved_at"], name="working_groups_mail_waits", condition=Q(done_at=None))]

    def __str__(self) -> str:
        return f"{self.post_id} · {self.letters}"
