"""A discussion of a group, and how far each member has read it."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ..choices import FollowLevel

if TYPE_CHECKING:
    from datetime import datetime


class Thread(models.Model):
    """A title and posts below it, numbered from 1; the numbers say on which page a post stands and what is unread."""

    group = models.ForeignKey("working_groups.WorkingGroup", on_delete=models.CASCADE, related_name="threads")
    title = models.CharField(_("title"), max_length=150)
    # Empty where the account was deleted.
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    is_announcement = models.BooleanField(_("announcement"), default=False)
    is_pinned = models.BooleanField(_("pinned"), default=False)
    is_sample = models.BooleanField(_("sample"), default=False)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    # The number of the post that answers the question of the first.
    answer_number = models.PositiveIntegerField(null=True, blank=True)
    last_number = models.PositiveIntegerField(default=0)
    # How often its posts were numbered anew, so that no letter bears the name of an earlier one.
    numbering = models.PositiveIntegerField(default=0, editable=False)
    last_post_at: "models.DateTimeField[datetime]" = models.DateTimeField(_("last post"))
    last_author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at: "models.DateTimeField[datetime]" = models.DateTimeField(_("started"))

    class Meta:
        verbose_name = _("thread")
        verbose_name_plural = _("threads")
        constraints = [
            models.CheckConstraint(
                condition=Q(answer_number__isnull=True) | Q(answer_number__gt=1, answer_number__lte=F("last_number")),
                name="working_groups_answer_is_a_post",
            ),
        ]
        indexes = [
            models.Index(fields=["group", "-is_pinned", "-last_post_at", "-id"], name="working_groups_thread_list")
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_closed(self) -> bool:
        """Does it take no more answers?"""
        return self.closed_at is not None


class ReadMarker(models.Model):
    """Up to which post one member has read one thread."""

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="markers")
    number = models.PositiveIntegerField()
    read_at: "models.DateTimeField[datetime]" = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "thread"], name="working_groups_one_marker")]

    def __str__(self) -> str:
        return f"{self.member_id} · {self.thread_id} · {self.number}"


class ThreadFollow(models.Model):
    """That a member follows or mutes one thread, whatever their rhythm in the group."""

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="thread_follows")
    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="follows")
    level = models.CharField(max_length=8, choices=FollowLevel)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "thread"], name="working_groups_one_follow")]

    def __str__(self) -> str:
        return f"{self.member_id} · {self.thread_id} · {self.level}"
