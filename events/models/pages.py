"""The event page and the index of events."""

import zoneinfo
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from taggit.models import ItemBase
from wagtail.fields import RichTextField
from wagtail.models import Orderable
from wagtail.search import index

from cop.core.models import BasePage
from cop.taxonomy.models import Topic

from .. import panels
from ..choices import EventKind, Mode


class EventTopic(ItemBase):
    """A topic of an event."""

    tag = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="event_items")
    content_object = ParentalKey("events.EventPage", on_delete=models.CASCADE, related_name="topic_items")


class EventIndexPage(BasePage):
    """The list of events, at /events/."""

    max_count = 1
    review_months = 0  # It lists what is there.
    parent_page_types = ["home.HomePage"]
    subpage_types = ["events.EventPage"]
    template = "events/event_index_page.html"

    class Meta:
        verbose_name = _("list of events")

    def get_absolute_url(self) -> str:
        """Its address; costs no statement."""
        return reverse("event_index")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The editors' preview shows what visitors will see; visitors come by `events.views.pages`."""
        from ..selectors.listing import index_context

        return {**super().get_context(request, *args, **kwargs), **index_context(request.user, request.GET)}


class EventPage(BasePage):
    """An event as editors describe it. What changes by rule (registration, cancellation) stands in rows beside it."""

    series = models.ForeignKey(
        "events.Series",
        verbose_name=_("series"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="events",
    )
    kind = models.CharField(_("kind"), max_length=12, choices=EventKind, default=EventKind.FORUM)
    mode = models.CharField(_("how people take part"), max_length=10, choices=Mode, default=Mode.IN_PERSON)
    starts_at = models.DateTimeField(_("starts"), db_index=True)
    ends_at = models.DateTimeField(_("ends"), db_index=True)
    time_zone = models.CharField(
        _("time zone"), max_length=50, default="Europe/Brussels", help_text=_("The clock on the wall at the event.")
    )
    venue = models.CharField(_("venue"), max_length=200, blank=True)
    address = models.TextField(_("address"), blank=True)
    city = models.CharField(_("city"), max_length=100, blank=True)
    country = models.ForeignKey(
        "taxonomy.Region",
        verbose_name=_("country"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        limit_choices_to={"level": 0},
        related_name="+",
    )
    languages = models.CharField(
        _("languages"), max_length=200, blank=True, help_text=_("For example: English, with French in plenaries")
    )
    online_address = models.URLField(
        _("address of the stream"), blank=True, help_text=_("Shown to people with a place, from one hour before.")
    )
    body = RichTextField(_("about"), blank=True, features=["h2", "h3", "bold", "italic", "ol", "ul", "link"])
    picture = models.ForeignKey(
        "wagtailimages.Image",
        verbose_name=_("picture"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    topics = ClusterTaggableManager(verbose_name=_("topics"), through=EventTopic, blank=True)

    review_months = 0  # An event is over before anybody would review it.
    content_panels = [*BasePage.content_panels, *panels.EVENT]
    parent_page_types = ["events.EventIndexPage"]
    subpage_types: list[str] = []
    template = "events/event_page.html"
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("body"),
        index.SearchField("venue"),
        index.SearchField("city"),
        index.FilterField("starts_at"),
    ]

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")), name="events_event_ends_after"
            ),
        ]

    def get_absolute_url(self) -> str:
        """Its address; costs no statement."""
        # A draft that was never saved may have no slug yet; the editor's preview needs an address all the same.
        return reverse("event_page", args=[self.slug or "preview"])

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The editors' preview shows what visitors will see; visitors come by `events.views.pages`."""
        # A page asks upwards here because Wagtail calls it; nothing else in the models does.
        from ..selectors.event_page import event_page

        self.slug = self.slug or "preview"
        return {**super().get_context(request, *args, **kwargs), **event_page(self, request.user, now=timezone.now())}

    @cached_property
    def tz(self) -> zoneinfo.ZoneInfo:
        """The event's own time zone."""
        return zoneinfo.ZoneInfo(self.time_zone)

    @property
    def local_start(self) -> datetime:
        """The start on the clock at the event."""
        return self.starts_at.astimezone(self.tz)

    @property
    def local_end(self) -> datetime:
        """The end on the clock at the event."""
        return self.ends_at.astimezone(self.tz)

    @property
    def is_past(self) -> bool:
        """Over; an event of today is not past until it ends."""
        return self.ends_at <= timezone.now()

    @property
    def place(self) -> str:
        """Where, in a few words."""
        where = self.city or self.venue
        if self.mode == Mode.ONLINE:
            return str(_("Online"))
        if self.mode == Mode.HYBRID:
            return str(_("%(where)s and online") % {"where": where}) if where else str(Mode.HYBRID.label)
        return where

    def clean(self) -> None:
        """An event ends after it starts, on a clock that exists."""
        super().clean()
        if self.time_zone not in zoneinfo.available_timezones():
            raise ValidationError({"time_zone": _("This is not the name of a time zone.")})
        if self.starts_at and self.ends_at and self.ends_at <= self.starts_at:
            raise ValidationError({"ends_at": _("The event must end after it starts.")})


class EventDocument(Orderable):
    """A document offered on an event page."""

    page = ParentalKey("events.EventPage", on_delete=models.CASCADE, related_name="documents")
    document = models.ForeignKey("wagtaildocs.Document", on_delete=models.CASCADE, related_name="+")
    label = models.CharField(_("label"), max_length=150, blank=True)

    class Meta(Orderable.Meta):
        verbose_name = _("document")
