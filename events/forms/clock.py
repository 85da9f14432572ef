"""Times on the clock of an event, whatever time zone the editor sits in."""

from datetime import datetime, tzinfo
from typing import Any

from django import forms
from django.utils import timezone


class ClockField(forms.DateTimeField):
    """A date and time read and shown on `clock`; the form sets that. A time that the change of clocks leaves out, or
    has twice, is refused."""

    clock: tzinfo | None = None

    def prepare_value(self, value: Any) -> Any:
        """What stands in the form."""
        with timezone.override(self.clock):
            return super().prepare_value(value)

    def to_python(self, value: Any) -> datetime | None:
        """What the form means."""
        with timezone.override(self.clock):
            return super().to_python(value)
