"""Forms of meetings: the meeting itself, calling it off, minutes, actions, attendance."""

import uuid
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, URLValidator
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from cop.members.time_zones import known_time_zones, time_zone_choices
from cop.members.validators import plain_line

from ..models import Meeting
from ..services.meetings import Facts
from ..writing import LONGEST
from .discussion import SHORTEN

# Later than that is a slip of the fingers.
MOST_YEARS = 5
_web_address = URLValidator(["http", "https"])


def line_field(label: Any, most: int, *, hint: Any = "", required: bool = False, missing: Any = "") -> forms.CharField:
    """One line of plain text."""
    return forms.CharField(
        label=label,
        help_text=hint,
        required=required,
        validators=[plain_line, MaxLengthValidator(most, SHORTEN)],
        widget=forms.TextInput(attrs={"dir": "auto"}),
        error_messages={"required": missing} if missing else None,
    )


def text_field(label: Any, *, hint: Any = "", rows: int = 6, required: bool = False) -> forms.CharField:
    """Markdown."""
    return forms.CharField(
        label=label,
        help_text=hint,
        required=required,
        validators=[MaxLengthValidator(LONGEST, SHORTEN)],
        widget=forms.Textarea(attrs={"rows": rows, "dir": "auto"}),
        error_messages={"required": _("Write something first.")},
    )


def day_field(label: Any, *, required: bool = True) -> forms.DateField:
    """A day."""
    return forms.DateField(
        label=label,
        required=required,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"required": _("Choose a day.")},
    )


def hour_field(label: Any, *, required: bool = True) -> forms.TimeField:
    """An hour of the day."""
    return forms.TimeField(
        label=label,
        required=required,
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        error_messages={"required": _("Enter a time.")},
    )


def zone_field() -> forms.ChoiceField:
    """The clock on which the times of the form are meant."""
    return forms.ChoiceField(
        label=_("Time zone"),
        choices=time_zone_choices,
        help_text=_("Everybody reads the times on their own clock, with this one beside it."),
    )


def cleaned_link(value: str) -> str:
    """A web address, or nothing. Raises ValidationError."""
    if value:
        try:
            _web_address(value)
        except ValidationError:
            raise ValidationError(_now("Enter a whole web address, with https://")) from None
    return value


def moments(day: date, begins: time, ends: time, zone: str) -> tuple[datetime, datetime]:
    """Start and end as moments. Raises ValidationError where there is no such time, or the end does not come after the
    start."""
    if ends <= begins:
        raise ValidationError(_now("The end must come after the start."))
    if (
        not date(2000, 1, 1)
        <= day
        <= timezone.localdate().replace(day=1).replace(year=timezone.localdate().year + MOST_YEARS)
    ):
        raise ValidationError(_now("Choose a day in the next five years."))
    return _moment(day, begins, zone), _moment(day, ends, zone)


def _moment(day: date, hour: time, zone: str) -> datetime:
    found = datetime.combine(day, hour.replace(second=0, microsecond=0), tzinfo=ZoneInfo(zone))
    if found.astimezone(ZoneInfo("UTC")).astimezone(ZoneInfo(zone)).replace(tzinfo=None) != found.replace(tzinfo=None):
        raise ValidationError(_now("The clocks change on this day: there is no such time. Choose another one."))
    return found


class WhereForm(forms.Form):
    """What a meeting and a date poll have in common."""

    use_required_attribute = False

    key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    title = line_field(_("Title"), 150, required=True, missing=_("Enter a title."))
    time_zone = zone_field()
    place = line_field(_("Place"), 200, hint=_("Leave it empty if the meeting is online only."))
    address = line_field(
        _("Address and room"),
        200,
        hint=_("How one finds it. Everybody who sees the meeting reads it, letters included."),
    )
    link = line_field(
        _("Link to the online meeting"), 500, hint=_("Shown to those only who said that they come, and to you.")
    )
    is_open = forms.BooleanField(
        label=_("Open meeting"),
        required=False,
        help_text=_(
            "Everybody who may read the group sees it and can come. Without the tick it is for those who belong to the "
            "group."
        ),
    )

    def __init__(self, data: Any = None, *, initial: dict[str, Any] | None = None) -> None:
        zone = timezone.get_current_timezone_name()
        first = {"key": uuid.uuid4(), "time_zone": zone if zone in known_time_zones() else "Europe/Brussels"}
        super().__init__(data, initial=first | (initial or {}))

    def clean_key(self) -> uuid.UUID:
        return self.cleaned_data.get("key") or uuid.uuid4()

    def clean_link(self) -> str:
        return cleaned_link(self.cleaned_data["link"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("address") and not cleaned.get("place") and "place" not in self.errors:
            # Whoever gives an address alone has said where it is.
            cleaned["place"], cleaned["address"] = cleaned["address"], ""
        return cleaned


class MeetingForm(WhereForm):
    """A meeting, made or changed."""

    sequence = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)
    day = day_field(_("Day"))
    begins = hour_field(_("Starts at"))
    ends = hour_field(_("Ends at"))
    dial_in = line_field(_("Dialling in"), 300, hint=_("Number and code for the telephone, shown to the same people."))
    agenda = text_field(_("Agenda"), hint=_("Markdown."))
    field_order = (
        "title",
        "day",
        "begins",
        "ends",
        "time_zone",
        "place",
        "address",
        "link",
        "dial_in",
        "agenda",
        "is_open",
    )

    @classmethod
    def initial_of(cls, meeting: Meeting) -> dict[str, Any]:
        """What stands in the form of a meeting that is changed."""
        zone = ZoneInfo(meeting.time_zone)
        start, end = meeting.starts_at.astimezone(zone), meeting.ends_at.astimezone(zone)
        names = ("title", "time_zone", "place", "address", "link", "dial_in", "agenda", "is_open", "sequence")
        return {name: getattr(meeting, name) for name in names} | {
            "day": start.date(),
            "begins": start.time(),
            "ends": end.time(),
        }

    def clean_agenda(self) -> str:
        return self.cleaned_data["agenda"].replace("\r\n", "\n").strip()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if all(cleaned.get(name) is not None for name in ("day", "begins", "ends", "time_zone")):
            try:
                cleaned["starts_at"], cleaned["ends_at"] = moments(
                    cleaned["day"], cleaned["begins"], cleaned["ends"], cleaned["time_zone"]
                )
            except ValidationError as error:
                self.add_error("ends", error)
        if not cleaned.get("place") and not cleaned.get("link") and "link" not in self.errors:
            self.add_error("place", _now("Enter a place, a link to the online meeting, or both."))
        return cleaned

    @property
    def facts(self) -> Facts:
        """What was entered; after cleaning."""
        names = (
            "title",
            "starts_at",
            "ends_at",
            "time_zone",
            "place",
            "address",
            "link",
            "dial_in",
            "agenda",
            "is_open",
        )
        return Facts(**{name: self.cleaned_data[name] for name in names})


class CancelForm(forms.Form):
    """Why a meeting does not take place."""

    use_required_attribute = False

    reason = line_field(
        _("Reason"), 300, hint=_("Everybody concerned reads it in the letter."), required=True, missing=_("Say why.")
    )


class MinutesForm(forms.Form):
    """The minutes."""

    use_required_attribute = False

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    text = text_field(
        _("Minutes"), hint=_("Markdown. What was said and decided; actions are entered below."), rows=14, required=True
    )

    def clean_text(self) -> str:
        return self.cleaned_data["text"].replace("\r\n", "\n").strip()


class ActionForm(forms.Form):
    """Who does what until when."""

    use_required_attribute = False

    key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    what = line_field(_("What"), 300, required=True, missing=_("Say what is to be done."))
    member = forms.TypedChoiceField(label=_("Who"), coerce=int, error_messages={"required": _("Choose a person.")})
    until = day_field(_("Until"))

    def __init__(
        self, data: Any = None, *, people: list[tuple[int, str]], initial: dict[str, Any] | None = None
    ) -> None:
        super().__init__(data, initial={"key": uuid.uuid4(), **(initial or {})})
        self.fields["member"].choices = [("", _now("Choose a person")), *people]  # type: ignore[attr-defined]

    def clean_key(self) -> uuid.UUID:
        return self.cleaned_data.get("key") or uuid.uuid4()

    def clean_until(self) -> date:
        day: date = self.cleaned_data["until"]
        today = timezone.localdate()
        if day > today.replace(day=1).replace(year=today.year + MOST_YEARS):
            raise ValidationError(_now("Choose a day in the next five years."))
        return day

    @property
    def facts(self) -> dict[str, Any]:
        """What was entered; after cleaning."""
        given = self.cleaned_data
        return {"what": given["what"], "member_id": given["member"], "until": given["until"]}
