"""The choice of parallel sessions: grouped by day and hour, with places left and what clashes with what."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import combinations
from typing import TYPE_CHECKING, Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _

from cop.core.widgets import ToldCheckboxSelectMultiple

from ..refusals import Reason
from ..selectors.dates import day_name, day_short, hours

if TYPE_CHECKING:
    from ..models import Session
    from ..services.places import SessionPlaces


class SessionsField(forms.TypedMultipleChoiceField):
    """Ids of sessions of this event, each once."""

    def __init__(self, **kwargs: Any) -> None:
        messages = {"invalid_choice": Reason.SESSION_UNKNOWN.label, "invalid_list": Reason.SESSION_UNKNOWN.label}
        super().__init__(
            coerce=int, required=False, error_messages=messages, widget=ToldCheckboxSelectMultiple, **kwargs
        )

    def to_python(self, value: Any) -> list[str]:
        return list(dict.fromkeys(super().to_python(value)))


@dataclass
class SessionChoice:
    """One session as a box to tick."""

    id: str
    value: int
    title: str
    hint: str
    checked: bool
    clash: str = ""


@dataclass
class Slot:
    """Sessions that begin at the same time."""

    id: str
    hours: str
    choices: list[SessionChoice] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


@dataclass
class Day:
    """The slots of one day."""

    title: str
    slots: list[Slot] = field(default_factory=list)


def choice_id(session_id: int) -> str:
    """The id of a session's box in the page."""
    return f"id_sessions_{session_id}"


def session_hint(places: "SessionPlaces", session: "Session", *, mine: bool, within: str) -> str:
    """Hours where they differ from the slot's, room, places left."""
    free = places.free(session.pk)
    if free is None:
        left = ""
    elif mine:
        left = _("your choice so far")
    elif free <= 0 or places.somebody_waits_for(session.pk):
        left = _("full: you join its waiting list")
    else:
        left = _("%(free)d of %(limit)d places left") % {"free": free, "limit": session.places}
    own_hours = hours(session.local_start, session.local_end)
    room = session.room.name if session.room else ""
    return " · ".join(part for part in (own_hours if own_hours != within else "", room, left) if part)


def session_line(places: "SessionPlaces", session: "Session", *, chosen: bool) -> str:
    """A session in one line for the desk: day, hours, title, places left."""
    free = places.free(session.pk)
    if chosen:
        left = _("chosen so far")
    elif free is None:
        left = ""
    elif free <= 0 or places.somebody_waits_for(session.pk):
        left = _("full: its waiting list")
    else:
        left = _("%(free)d of %(limit)d places left") % {"free": free, "limit": session.places}
    when = f"{day_short(session.local_start.date())}, {hours(session.local_start, session.local_end)}"
    return " · ".join(part for part in (when, session.title, left) if part)


def clash_words(session: "Session", others: "Iterable[Session]") -> str:
    """What stands beside a chosen session that clashes with other chosen ones."""
    titles = _(" and ").join(f"“{other.title}”" for other in others)
    return _("Same time as %(titles)s") % {"titles": titles} if titles else ""


def days(
    bound: BoundField, places: "SessionPlaces", *, mine: Collection[int] = (), errors: "Mapping[int, list[str]]"
) -> list[Day]:
    """The sessions for the page; `errors` by the id of the session that they stand beside."""
    chosen = {str(value) for value in bound.value() or ()}
    sessions = list(places.sessions.values())
    picked = [session for session in sessions if str(session.pk) in chosen]
    clashing: dict[int, list[Session]] = {}
    for one, two in combinations(picked, 2):
        if one.overlaps(two):
            clashing.setdefault(one.pk, []).append(two)
            clashing.setdefault(two.pk, []).append(one)
    found: dict[date, Day] = {}
    slots: dict[datetime, Slot] = {}
    for session in sessions:
        start = session.local_start
        day = found.setdefault(start.date(), Day(_("Your sessions on %(day)s") % {"day": day_name(start.date())}))
        if session.starts_at not in slots:
            same = [each for each in sessions if each.starts_at == session.starts_at]
            end = max(each.local_end for each in same)
            slots[session.starts_at] = Slot(f"slot-{session.pk}", hours(start, end))
            day.slots.append(slots[session.starts_at])
        slot = slots[session.starts_at]
        slot.choices.append(
            SessionChoice(
                id=choice_id(session.pk),
                value=session.pk,
                title=session.title,
                hint=session_hint(places, session, mine=session.pk in mine, within=slot.hours),
                checked=str(session.pk) in chosen,
                clash=clash_words(session, clashing.get(session.pk, ())),
            )
        )
        slot.errors += errors.get(session.pk, [])
    return list(found.values())
