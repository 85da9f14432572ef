"""Forms of the programme's editors: one session with its people, the rooms and tracks of an event."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from wagtail.admin.widgets import AdminDateTimeInput

from ..models import EventPage, Room, Session, SessionSpeaker, Speaker, Track
from ..selectors import dates
from .clock import TIMES, TwoTimes
from .pages import EventTimeField

MORE_PEOPLE = 3
MORE_ROWS = 3
MOST_DAYS = 3650


class SessionForm(TwoTimes, forms.ModelForm):
    """A session; its times are those on the clock at the event, its room and track those of the event."""

    class Meta:
        model = Session
        fields = [
            "title",
            "type",
            "starts_at",
            "ends_at",
            "room",
            "track",
            "abstract",
            "is_streamed",
            "needs_choice",
            "places",
        ]
        field_classes = {"starts_at": EventTimeField, "ends_at": EventTimeField}
        widgets = {"starts_at": AdminDateTimeInput, "ends_at": AdminDateTimeInput}

    def __init__(self, *args: Any, event: EventPage, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.event = event
        self.instance.event = event
        for name in TIMES:
            self.fields[name].clock = event.tz
        self.fields["room"].queryset = Room.objects.filter(event=event)
        self.fields["track"].queryset = Track.objects.filter(event=event)

    def clean(self) -> dict[str, Any]:
        """A session lies within its event, give or take a day for what goes before and after."""
        cleaned = super().clean() or self.cleaned_data
        for name in TIMES:
            moment = cleaned.get(name)
            if moment and abs((moment - self.event.starts_at).days) > 366:
                self.add_error(name, _("This is more than a year away from the event."))
        return cleaned


class PartForm(forms.ModelForm):
    """One person of a session."""

    class Meta:
        model = SessionSpeaker
        fields = ["speaker", "role"]


def people_formset(widget: forms.Widget) -> type[forms.BaseInlineFormSet]:
    """The people of a session; `widget` chooses a speaker."""
    return forms.inlineformset_factory(
        Session,
        SessionSpeaker,
        form=PartForm,
        extra=MORE_PEOPLE,
        can_delete=True,
        can_order=True,
        widgets={"speaker": widget},
    )


def parts_of(formset: forms.BaseInlineFormSet) -> list[tuple[Speaker, str]]:
    """Who does what, by the numbers given, then in the order of the form."""
    forms_in_order = sorted(formset.forms, key=lambda form: form.cleaned_data.get("ORDER") or len(formset.forms) + 1)
    return [
        (form.cleaned_data["speaker"], form.cleaned_data["role"])
        for form in forms_in_order
        if form.cleaned_data.get("speaker") and not form.cleaned_data.get("DELETE")
    ]


RoomFormSet = forms.inlineformset_factory(
    EventPage, Room, fields=["name", "sort_order"], extra=MORE_ROWS, can_delete=True
)
TrackFormSet = forms.inlineformset_factory(
    EventPage, Track, fields=["name", "colour", "sort_order"], extra=MORE_ROWS, can_delete=True
)


class RearrangeForm(forms.Form):
    """Which session comes at which time and room: one number a session, in the order in which they stand now."""

    def __init__(self, *args: Any, sessions: Sequence[Session], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sessions = sessions
        now = ",".join(str(session.pk) for session in sessions)
        self.fields["seen"] = forms.CharField(widget=forms.HiddenInput, initial=now)
        for number, session in enumerate(sessions, start=1):
            self.fields[f"order-{session.pk}"] = forms.IntegerField(
                min_value=1, initial=number, label=_("Place of “%(title)s”") % {"title": session.title}
            )

    @property
    def lines(self) -> list[tuple[Session, str, forms.BoundField]]:
        """Each session with its time and room in words, and the field for its number."""
        return [
            (
                session,
                " · ".join(
                    part
                    for part in (
                        dates.day_short(session.local_start.date()),
                        dates.hours(session.local_start, session.local_end),
                        session.room.name if session.room else "",
                    )
                    if part
                ),
                self[f"order-{session.pk}"],
            )
            for session in self.sessions
        ]

    def order(self) -> list[int]:
        """The sessions by their numbers; where two have the same, the one that comes first now stays first."""
        return sorted((each.pk for each in self.sessions), key=lambda pk: self.cleaned_data[f"order-{pk}"])

    def seen(self) -> list[int]:
        """The order in which the editor saw them."""
        return [int(pk) for pk in self.cleaned_data["seen"].split(",") if pk.isascii() and pk.isdigit()]


class CancelEventForm(forms.Form):
    """Why an event does not take place; everybody registered reads it."""

    reason = forms.CharField(max_length=300, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = _("Reason")
        self.fields["reason"].help_text = _("One or two sentences. They stand on the event’s page and in the letters.")


class ShiftForm(forms.Form):
    """By how many days the whole programme moves; `first` is when its first session starts as the editor sees it."""

    days = forms.IntegerField(min_value=-MOST_DAYS, max_value=MOST_DAYS)
    first = forms.DateTimeField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["days"].label = _("Days")
        self.fields["days"].help_text = _(
            "Every session moves by so many days and keeps its hour on the clock at the event; -7 is a week earlier. "
            "Everybody who has chosen sessions gets one letter with the new times."
        )

    def clean_days(self) -> int:
        """Nought is no move."""
        days = self.cleaned_data["days"]
        if not days:
            raise forms.ValidationError(_("By 0 days nothing moves."))
        return days
