"""Times on the clock of an event, whatever time zone the editor sits in."""

from datetime import datetime, tzinfo
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

TIMES = ("starts_at", "ends_at")


class TwoTimes:
    """For forms of what starts and ends: when one of the two cannot be read, nothing is said of their order, which
    would be that of the time before."""

    def _update_errors(self, errors: ValidationError) -> None:
        if any(name in self.errors for name in TIMES):  # type: ignore[attr-defined]
            for name in TIMES:
                errors.error_dict.pop(name, None)
        super()._update_errors(errors)  # type: ignore[misc]


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
