"""The newsletter: who gets it, and its issues."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..choices import IssueState


class Subscriber(models.Model):
    """A member, or an address without an account, that has said yes twice.

    A member's choice hangs on the account, so that it survives a change of the address. Whoever stops the newsletter
    by the link in a letter has an `Unsubscription` beside this row; only both together say who gets it
    (`selectors.subscribers`).
    """

    member = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("member"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
    )
    address = models.EmailField(_("address"), max_length=254, blank=True)
    since = models.DateTimeField(_("since"), default=timezone.now)

    class Meta:
        verbose_name = _("subscriber")
        verbose_name_plural = _("subscribers")
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(
                fields=["address"], condition=Q(member__isnull=True), name="news_subscriber_address_once"
            ),
            models.CheckConstraint(
                condition=Q(member__isnull=False, address="") | Q(member__isnull=True) & ~Q(address=""),
                name="news_subscriber_member_or_address",
            ),
        ]

    def __str__(self) -> str:
        return self.address or str(self.member)


class Issue(models.Model):
    """One issue of the newsletter.

    `content` is what it holds from the moment that it starts, the same for everybody and for the archive: a list of
    {page, kind, title, text, url, date, sample}. `cursor` is the number of the last subscriber for whom a letter was
    written; `written_at` is set when the last one has his.
    """

    number = models.PositiveIntegerField(_("number"), null=True, blank=True, unique=True)
    subject = models.CharField(_("subject"), max_length=150)
    intro = models.TextField(_("introduction"), blank=True, max_length=5000)
    state = models.CharField(_("state"), max_length=10, choices=IssueState, default=IssueState.DRAFT)
    due_at = models.DateTimeField(_("to be sent at"), null=True, blank=True)
    problem = models.CharField(_("why it was not sent"), max_length=300, blank=True)
    started_at = models.DateTimeField(_("sending began"), null=True, blank=True)
    written_at = models.DateTimeField(_("all letters written"), null=True, blank=True)
    finished_at = models.DateTimeField(_("sending ended"), null=True, blank=True)
    content = models.JSONField(_("content as sent"), default=list, blank=True)
    cursor = models.BigIntegerField(_("last subscriber written to"), default=0)
    recipients = models.PositiveIntegerField(_("letters"), default=0)
    moved_at = models.DateTimeField(_("last step"), default=timezone.now)
    created_at = models.DateTimeField(_("made"), default=timezone.now)
    is_sample = models.BooleanField(_("sample"), default=False)

    class Meta:
        verbose_name = _("issue of the newsletter")
        verbose_name_plural = _("issues of the newsletter")
        ordering = ["-created_at", "-pk"]
        permissions = [("send_issue", _("Can send the newsletter"))]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=IssueState.SCHEDULED) | Q(due_at__isnull=False), name="news_issue_scheduled_has_time"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[IssueState.DRAFT, IssueState.SCHEDULED])
                | Q(number__isnull=False, started_at__isnull=False),
                name="news_issue_started_has_number",
            ),
            models.CheckConstraint(
                condition=~Q(state=IssueState.SENT) | Q(finished_at__isnull=False), name="news_issue_sent_has_end"
            ),
        ]

    def __str__(self) -> str:
        return self.subject

    def get_absolute_url(self) -> str:
        """Its page in the archive; only a started issue has one."""
        return reverse("newsletter_issue", args=[self.number])


class IssueItem(models.Model):
    """A page chosen for an issue, and its place in it."""

    issue = models.ForeignKey(Issue, on_delete=models.CASCADE, related_name="items")
    page = models.ForeignKey("wagtailcore.Page", on_delete=models.CASCADE, related_name="+")
    position = models.PositiveSmallIntegerField(_("place"), default=0)

    class Meta:
        verbose_name = _("item of an issue")
        default_permissions = ()
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["issue", "page"], name="news_issue_page_once")]

    def __str__(self) -> str:
        return f"{self.position}. {self.page_id}"
