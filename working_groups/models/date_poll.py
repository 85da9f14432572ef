"""Finding a date: proposed times, and what each member says to them."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..choices import SlotChoice

if TYPE_CHECKING:
    from datetime import datetime


class DatePoll(models.Model):
    """A meeting that is looking for its date; one of the times becomes the meeting, whose row points back here."""

    group = models.ForeignKey("working_groups.WorkingGroup", on_delete=models.CASCADE, related_name="date_polls")
    # The same form sent twice makes one poll.
    key = models.UUIDField(unique=True, editable=False)
    title = models.CharField(_("title"), max_length=150)
    time_zone = models.CharField(_("time zone"), max_length=50)
    place = models.CharField(_("place"), max_length=200, blank=True)
    address = models.CharField(_("address and room"), max_length=200, blank=True)
    link = models.CharField(_("link to the online meeting"), max_length=500, blank=True)
    note = models.TextField(_("what it is about"), blank=True)
    note_html = models.TextField(blank=True, editable=False)
    meeting_is_open = models.BooleanField(_("open meeting"), default=False)
    closes_at: "models.DateTimeField[datetime]" = models.DateTimeField(_("closes"))
    # Set once the leaders have been told that it has closed.
    told_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)
    # Empty where the account was deleted.
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at: "models.DateTimeField[datetime]" = models.DateTimeField()
    is_sample = models.BooleanField(_("sample"), default=False)

    class Meta:
        verbose_name = _("date poll")
        verbose_name_plural = _("date polls")
        indexes = [models.Index(fields=["group", "closes_at"], name="working_groups_date_polls")]

    def __str__(self) -> str:
        return self.title

    def takes_answers(self, now: "datetime | None" = None) -> bool:
        """Neither closed nor withdrawn? (One that has become a meeting is closed by its service.)"""
        return self.withdrawn_at is None and self.closes_at > (now or timezone.now())


class DateSlot(models.Model):
    """One proposed time."""

    poll = models.ForeignKey(DatePoll, on_delete=models.CASCADE, related_name="slots")
    starts_at: "models.DateTimeField[datetime]" = models.DateTimeField(_("starts"))
    ends_at: "models.DateTimeField[datetime]" = models.DateTimeField(_("ends"))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["poll", "starts_at", "ends_at"], name="working_groups_slot_once"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="working_groups_slot_has_length"),
        ]
        ordering = ["starts_at", "ends_at", "pk"]

    def __str__(self) -> str:
        return f"{self.poll_id} · {self.starts_at}"


class SlotAnswer(models.Model):
    """What one member says to one proposed time."""

    slot = models.ForeignKey(DateSlot, on_delete=models.CASCADE, related_name="answers")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    choice = models.CharField(max_length=5, choices=SlotChoice)
    answered_at: "models.DateTimeField[datetime]" = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["slot", "member"], name="working_groups_one_slot_answer"),
            models.CheckConstraint(condition=Q(choice__in=SlotChoice.values), name="working_groups_slot_choice_known"),
        ]

    def __str__(self) -> str:
        return f"{self.slot_id} · {self.member_id} · {self.choice}"
