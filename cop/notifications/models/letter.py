"""A letter: one mail to one person, written in the transaction of the change it reports."""

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..choices import LetterState


class Letter(models.Model):
    """One row of the outbox.

    `kind` names the function that renders it, `params` holds the facts of that moment (ids, words, times) as JSON.
    `cause` is the change that it reports: the same change never makes a second letter. `message_id` is fixed when the
    row is written, so that the one unavoidable repetition (accepted by the server, worker killed before noting it) is
    recognisable. Subject, bodies, headers and names of attachments are kept as they were sent; of secret letters
    without what is secret.
    """

    kind = models.CharField(_("kind"), max_length=60, db_index=True)
    cause = models.CharField(_("cause"), max_length=200, unique=True)
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("member"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    to = models.EmailField(_("to"), max_length=254)
    params = models.JSONField(_("facts"), default=dict, blank=True, encoder=DjangoJSONEncoder)
    state = models.CharField(_("state"), max_length=10, choices=LetterState, default=LetterState.QUEUED)
    # Always given. The default of the database makes an INSERT give the column back, which tells the outbox in the
    # same statement whether the row is the new one or the one that was there (services/outbox.py).
    message_id = models.CharField(_("Message-ID"), max_length=200, unique=True, db_default="")
    subject = models.CharField(_("subject"), max_length=250, blank=True)
    text = models.TextField(_("text"), blank=True)
    html = models.TextField(_("HTML"), blank=True)
    headers = models.JSONField(_("headers"), default=dict, blank=True)
    attachments = models.JSONField(_("attachments"), default=list, blank=True)
    created_at = models.DateTimeField(_("written at"), default=timezone.now)
    due_at = models.DateTimeField(_("due at"), default=timezone.now)
    enqueued_at = models.DateTimeField(_("given to the worker at"), null=True, blank=True)
    claimed_until = models.DateTimeField(_("claimed until"), null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    error = models.CharField(_("last error"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        ordering = ["-created_at", "-pk"]
        # Nobody writes or removes letters by hand; "change" is the right to send a failed one again.
        default_permissions = ("view", "change")
        indexes = [
            models.Index(fields=["state", "due_at"], name="notifications_letter_due"),
            models.Index(fields=["-created_at", "-id"], name="notifications_letter_newest"),
            models.Index(fields=["to"], name="notifications_letter_to"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state=LetterState.SENT) | models.Q(sent_at__isnull=False),
                name="notifications_sent_has_time",
            ),
            # A letter that is being sent is always claimed for a time, else nobody would ever pick it up again.
            models.CheckConstraint(
                condition=~models.Q(state=LetterState.SENDING) | models.Q(claimed_until__isnull=False),
                name="notifications_sending_is_claimed",
            ),
        ]

    def __str__(self) -> str:
        return self.subject or f"{self.kind} ({self.cause})"
