"""Letters from one member to another through the directory, and who does not want them from whom."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class MemberLetter(models.Model):
    """What one member wrote to another. The letter itself is a row of the outbox; this one is for limits and reports.

    `shares_address`: the sender agreed that an answer goes straight to their mailbox. The text is kept for as long as
    it can be reported (retention rule "contact-messages"); the secretariat reads it only of reported ones.
    """

    sender = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("from"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    receiver = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("to"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    subject = models.CharField(_("subject"), max_length=150)
    text = models.TextField(_("text"))
    shares_address = models.BooleanField(_("sender's address shown"), default=False)
    sent_at = models.DateTimeField(_("sent at"), default=timezone.now)
    reported_at = models.DateTimeField(_("reported at"), null=True, blank=True)

    class Meta:
        verbose_name = _("message to a member")
        verbose_name_plural = _("messages to members")
        ordering = ["-sent_at", "-pk"]
        # Nobody writes, changes or removes messages by hand; the secretariat looks at reported ones.
        default_permissions = ("view",)
        indexes = [
            models.Index(fields=["sender", "sent_at"], name="members_contact_sender"),
            models.Index(fields=["receiver", "sent_at"], name="members_contact_receiver"),
        ]

    def __str__(self) -> str:
        return self.subject


class ContactBlock(models.Model):
    """`member` wants no more letters from `blocked`, who is not told."""

    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("member"), on_delete=models.CASCADE, related_name="contact_blocks"
    )
    blocked = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("blocked"), on_delete=models.CASCADE, related_name="+"
    )
    created_at = models.DateTimeField(_("since"), default=timezone.now)

    class Meta:
        verbose_name = _("blocked sender")
        verbose_name_plural = _("blocked senders")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["member", "blocked"], name="members_contact_block_once")]

    def __str__(self) -> str:
        return f"{self.member_id}: {self.blocked_id}"
