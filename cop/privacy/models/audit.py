"""What staff did with members' data and no other log says: looked at it, took it out."""

from typing import Any, NoReturn

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class AppendOnly(Exception):
    """Somebody tried to change or remove a line of the audit log."""


class AuditQuerySet(models.QuerySet):
    """Lines are added; nobody changes or removes them but the retention rule and the eraser, by their own doors."""

    def update(self, **kwargs: Any) -> NoReturn:
        raise AppendOnly

    def delete(self) -> NoReturn:
        raise AppendOnly

    def forget_before(self, moment) -> int:
        """The retention rule's door."""
        return models.QuerySet.delete(self.filter(at__lte=moment))[0]


class AuditEntry(models.Model):
    """One line: who, when, what, about whom. `what` names the thing by number or code, never a person."""

    at = models.DateTimeField(_("when"), default=timezone.now)
    # As in Wagtail's log: a line outlives an account that is removed altogether (a sample, one never used).
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("who"),
        null=True,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        related_name="+",
    )
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("about"),
        null=True,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        related_name="+",
    )
    action = models.CharField(_("action"), max_length=60)
    what = models.CharField(_("what"), max_length=200, blank=True)
    data = models.JSONField(_("details"), default=dict, blank=True)

    objects = AuditQuerySet.as_manager()

    class Meta:
        verbose_name = _("line of the audit log")
        verbose_name_plural = _("audit log")
        ordering = ["-at", "-pk"]
        default_permissions = ()
        indexes = [
            models.Index(fields=["-at"], name="privacy_audit_newest"),
            models.Index(fields=["member", "-at"], name="privacy_audit_member"),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.what}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Only once."""
        if self.pk is not None:
            raise AppendOnly
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Never."""
        raise AppendOnly
