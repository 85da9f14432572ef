"""The programme: rooms, tracks, speakers, sessions."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..choices import SessionType, SpeakerRole, TrackColour

if TYPE_CHECKING:
    from ..selectors.programme import Person


class Room(models.Model):
    """A room of one event."""

    event = models.ForeignKey("events.EventPage", on_delete=models.CASCADE, related_name="rooms")
    name = models.CharField(_("name"), max_length=100)
    sort_order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("room")
        verbose_name_plural = _("rooms")
        ordering = ["sort_order", "pk"]
        constraints = [models.UniqueConstraint(fields=["event", "name"], name="events_room_name")]

    def __str__(self) -> str:
        return self.name


class Track(models.Model):
    """A thread through the programme of one event."""

    event = models.ForeignKey("events.EventPage", on_delete=models.CASCADE, related_name="tracks")
    name = models.CharField(_("name"), max_length=100)
    colour = models.CharField(_("colour"), max_length=10, choices=TrackColour, default=TrackColour.BLUE)
    sort_order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("track")
        verbose_name_plural = _("tracks")
        ordering = ["sort_order", "pk"]
        constraints = [models.UniqueConstraint(fields=["event", "name"], name="events_track_name")]

    def __str__(self) -> str:
        return self.name


class Speaker(models.Model):
    """Somebody who speaks or chairs; may or may not be a member."""

    name = models.CharField(_("name"), max_length=150)
    role = models.CharField(_("position and organisation"), max_length=200, blank=True)
    biography = models.TextField(_("biography"), blank=True)
    picture = models.ForeignKey(
        "wagtailimages.Image",
        verbose_name=_("picture"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("member"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    email = models.EmailField(
        _("e-mail address"),
        max_length=254,
        blank=True,
        help_text=_("For letters about their slides; shown nowhere. Empty: that of the member, if they are one."),
    )
    is_sample = models.BooleanField(_("sample"), default=False)

    class Meta:
        verbose_name = _("speaker")
        verbose_name_plural = _("speakers")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def address(self) -> str:
        """Where letters go; empty where nobody knows."""
        if self.email:
            return self.email
        return self.member.email if self.member is not None and self.member.is_active else ""


class Session(models.Model):
    """A session of the programme.

    With `needs_choice` people choose it when they register; without `places` it has no limit of its own. `slug` is its
    stable address below the event. `sequence` is raised when time, room or title change (iCalendar).
    """

    event = models.ForeignKey("events.EventPage", on_delete=models.CASCADE, related_name="sessions")
    title = models.CharField(_("title"), max_length=200)
    slug = models.SlugField(_("address"), max_length=80)
    type = models.CharField(_("type"), max_length=12, choices=SessionType, default=SessionType.PARALLEL)
    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"))
    room = models.ForeignKey(
        "events.Room",
        verbose_name=_("room"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="sessions",
    )
    track = models.ForeignKey(
        "events.Track",
        verbose_name=_("track"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="sessions",
    )
    abstract = models.TextField(_("abstract"), blank=True)
    is_streamed = models.BooleanField(_("streamed"), default=False)
    needs_choice = models.BooleanField(
        _("people choose it"), default=False, help_text=_("Offered as a choice in the registration form.")
    )
    places = models.PositiveIntegerField(_("places"), null=True, blank=True, help_text=_("Empty: no limit of its own."))
    is_cancelled = models.BooleanField(_("cancelled"), default=False)
    sequence = models.PositiveIntegerField(_("sequence"), default=0, editable=False)
    added_at = models.DateTimeField(default=timezone.now, editable=False)
    speakers = models.ManyToManyField("events.Speaker", through="events.SessionSpeaker", related_name="sessions")
    if TYPE_CHECKING:
        # Brought along by `selectors.programme.sessions_of`: who speaks, and how many have a place.
        people: "list[Person]"
        places_taken: int

    class Meta:
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        ordering = ["starts_at", "room__sort_order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["event", "slug"], name="events_session_slug"),
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")), name="events_session_ends_after"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def local_start(self) -> datetime:
        """The start on the clock at the event."""
        return self.starts_at.astimezone(self.event.tz)

    @property
    def local_end(self) -> datetime:
        """The end on the clock at the event."""
        return self.ends_at.astimezone(self.event.tz)

    def overlaps(self, other: "Session") -> bool:
        """Do the two take place at the same time? One that begins when the other ends does not."""
        return self.starts_at < other.ends_at and other.starts_at < self.ends_at

    def clean(self) -> None:
        """A session ends after it starts, and belongs to rooms and tracks of its own event."""
        super().clean()
        if self.starts_at and self.ends_at and self.ends_at <= self.starts_at:
            raise ValidationError({"ends_at": _("The session must end after it starts.")})
        for field in ("room", "track"):
            other = getattr(self, field)
            if other is not None and other.event_id != self.event_id:
                raise ValidationError({field: _("This belongs to another event.")})


class SessionSpeaker(models.Model):
    """Who does what in a session."""

    session = models.ForeignKey("events.Session", on_delete=models.CASCADE, related_name="session_speakers")
    speaker = models.ForeignKey("events.Speaker", on_delete=models.CASCADE, related_name="session_speakers")
    role = models.CharField(_("role"), max_length=10, choices=SpeakerRole, default=SpeakerRole.SPEAKER)
    sort_order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("speaker of a session")
        verbose_name_plural = _("speakers of a session")
        ordering = ["sort_order", "pk"]
        constraints = [models.UniqueConstraint(fields=["session", "speaker"], name="events_session_speaker_once")]

    def __str__(self) -> str:
        return str(self.speaker)
