"""What members write: posts, their earlier versions, whom they mention, and what was reported."""

import uuid
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ..choices import ReportOutcome
from .thread import Thread

if TYPE_CHECKING:
    from datetime import datetime


class Post(models.Model):
    """One contribution to a thread: the Markdown as it was written, and the HTML made of it."""

    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="posts")
    number = models.PositiveIntegerField()
    # Empty where the account was deleted: the post stays as a former member's.
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    # From the form: a second submission of the same form is the same post.
    key = models.UUIDField(default=uuid.uuid4, editable=False)
    text = models.TextField(_("text"))
    html = models.TextField(editable=False)
    # How often it was changed; whoever changes it says which version they had before them.
    version = models.PositiveIntegerField(default=0, editable=False)
    # Documents came with it: only then a page of posts asks for them.
    has_files = models.BooleanField(default=False, editable=False)
    created_at: "models.DateTimeField[datetime]" = models.DateTimeField(_("written"))
    edited_at = models.DateTimeField(_("changed"), null=True, blank=True)
    # The words stay for the moderators for a while (see `discussion_data`), then only the trace does.
    deleted_at = models.DateTimeField(_("deleted"), null=True, blank=True)
    deleted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    deleted_by_moderator = models.BooleanField(default=False)
    deleted_why = models.CharField(_("reason"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("post")
        verbose_name_plural = _("posts")
        constraints = [
            models.UniqueConstraint(fields=["thread", "number"], name="working_groups_post_number"),
            models.UniqueConstraint(fields=["author", "key"], name="working_groups_post_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="working_groups_post_from_one"),
        ]
        # Newest first: what search looks through.
        indexes = [models.Index(fields=["-created_at"], name="working_groups_post_newest")]

    def __str__(self) -> str:
        return f"{self.thread_id} · {self.number}"

    @property
    def is_deleted(self) -> bool:
        """Gone for readers?"""
        return self.deleted_at is not None


class PostEdit(models.Model):
    """A post as it was before one change."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="edits")
    # The version that this text was.
    version = models.PositiveIntegerField()
    text = models.TextField()
    editor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    edited_at: "models.DateTimeField[datetime]" = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["post", "version"], name="working_groups_edit_of_version")]

    def __str__(self) -> str:
        return f"{self.post_id} · {self.version}"


class Mention(models.Model):
    """That a post speaks to a member of the group."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="mentions")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["post", "member"], name="working_groups_one_mention")]

    def __str__(self) -> str:
        return f"{self.post_id} · {self.member_id}"


class PostReport(models.Model):
    """That a reader finds a post out of order; waits until a moderator has looked."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="reports")
    reporter = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    reason = models.CharField(_("reason"), max_length=1000)
    created_at: "models.DateTimeField[datetime]" = models.DateTimeField()
    handled_at = models.DateTimeField(null=True, blank=True)
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    outcome = models.CharField(max_length=12, choices=ReportOutcome, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["post", "reporter"], name="working_groups_one_report"),
            models.CheckConstraint(
                condition=Q(outcome="", handled_at__isnull=True) | (~Q(outcome="") & Q(handled_at__isnull=False)),
                name="working_groups_report_outcome",
            ),
        ]
        indexes = [
            models.Index(fields=["post"], name="working_groups_report_waits", condition=Q(handled_at__isnull=True))
        ]

    def __str__(self) -> str:
        return f"{self.post_id} · {self.reporter_id}"
