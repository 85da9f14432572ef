"""Mails that came in, what became of them, and the originals for as long as moderators may want them."""

from django.conf import settings
from django.core.files.storage import storages
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..choices import MailOutcome
from .post import Post


def private_storage():
    """Not below MEDIA_ROOT; served by a check of ours only."""
    return storages["private"]


class IncomingMail(models.Model):
    """One mail. `key` is made of its Message-ID, sender and target: delivered twice, it is one row and one post."""

    key = models.UUIDField(unique=True, editable=False)
    outcome = models.CharField(_("what became of it"), max_length=20, choices=MailOutcome)
    # Why it was not posted: a `Reason`, or one of `services.receiving`'s own.
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    sender = models.CharField(_("from"), max_length=254, blank=True)
    subject = models.CharField(_("subject"), max_length=250, blank=True)
    # Empty where the mail named no group of ours, or the sender could not prove to belong to one.
    group = models.ForeignKey(
        "working_groups.WorkingGroup", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    post = models.ForeignKey(Post, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    size = models.PositiveIntegerField(_("size"), default=0)
    # [{"name", "size", "why"}]; `why` is empty where it was kept.
    attachments = models.JSONField(_("attachments"), default=list, blank=True)
    raw = models.FileField(
        _("original"), storage=private_storage, upload_to="incoming-mail/%Y/%m/", max_length=200, blank=True
    )
    received_at = models.DateTimeField(_("received"), default=timezone.now)

    class Meta:
        verbose_name = _("incoming mail")
        verbose_name_plural = _("incoming mails")
        ordering = ["-received_at", "-pk"]
        default_permissions = ()
        indexes = [
            models.Index(fields=["group", "-received_at"], name="working_groups_mail_of_group"),
            models.Index(fields=["sender", "-received_at"], name="working_groups_mail_sender"),
        ]

    def __str__(self) -> str:
        return f"{self.received_at:%Y-%m-%d} · {self.outcome}"
