"""Versions of the terms of use and of the privacy notice, and who accepted which."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Document(models.TextChoices):
    """What is accepted."""

    TERMS = "terms", _("Terms of use")
    PRIVACY = "privacy", _("Privacy notice")


class TermsVersionQuerySet(models.QuerySet):
    """Reads of the versions."""

    def current(self, today) -> "TermsVersionQuerySet":
        """Of each document the newest that is in force: two at most."""
        newest = (
            TermsVersion.objects.filter(document=models.OuterRef("document"), in_force_from__lte=today)
            .order_by("-in_force_from")
            .values("pk")[:1]
        )
        return self.filter(pk=models.Subquery(newest)).order_by("document")


class TermsVersion(models.Model):
    """One version of one document. The text itself is a page; here stands what changed, and from when it holds.

    `asked_at` is set once members are asked to accept it; from then on its date is what they have accepted, and stays.
    """

    document = models.CharField(_("document"), max_length=10, choices=Document)
    in_force_from = models.DateField(
        _("in force from"), help_text=_("On this day members are asked, when they next come.")
    )
    what_changed = models.TextField(
        _("what changed"), help_text=_("In plain words, for people who read nothing else: what is new, and why.")
    )
    address = models.CharField(
        _("address of the text"),
        max_length=200,
        help_text=_("The page on this site, such as /terms/ or /privacy/."),
    )
    asked_at = models.DateTimeField(_("members asked at"), null=True, blank=True, editable=False)

    objects = TermsVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("version of terms or privacy notice")
        verbose_name_plural = _("versions of terms and privacy notice")
        ordering = ["-in_force_from", "document"]
        constraints = [
            models.UniqueConstraint(fields=["document", "in_force_from"], name="privacy_terms_one_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.get_document_display()}, {self.in_force_from:%Y-%m-%d}"

    def clean(self) -> None:
        """The address is one of ours; what members have been asked to accept keeps its date and document."""
        if not self.address.startswith("/") or self.address.startswith("//"):
            raise ValidationError({"address": _("Give an address on this site, beginning with a slash.")})
        if self.asked_at:
            asked = TermsVersion.objects.filter(pk=self.pk).values_list("document", "in_force_from").first()
            if asked and asked != (self.document, self.in_force_from):
                raise ValidationError(
                    {"in_force_from": _("Members have been asked to accept this version. Make a new one instead.")}
                )


class TermsAcceptance(models.Model):
    """A member accepted a version. Kept as long as the account."""

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    version = models.ForeignKey(
        TermsVersion, verbose_name=_("version"), on_delete=models.PROTECT, related_name="acceptances"
    )
    accepted_at = models.DateTimeField(_("accepted at"), default=timezone.now)

    class Meta:
        verbose_name = _("acceptance of terms")
        verbose_name_plural = _("acceptances of terms")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["member", "version"], name="privacy_terms_accepted_once")]

    def __str__(self) -> str:
        return f"{self.member_id}: {self.version_id}"
