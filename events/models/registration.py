"""Registrations, and the places they hold.

The database has the last word on "never more than": whoever holds a place holds a *numbered* one, and each number
exists once per event, category, session and choice. The service only hands out numbers up to the limit.
"""

from typing import ClassVar

from django.conf import settings
from django.core.files.storage import storages
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..choices import ACTIVE, HOLDING, ListConsent, RegistrationStatus


def private_storage():
    """Members' files lie outside MEDIA_ROOT (traps.md no. 2)."""
    return storages["private"]


class ClaimQuerySet(models.QuerySet):
    """What registrations and session places have in common when they are counted and queued."""

    def holding(self):
        """Those that hold a place."""
        return self.filter(status__in=HOLDING)

    def active(self):
        """Those still under way."""
        return self.filter(status__in=ACTIVE)

    def waiting_in_order(self):
        """The queue: priority first, then arrival."""
        return self.filter(status=RegistrationStatus.WAITING).order_by("-priority", "queued_at", "pk")


class Claim(models.Model):
    """Somebody's claim to a scarce place: queued, offered, held.

    `serial` counts its changes; it makes causes of letters and offers unique and is the SEQUENCE of its calendar entry.
    """

    status = models.CharField(_("state"), max_length=10, choices=RegistrationStatus)
    serial = models.PositiveIntegerField(_("change number"), default=1)
    priority = models.SmallIntegerField(_("priority"), default=0)
    priority_reason = models.CharField(_("reason of the priority"), max_length=300, blank=True)
    queued_at = models.DateTimeField(_("waits since"), null=True, blank=True)
    offer_expires_at = models.DateTimeField(_("offer ends"), null=True, blank=True)
    checked_in_at = models.DateTimeField(_("checked in at"), null=True, blank=True)
    checked_in_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(_("made at"), default=timezone.now)
    updated_at = models.DateTimeField(_("changed at"), auto_now=True)

    # What is read with a claim when somebody is told about it.
    told_with: ClassVar[tuple[str, ...]]

    objects = ClaimQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def for_event_id(self) -> int:
        """The event whose set-up is locked when this claim changes."""
        raise NotImplementedError

    @property
    def can_be_answered(self) -> bool:
        """Is there somebody to answer an offer? Not while the account is switched off, nor after it is gone."""
        raise NotImplementedError

    @property
    def is_active(self) -> bool:
        """Still under way?"""
        return self.status in ACTIVE

    @property
    def holds_place(self) -> bool:
        """Does it hold a place?"""
        return self.status in HOLDING


class Registration(Claim):
    """One member's registration for one event.

    `place_number` counts in the event's total, `category_number` within the category. `answers` maps the key of a
    question to its answer (text, number, bool, list of option keys, or the id of an `AnswerFile`).
    """

    event = models.ForeignKey("events.EventPage", on_delete=models.PROTECT, related_name="registrations")
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="registrations"
    )
    category = models.ForeignKey("events.Category", on_delete=models.PROTECT, related_name="registrations")
    code = models.CharField(_("ticket code"), max_length=12, unique=True)
    badge_name = models.CharField(_("name"), max_length=150)
    badge_organisation = models.CharField(_("organisation"), max_length=200, blank=True)
    list_consent = models.CharField(
        _("on the participant list"), max_length=12, choices=ListConsent, default=ListConsent.NOBODY
    )
    answers = models.JSONField(_("answers"), default=dict, blank=True)
    invitation = models.ForeignKey(
        "events.InvitationCode", null=True, blank=True, on_delete=models.SET_NULL, related_name="registrations"
    )
    place_number = models.PositiveIntegerField(_("place"), null=True, blank=True)
    category_number = models.PositiveIntegerField(_("place in the category"), null=True, blank=True)

    class Meta:
        verbose_name = _("registration")
        verbose_name_plural = _("registrations")
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["event", "status"], name="events_reg_event_status"),
            models.Index(fields=["status", "offer_expires_at"], name="events_reg_offers"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "member"],
                condition=models.Q(status__in=ACTIVE),
                name="events_reg_one_active_per_member",
            ),
            models.UniqueConstraint(fields=["event", "place_number"], name="events_reg_place_once"),
            models.UniqueConstraint(fields=["category", "category_number"], name="events_reg_category_place_once"),
            models.CheckConstraint(
                condition=models.Q(status__in=HOLDING, category_number__isnull=False)
                | (~models.Q(status__in=HOLDING) & models.Q(category_number__isnull=True, place_number__isnull=True)),
                name="events_reg_place_if_holding",
            ),
            models.CheckConstraint(
                condition=~models.Q(status=RegistrationStatus.WAITING) | models.Q(queued_at__isnull=False),
                name="events_reg_waiting_has_time",
            ),
            models.CheckConstraint(
                condition=~models.Q(status=RegistrationStatus.OFFERED) | models.Q(offer_expires_at__isnull=False),
                name="events_reg_offer_ends",
            ),
        ]

    told_with = ("member", "event", "category")

    def __str__(self) -> str:
        return f"{self.badge_name} – {self.code}"

    @property
    def for_event_id(self) -> int:
        """The event registered for."""
        return self.event_id

    @property
    def can_be_answered(self) -> bool:
        """By its member."""
        return self.member is not None and self.member.is_active


class SessionPlace(Claim):
    """A registration's claim to a session. PENDING until the registration itself is confirmed."""

    registration = models.ForeignKey("events.Registration", on_delete=models.CASCADE, related_name="session_places")
    session = models.ForeignKey("events.Session", on_delete=models.PROTECT, related_name="session_places")
    number = models.PositiveIntegerField(_("place"), null=True, blank=True)

    class Meta:
        verbose_name = _("session place")
        verbose_name_plural = _("session places")
        ordering = ["session__starts_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["registration", "session"],
                condition=models.Q(status__in=ACTIVE),
                name="events_session_place_one_active",
            ),
            models.UniqueConstraint(fields=["session", "number"], name="events_session_place_once"),
            models.CheckConstraint(
                condition=models.Q(status__in=HOLDING, number__isnull=False)
                | (~models.Q(status__in=HOLDING) & models.Q(number__isnull=True)),
                name="events_session_place_if_holding",
            ),
            models.CheckConstraint(
                condition=~models.Q(status=RegistrationStatus.WAITING) | models.Q(queued_at__isnull=False),
                name="events_session_waiting_has_time",
            ),
        ]

    told_with = ("session", "registration__member", "registration__event")

    def __str__(self) -> str:
        return f"{self.registration_id} – {self.session_id}"

    @property
    def for_event_id(self) -> int:
        """The event of the session."""
        return self.registration.event_id

    @property
    def can_be_answered(self) -> bool:
        """By the member of the registration."""
        return self.registration.can_be_answered


class OptionPlace(models.Model):
    """A place of a choice that has a limit (a tour, a dinner); held from the answer until the registration ends."""

    registration = models.ForeignKey("events.Registration", on_delete=models.CASCADE, related_name="option_places")
    question = models.ForeignKey("events.Question", on_delete=models.CASCADE, related_name="option_places")
    option = models.CharField(_("choice"), max_length=40)
    number = models.PositiveIntegerField(_("place"))

    class Meta:
        verbose_name = _("place of a choice")
        verbose_name_plural = _("places of choices")
        constraints = [
            models.UniqueConstraint(fields=["question", "option", "number"], name="events_option_place_once"),
            models.UniqueConstraint(fields=["registration", "question", "option"], name="events_option_once"),
        ]

    def __str__(self) -> str:
        return f"{self.question_id}/{self.option}/{self.number}"


class AnswerFile(models.Model):
    """A file given as an answer; reached only through a check of ours."""

    registration = models.ForeignKey("events.Registration", on_delete=models.CASCADE, related_name="files")
    question = models.ForeignKey("events.Question", on_delete=models.CASCADE, related_name="+")
    file = models.FileField(_("file"), storage=private_storage, upload_to="events/answers/%Y/%m/", max_length=200)
    name = models.CharField(_("name"), max_length=150)
    size = models.PositiveIntegerField(_("size"))
    content_type = models.CharField(_("type"), max_length=100)
    created_at = models.DateTimeField(_("sent at"), default=timezone.now)

    class Meta:
        verbose_name = _("file of an answer")
        verbose_name_plural = _("files of answers")

    def __str__(self) -> str:
        return self.name
