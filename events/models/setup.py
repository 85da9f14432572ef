"""Beside the event page: its state, and how registration for it is set up."""

from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, validate_comma_separated_integer_list
from django.db import models
from django.db.models.functions import Upper
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import Orderable

from ..choices import CategoryKind, QuestionKind


class EventState(models.Model):
    """What changes by rule about an event: its calendar sequence, its cancellation, and what people were last told.

    Kept apart from the page, because publishing a revision must never bring an old value back.
    """

    event = models.OneToOneField("events.EventPage", on_delete=models.CASCADE, related_name="state")
    sequence = models.PositiveIntegerField(_("sequence"), default=0)
    cancelled_at = models.DateTimeField(_("cancelled at"), null=True, blank=True)
    cancel_reason = models.CharField(_("reason"), max_length=300, blank=True)
    told_starts_at = models.DateTimeField(_("start as announced"), null=True, blank=True)
    told_ends_at = models.DateTimeField(_("end as announced"), null=True, blank=True)
    told_place = models.CharField(_("place as announced"), max_length=400, blank=True)
    updated_at = models.DateTimeField(_("changed at"), auto_now=True)

    class Meta:
        verbose_name = _("state of an event")
        verbose_name_plural = _("states of events")

    def __str__(self) -> str:
        return f"{self.event_id}"


class RegistrationSetup(ClusterableModel):
    """How people register for one event. This row is locked while a place of the event changes hands."""

    event = models.OneToOneField("events.EventPage", on_delete=models.CASCADE, related_name="registration_setup")
    opens_at = models.DateTimeField(_("opens"), null=True, blank=True, help_text=_("Empty: not open."))
    closes_at = models.DateTimeField(_("closes"), null=True, blank=True, help_text=_("Empty: when the event starts."))
    total_places = models.PositiveIntegerField(
        _("places in total"), null=True, blank=True, help_text=_("Empty: no limit but those of the categories.")
    )
    has_waiting_list = models.BooleanField(_("keep a waiting list"), default=True)
    needs_approval = models.BooleanField(_("the secretariat approves each registration"), default=False)
    needs_code = models.BooleanField(_("only with an invitation code"), default=False)
    offer_hours = models.PositiveSmallIntegerField(
        _("hours to accept an offer"),
        default=48,
        validators=[MaxValueValidator(24 * 14)],
        help_text=_("0: a freed place is given to the next at once, without asking."),
    )
    freeze_hours = models.PositiveSmallIntegerField(
        _("stop offering this many hours before the event"),
        default=12,
        validators=[MaxValueValidator(24 * 30)],
    )
    edit_until = models.DateTimeField(
        _("answers can be changed until"), null=True, blank=True, help_text=_("Empty: until the event starts.")
    )
    reminder_days = models.CharField(
        _("reminders, days before"),
        max_length=40,
        default="7,1",
        blank=True,
        validators=[validate_comma_separated_integer_list],
        help_text=_("For example: 7,1"),
    )
    introduction = models.TextField(_("text above the form"), blank=True)
    # Rises whenever an editor changes something: a form that was made from an older one is not simply saved over it.
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    created_at = models.DateTimeField(_("made at"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("registration")
        verbose_name_plural = _("registration set-ups")

    def __str__(self) -> str:
        return str(self.event)

    @property
    def closing_time(self) -> datetime:
        """When registration ends: the time set, else the start of the event."""
        return self.closes_at or self.event.starts_at

    @property
    def editing_time(self) -> datetime:
        """Until when answers can be changed."""
        return self.edit_until or self.event.starts_at

    @property
    def freeze_time(self) -> datetime:
        """From when no place is offered by itself any more."""
        return self.event.starts_at - timedelta(hours=self.freeze_hours)

    def clean(self) -> None:
        """Registration closes after it opens."""
        super().clean()
        if self.opens_at and self.closes_at and self.closes_at <= self.opens_at:
            raise ValidationError({"closes_at": _("Registration must close after it opens.")})


class Category(Orderable):
    """A kind of place. `places` is its own limit; `reserved` are places of the total that nobody else gets."""

    setup = ParentalKey("events.RegistrationSetup", on_delete=models.CASCADE, related_name="categories")
    kind = models.CharField(_("kind"), max_length=10, choices=CategoryKind, default=CategoryKind.IN_PERSON)
    name = models.CharField(_("name"), max_length=100)
    description = models.CharField(_("description"), max_length=200, blank=True)
    places = models.PositiveIntegerField(_("places"), null=True, blank=True, help_text=_("Empty: no limit of its own."))
    reserved = models.PositiveIntegerField(
        _("reserved"), default=0, help_text=_("Of the places in total, kept for this category.")
    )
    counts_in_total = models.BooleanField(
        _("counts in the total"), default=True, help_text=_("Not for people who only follow online.")
    )
    is_public = models.BooleanField(
        _("open to everybody"),
        default=True,
        help_text=_("Otherwise only with an invitation code, or by the secretariat."),
    )

    class Meta(Orderable.Meta):
        verbose_name = _("category")
        verbose_name_plural = _("categories")

    def __str__(self) -> str:
        return self.name


class Question(Orderable):
    """A question of the registration form.

    `options` is a list of `{"key": str, "label": str, "places": int | None}`. With `depends_on` it is asked only of
    those whose answer to that question is one of `depends_values`. Sensitive answers are seen by event managers only
    and erased `erase_after_days` days after the event.
    """

    setup = ParentalKey("events.RegistrationSetup", on_delete=models.CASCADE, related_name="questions")
    key = models.SlugField(_("key"), max_length=40, blank=True, editable=False)
    label = models.CharField(_("question"), max_length=200)
    help_text = models.CharField(_("help"), max_length=300, blank=True)
    kind = models.CharField(_("kind"), max_length=10, choices=QuestionKind, default=QuestionKind.SHORT)
    is_required = models.BooleanField(_("required"), default=False)
    options = models.JSONField(_("choices"), default=list, blank=True)
    depends_on = models.CharField(
        _("only after"), max_length=40, blank=True, help_text=_("The key of another question of this form.")
    )
    depends_values = models.JSONField(_("if answered with"), default=list, blank=True)
    is_sensitive = models.BooleanField(_("sensitive"), default=False)
    erase_after_days = models.PositiveSmallIntegerField(
        _("erase after"), default=30, validators=[MinValueValidator(0)], help_text=_("Days after the event.")
    )

    class Meta(Orderable.Meta):
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        constraints = [models.UniqueConstraint(fields=["setup", "key"], name="events_question_key")]

    def __str__(self) -> str:
        return self.label


class InvitationCode(models.Model):
    """A code that lets somebody register: single use or counted, perhaps for one address, perhaps for one category."""

    setup = models.ForeignKey("events.RegistrationSetup", on_delete=models.CASCADE, related_name="codes")
    code = models.CharField(_("code"), max_length=40)
    max_uses = models.PositiveIntegerField(_("how often"), default=1, validators=[MinValueValidator(1)])
    uses = models.PositiveIntegerField(_("used"), default=0, editable=False)
    email = models.EmailField(_("only for the address"), blank=True)
    category = models.ForeignKey(
        "events.Category",
        verbose_name=_("only for the category"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
    )
    expires_at = models.DateTimeField(_("valid until"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("invitation code")
        verbose_name_plural = _("invitation codes")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint("setup", Upper("code"), name="events_code_once"),
            models.CheckConstraint(condition=models.Q(uses__lte=models.F("max_uses")), name="events_code_not_overused"),
        ]

    def __str__(self) -> str:
        return self.code
