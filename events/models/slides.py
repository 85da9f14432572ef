"""Slides of sessions: until when speakers send them, what they have sent, and the links by which they come."""

import uuid
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from cop.core.stored.models import KeptFile
from resources.choices import LANGUAGES, Licence

from ..choices import SlidesPublishing

if TYPE_CHECKING:
    from datetime import datetime


class SlidesSetup(models.Model):
    """Beside an event that collects slides: until when, and when they are published."""

    event = models.OneToOneField("events.EventPage", on_delete=models.CASCADE, related_name="slides_setup")
    deadline: "models.DateTimeField[datetime]" = models.DateTimeField(
        _("deadline"), help_text=_("Until then speakers send and replace their slides. On the clock at the event.")
    )
    publishing = models.CharField(
        _("publication"), max_length=10, choices=SlidesPublishing, default=SlidesPublishing.BY_HAND
    )

    class Meta:
        verbose_name = _("collection of slides")
        verbose_name_plural = _("collections of slides")

    def __str__(self) -> str:
        return str(self.event_id)


class Slides(KeptFile):
    """What one speaker shows in one session. The file is the last one that was sent; without one `path` is empty.

    Points to session and speaker, not to the row between them: that one is written anew whenever a session is saved.
    Nobody but the desk gets the file; what is published is a copy in the library (`resource`).
    """

    session = models.ForeignKey("events.Session", on_delete=models.CASCADE, related_name="slides")
    speaker = models.ForeignKey("events.Speaker", on_delete=models.CASCADE, related_name="slides")
    # The desk may say that somebody shows none, or shows them with a colleague.
    is_expected = models.BooleanField(default=True)
    title = models.CharField(_("title"), max_length=200, blank=True)
    author_name = models.CharField(_("author"), max_length=150, blank=True)
    organisation = models.CharField(_("organisation"), max_length=150, blank=True)
    language = models.CharField(_("language"), max_length=8, choices=LANGUAGES, blank=True)
    has_consent = models.BooleanField(_("may be published"), default=False)
    consented_at: "models.DateTimeField[datetime | None]" = models.DateTimeField(null=True, blank=True)
    licence = models.CharField(_("licence"), max_length=16, choices=Licence, blank=True)
    # Of the file that is there now; of the form it came with, which sent twice is one file; how many there have been.
    key = models.UUIDField(null=True, blank=True, editable=False)
    form_key = models.UUIDField(null=True, blank=True, editable=False)
    number = models.PositiveIntegerField(default=0)
    sent_at: "models.DateTimeField[datetime | None]" = models.DateTimeField(_("sent"), null=True, blank=True)
    # Who of the desk sent them in the speaker's stead; empty where it was the speaker.
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    resource = models.ForeignKey(
        "resources.ResourcePage", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    # The file that the library has: `key` of then.
    published_key = models.UUIDField(null=True, blank=True, editable=False)
    published_at: "models.DateTimeField[datetime | None]" = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("slides")
        verbose_name_plural = _("slides")
        constraints = [models.UniqueConstraint(fields=["session", "speaker"], name="events_slides_once")]

    def __str__(self) -> str:
        return f"{self.session_id} · {self.speaker_id}"

    @property
    def has_file(self) -> bool:
        """Has anything been sent that is still kept?"""
        return bool(self.path)

    @property
    def is_newest_published(self) -> bool:
        """Has the library the file that is there now?"""
        return self.resource_id is not None and self.key is not None and self.key == self.published_key

    def take_file(self, *, name: str, path: str, size: int, content_type: str, extension: str) -> None:
        """Bear another file from now on; the caller saves."""
        self.name, self.path, self.size = name, path, size
        self.content_type, self.extension = content_type, extension
        self.key, self.number = uuid.uuid4(), self.number + 1


class SlidesLink(models.Model):
    """A letter to a speaker with a link of its own. The link is good while the speaker has this address and speaks at
    this event, until some days after the deadline; of its token a hash is kept."""

    event = models.ForeignKey("events.EventPage", on_delete=models.CASCADE, related_name="slides_links")
    speaker = models.ForeignKey("events.Speaker", on_delete=models.CASCADE, related_name="slides_links")
    email = models.EmailField(_("e-mail address"), max_length=254)
    token_hash = models.CharField(max_length=64, unique=True)
    sent_at: "models.DateTimeField[datetime]" = models.DateTimeField(_("sent"))

    class Meta:
        verbose_name = _("link for slides")
        verbose_name_plural = _("links for slides")
        indexes = [models.Index(fields=["event", "speaker", "sent_at"], name="events_slides_link")]

    def __str__(self) -> str:
        return f"{self.event_id} · {self.speaker_id}"
