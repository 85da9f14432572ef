"""The edit form of an event page: times are those on the clock at the event, wherever the editor sits."""

import zoneinfo
from datetime import datetime, tzinfo
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.widgets import AdminDateTimeInput

from cop.core.page_care import BasePageForm

from ..selectors.desk import events_people_count_on
from .clock import TIMES, ClockField, TwoTimes


class EventTimeField(ClockField):
    """A time on the event's clock. What the clock change leaves out, or has twice, is refused in those words."""

    def to_python(self, value: Any) -> datetime | None:
        """What the form means."""
        try:
            return super().to_python(value)
        except ValidationError as error:
            if getattr(error, "code", "") == "ambiguous_timezone":
                raise ValidationError(clock_change_words(self.clock), code="ambiguous_timezone") from None
            raise


def clock_change_words(clock: tzinfo | None) -> str:
    """Why a time on the day of a clock change cannot be taken."""
    return _(
        "On this day the clock in %(zone)s is changed, and this time comes twice or not at all. Choose another."
    ) % {"zone": str(clock).rpartition("/")[2].replace("_", " ")}


class EventPageForm(TwoTimes, BasePageForm):
    """Reads and shows start and end in the event's own time zone, the one that is being saved with them."""

    time_zone = forms.ChoiceField(
        label=gettext_lazy("Time zone"),
        choices=lambda: [(name, name.replace("_", " ")) for name in sorted(zoneinfo.available_timezones())],
        help_text=gettext_lazy("The clock on the wall at the event. Start and end are read on it."),
    )
    starts_at = EventTimeField(label=gettext_lazy("Starts"), widget=AdminDateTimeInput)
    ends_at = EventTimeField(label=gettext_lazy("Ends"), widget=AdminDateTimeInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        clock = self._clock()
        for name in TIMES:
            if name in self.fields:
                self.fields[name].clock = clock

    def clean(self) -> dict[str, Any]:
        """An event that people are registered for does not vanish by itself before it is over."""
        cleaned = super().clean() or self.cleaned_data
        expires, ends = cleaned.get("expire_at"), cleaned.get("ends_at")
        if expires and ends and expires < ends and events_people_count_on([self.instance], now=timezone.now()):
            self.add_error(
                "expire_at",
                _(
                    "People are registered, and nobody would tell them. Choose a time after the event has ended, or "
                    "cancel the event first; everybody then gets a letter."
                ),
            )
        return cleaned

    def _clock(self) -> zoneinfo.ZoneInfo:
        name = (self.data.get(self.add_prefix("time_zone")) if self.is_bound else None) or self.instance.time_zone
        try:
            return zoneinfo.ZoneInfo(name.strip())
        except (ValueError, OSError, zoneinfo.ZoneInfoNotFoundError):
            # The page's own clean() says that this is no time zone.
            return zoneinfo.ZoneInfo("UTC")
