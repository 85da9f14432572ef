"""The form of a date poll: several times on one clock, and until when one answers."""

from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from ..services.date_polls import FEWEST, MOST, Proposal
from .meetings import WhereForm, day_field, hour_field, moments, text_field


class SlotForm(forms.Form):
    """One proposed time; an empty one is left out."""

    use_required_attribute = False

    day = day_field(_("Day"), required=False)
    begins = hour_field(_("Starts at"), required=False)
    ends = hour_field(_("Ends at"), required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        names = ("day", "begins", "ends")
        given = [name for name in names if cleaned.get(name) is not None]
        if given and not self.errors:
            for name in names:
                if name not in given:
                    self.add_error(name, _now("Enter all three, or none."))
        return cleaned


class PollForm(WhereForm):
    """A meeting that looks for its date."""

    closes = day_field(_("Answers until the end of"))
    note = text_field(_("What it is about"), hint=_("Markdown; becomes the agenda of the meeting."), rows=4)
    field_order = ("title", "note", "time_zone", "closes", "place", "address", "link", "is_open")

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.fields["time_zone"].help_text = _(
            "The clock of the times below. Everybody reads them on their own, with this one beside it."
        )
        self.slots = [SlotForm(data, prefix=f"slot-{number}") for number in range(MOST)]
        self.times: list[tuple[datetime, datetime]] = []

    def clean_note(self) -> str:
        return self.cleaned_data["note"].replace("\r\n", "\n").strip()

    def is_valid(self) -> bool:
        """The poll and all its times."""
        return all([super().is_valid(), *(slot.is_valid() for slot in self.slots)])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        zone = cleaned.get("time_zone")
        if not zone:
            return cleaned
        if closes := cleaned.get("closes"):
            cleaned["closes_at"] = datetime.combine(closes, time(23, 59), tzinfo=ZoneInfo(zone))
            if cleaned["closes_at"] <= timezone.now():
                self.add_error("closes", _now("Choose a day to come."))
        for slot in self.slots:
            if not slot.is_valid() or slot.cleaned_data.get("day") is None:
                continue
            given = slot.cleaned_data
            try:
                found = moments(given["day"], given["begins"], given["ends"], zone)
            except ValidationError as error:
                slot.add_error("ends", error)
                continue
            if "closes_at" in cleaned and found[0] < cleaned["closes_at"]:
                slot.add_error("day", _now("Propose times after the last day for answers."))
            elif found in self.times:
                slot.add_error("day", _now("This time is proposed already."))
            else:
                self.times.append(found)
        if len(self.times) < FEWEST and not any(slot.errors for slot in self.slots):
            self.slots[len(self.times)].add_error("day", _now("Propose at least two times."))
        return cleaned

    @property
    def proposal(self) -> Proposal:
        """What was entered; after cleaning."""
        given = self.cleaned_data
        return Proposal(
            title=given["title"],
            time_zone=given["time_zone"],
            slots=self.times,
            closes_at=given["closes_at"],
            place=given["place"],
            address=given["address"],
            link=given["link"],
            note=given["note"],
            meeting_is_open=given["is_open"],
        )
