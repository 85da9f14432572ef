"""Meetings of a group: when and where, who comes, what was decided, and who does what until when."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .date_poll import DatePoll

if TYPE_CHECKING:
    from datetime import datetime


class Meeting(models.Model):
    """A meeting of a group. It is a row and not an event page, because members make it (docs/decisions/meetings.md)."""

    group = models.ForeignKey("working_groups.WorkingGroup", on_delete=models.CASCADE, related_name="meetings")
    # The same form sent twice makes one meeting; so does one poll.
    key = models.UUIDField(unique=True, editable=False)
    poll = models.OneToOneField(DatePoll, null=True, blank=True, on_delete=models.SET_NULL, related_name="meeting")
    title = models.CharField(_("title"), max_length=150)
    starts_at: "models.DateTimeField[datetime]" = models.DateTimeField(_("starts"))
    ends_at: "models.DateTimeField[datetime]" = models.DateTimeField(_("ends"))
    # The clock on which it was set; everybody reads it on their own, with this one beside it.
    time_zone = models.CharField(_("time zone"), max_length=50)
    # For everybody who sees the meeting: where it is, and how one finds the room.
    place = models.CharField(_("place"), max_length=200, blank=True)
    address = models.CharField(_("address and room"), max_length=200, blank=True)
    # Both are shown to those only who said that they come, and to those who run the meeting.
    link = models.CharField(_("link to the online meeting"), max_length=500, blank=True)
    dial_in = models.CharField(_("dialling in"), max_length=300, blank=True)
    agenda = models.TextField(_("agenda"), blank=True)
    agenda_html = models.TextField(blank=True, editable=False)
    # Open: for everybody who may read the group. Otherwise for those who belong to it.
    is_open = models.BooleanField(_("open meeting"), default=False)
    # Raised by every change, for calendars and for two people who change it at once.
    sequence = models.PositiveIntegerField(default=0)
    cancelled_at = models.DateTimeField(_("cancelled"), null=True, blank=True)
    cancel_reason = models.CharField(_("reason"), max_length=300, blank=True)
    # The start of which people have been reminded: a meeting that moves is reminded of again.
    reminded_of: "models.DateTimeField[datetime | None]" = models.DateTimeField(null=True, blank=True)
    minutes = models.TextField(_("minutes"), blank=True)
    minutes_html = models.TextField(blank=True, editable=False)
    minutes_version = models.PositiveIntegerField(default=0)
    minutes_at: "models.DateTimeField[datetime | None]" = models.DateTimeField(
        _("minutes published"), null=True, blank=True
    )
    # Empty where the account was deleted.
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at: "models.DateTimeField[datetime]" = models.DateTimeField()
    changed_at: "models.DateTimeField[datetime]" = models.DateTimeField()
    is_sample = models.BooleanField(_("sample"), default=False)

    class Meta:
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="working_groups_meeting_has_length"),
        ]
        indexes = [
            models.Index(fields=["group", "-starts_at"], name="working_groups_meetings"),
            models.Index(fields=["starts_at"], name="working_groups_meetings_next"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_cancelled(self) -> bool:
        """Called off?"""
        return self.cancelled_at is not None

    def is_over(self, now: "datetime | None" = None) -> bool:
        """Has it ended?"""
        return self.ends_at <= (now or timezone.now())


class Attendance(models.Model):
    """One person and one meeting: what they said beforehand, and whether they were there."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="attendances")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="meeting_attendances")
    # Empty: they have not said.
    comes = models.BooleanField(_("comes"), null=True)
    # Raised by every answer, for calendars.
    serial = models.PositiveIntegerField(default=0)
    answered_at: "models.DateTimeField[datetime | None]" = models.DateTimeField(_("answered"), null=True)
    # Empty: not recorded.
    attended = models.BooleanField(_("was there"), null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "member"], name="working_groups_one_attendance")]

    def __str__(self) -> str:
        return f"{self.meeting_id} · {self.member_id}"


class MeetingAction(models.Model):
    """What somebody does after a meeting, and until when."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="actions")
    key = models.UUIDField(unique=True, editable=False)
    what = models.CharField(_("what"), max_length=300)
    # Empty where the account was deleted.
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="meeting_actions"
    )
    until = models.DateField(_("until"))
    done_at: "models.DateTimeField[datetime | None]" = models.DateTimeField(_("done"), null=True, blank=True)
    # Whether these two letters have been written, or are past: each once.
    reminded_soon = models.BooleanField(default=False)
    reminded_late = models.BooleanField(default=False)
    created_at: "models.DateTimeField[datetime]" = models.DateTimeField()

    class Meta:
        verbose_name = _("action")
        verbose_name_plural = _("actions")
        ordering = ["until", "pk"]
        indexes = [models.Index(fields=["member", "until"], name="working_groups_actions_of")]

    def __str__(self) -> str:
        return self.what
