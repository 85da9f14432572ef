"""The request to approve one version of a page, made to somebody who has no account."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..choices import Answer


class Approval(models.Model):
    """One link to one version, for one person, until one day, for one answer.

    Of the link only the hash is kept: whoever reads the database cannot answer in somebody's name. The version is
    fixed; what is saved later is not what was approved.
    """

    page = models.ForeignKey("wagtailcore.Page", verbose_name=_("page"), on_delete=models.CASCADE, related_name="+")
    revision = models.ForeignKey(
        "wagtailcore.Revision", verbose_name=_("version"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    revision_at = models.DateTimeField(_("version of"))
    name = models.CharField(_("name"), max_length=150)
    email = models.EmailField(_("e-mail address"), max_length=254)
    note = models.TextField(_("message"), blank=True)
    token_hash = models.CharField(_("hash of the link"), max_length=64, unique=True)
    created_at = models.DateTimeField(_("asked at"), default=timezone.now)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("asked by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    expires_at = models.DateTimeField(_("valid until"))
    revoked_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)
    answer = models.CharField(_("answer"), max_length=10, choices=Answer, blank=True)
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    comment = models.TextField(_("comment"), blank=True)

    class Meta:
        verbose_name = _("approval of a draft")
        verbose_name_plural = _("approvals of drafts")
        ordering = ["-created_at", "-pk"]
        # Who may edit the page may ask for its approval; there is no right of its own.
        default_permissions = ()
        indexes = [
            models.Index(fields=["page", "-created_at"], name="editing_approval_page"),
            models.Index(fields=["created_by", "answered_at"], name="editing_approval_asked_by"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(answer="", answered_at__isnull=True)
                | (~models.Q(answer="") & models.Q(answered_at__isnull=False)),
                name="editing_answer_has_time",
            ),
            models.CheckConstraint(
                condition=models.Q(answered_at__isnull=True) | models.Q(revoked_at__isnull=True),
                name="editing_answer_or_revoked",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.page_id}"
