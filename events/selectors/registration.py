"""Reading registrations: the box on the event page, and what a member sees of their own."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, cast

from django.db.models import Case, QuerySet, Value, When
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cop.core.prepared import prepared
from cop.notifications.links import secretariat

from ..choices import ACTIVE, RegistrationStatus
from ..models import EventPage, Registration, RegistrationSetup
from ..permissions import registration_obstacle
from ..refusals import Reason
from ..services.places import EventPlaces
from ..services.waiting_list import position
from .dates import day_name, is_whole_days, moment_words, zone_name
from .events import is_cancelled
from .fullness import fullness, setup_of

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from cop.members.models import User


@dataclass(frozen=True)
class Action:
    """A button of the box."""

    label: str
    url: str
    kind: str = ""
    post: bool = False
    icon: str = ""


@dataclass(frozen=True)
class Box:
    """What the registration box says: one state, one sentence, one next step."""

    state: str
    title: str
    text: str = ""
    badge_label: str = ""
    badge_tone: str = ""
    facts: list[tuple[str, str]] = field(default_factory=list)
    actions: list[Action] = field(default_factory=list)
    links: list[Action] = field(default_factory=list)
    act: bool = False
    # When what the box says changes by itself.
    changes_at: datetime | None = None


def own_registration(member: "User", event_id: int) -> Registration | None:
    """The member's registration for the event: the active one, else the last that ended. One statement."""
    return next(iter(_registrations_of(member.pk, event_id)), None)


@prepared
def _registrations_of(member_id: int, event_id: int) -> QuerySet[Registration]:
    return (
        Registration.objects.filter(member=member_id, event_id=event_id)
        .select_related("category")
        .order_by(Case(When(status__in=ACTIVE, then=Value(0)), default=Value(1)), "-pk")[:1]
    )


def moment(event: EventPage, value: datetime) -> str:
    """A point in time on the clock at the event: "2 March 2027 at 18:00 (Brussels time)"."""
    return f"{moment_words(value, event)} ({zone_name(event)})"


def left(event: EventPage, value: datetime, *, now: datetime) -> str:
    """The time left in words: "21 hours", "40 minutes"."""
    remaining = max(value - now, timedelta(0))
    hours = int(remaining.total_seconds() // 3600)
    if hours >= 1:
        return ngettext("%(n)d hour left", "%(n)d hours left", hours) % {"n": hours}
    minutes = int(remaining.total_seconds() // 60)
    return ngettext("%(n)d minute left", "%(n)d minutes left", minutes) % {"n": minutes}


def ordinal(number: int) -> str:
    """1st, 2nd, 3rd, 4th … (English; a translation says it its own way)."""
    ending = "th" if 10 <= number % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def places_in_words(places: EventPlaces, category_id: int) -> str:
    """How many places a category has left, in words."""
    free = places.free(category_id)
    if free is None:
        return _("No limit")
    if free <= 0 or places.somebody_waits_for(category_id):
        return _("Full")
    limit = places.categories[category_id].places
    if limit is None:
        limit = places.setup.total_places or free
    return _("%(free)d of %(limit)d places left") % {"free": free, "limit": limit}


def registration_box(
    event: EventPage,
    member: "User | AnonymousUser | None" = None,
    *,
    now: datetime | None = None,
    has_programme: bool = True,
) -> Box:
    """The box of this event for this viewer. Statements: none without a set-up, one for the places; a logged-in member
    adds one, one who waits another. Without a programme the box does not lead to it."""
    now = now or timezone.now()
    setup = setup_of(event)
    if member is not None and member.is_authenticated:
        mine = own_registration(member, event.pk)
        if mine is not None and (box := _own_box(event, mine, now=now)):
            return box
    return _open_box(event, setup, now=now, has_programme=has_programme)


def _ics(event: EventPage) -> Action:
    return Action(_("Add to calendar"), reverse("event_ics", args=[event.slug]), icon="calendar")


def _code(places: EventPlaces, url: str) -> list[Action]:
    """The way to the form for those with a code, where a category that only a code opens has a free place."""
    kept = [each for each in places.categories.values() if not each.is_public]
    if any(places.is_free(each.pk) and not places.somebody_waits_for(each.pk) for each in kept):
        return [Action(_("I have an invitation code"), url, kind="plain")]
    return []


def _open_box(event: EventPage, setup: RegistrationSetup | None, *, now: datetime, has_programme: bool) -> Box:
    obstacle = registration_obstacle(setup, now=now)
    address = reverse("event_programme", args=[event.slug])
    programme = [Action(_("See the programme"), address, kind="plain")] if has_programme else []
    if obstacle == Reason.EVENT_CANCELLED or is_cancelled(event):
        return Box("cancelled", _("This event has been cancelled"), str(event.state.cancel_reason),
                   badge_label=_("Cancelled"), badge_tone="bad")  # fmt: skip
    if event.ends_at <= now:
        ended = day_name(event.local_end, year=True) if is_whole_days(event) else moment(event, event.ends_at)
        return Box("over", _("This event is over"), _("It ended on %(when)s.") % {"when": ended},
                   badge_label=_("Past event"), actions=programme)  # fmt: skip
    if obstacle == Reason.NO_REGISTRATION or setup is None:
        return Box("none", _("No registration here"), _("One cannot register for this event on this site."),
                   links=[_ics(event)], changes_at=event.ends_at)  # fmt: skip
    if obstacle == Reason.NOT_OPEN:
        return Box("not_open",
                   _("Registration opens on %(when)s") % {"when": moment(event, cast(datetime, setup.opens_at))},
                   _("Put the event into your calendar now, and come back that day."),
                   badge_label=_("Not open yet"), links=[_ics(event)], changes_at=setup.opens_at)  # fmt: skip
    if obstacle == Reason.CLOSED:
        return Box("closed", _("Registration is closed"),
                   _("It closed on %(when)s.") % {"when": moment(event, setup.closing_time)},
                   badge_label=_("Closed"), actions=programme, links=[_ics(event)],
                   changes_at=event.ends_at)  # fmt: skip
    places = EventPlaces(setup)
    public = [category for category in places.categories.values() if category.is_public]
    facts = [(category.name, places_in_words(places, category.pk)) for category in public]
    register = reverse("event_register", args=[event.slug])
    closes = _("Closes on %(when)s. Afterwards you can still cancel.") % {"when": moment(event, setup.closing_time)}
    state = fullness(places)
    common: dict[str, Any] = {"facts": facts, "links": [_ics(event)], "changes_at": setup.closing_time}
    if state == "full":
        return Box("full", _("All places are taken"), _("There is no waiting list for this event."),
                   badge_label=_("Full"), badge_tone="wait", actions=[*_code(places, register), *programme],
                   **common)  # fmt: skip
    if state == "waiting_open":
        waiting = sum(category.waiting for category in public)
        text = ngettext("%(n)d person waits.", "%(n)d people wait.", waiting) % {"n": waiting} if waiting else ""
        offer = (
            ngettext("When a place comes free, the first in line gets an offer for %(n)d hour.",
                     "When a place comes free, the first in line gets an offer for %(n)d hours.", setup.offer_hours)
            % {"n": setup.offer_hours}
            if setup.offer_hours
            else _("When a place comes free, the first in line gets it.")
        )  # fmt: skip
        return Box("waiting_open", _("All places are taken"), f"{text} {offer}".strip(),
                   badge_label=_("Waiting list open"), badge_tone="wait",
                   actions=[Action(_("Join the waiting list"), register)], **common)  # fmt: skip
    badge = {
        "open": (_("Registration open"), "good"),
        "few": (_("Few places left"), "wait"),
        "room_full": (_("The room is full"), "wait"),
    }[state]
    return Box(state, _("Register for this event"), closes, badge_label=badge[0], badge_tone=badge[1],
               actions=[Action(_("Register"), register)], **common)  # fmt: skip


def _own_box(event: EventPage, mine: Registration, *, now: datetime) -> Box | None:
    page = reverse("my_registration", args=[event.slug])
    change = Action(_("Change or cancel"), page, icon="edit")
    see = Action(_("See my registration"), page, kind="plain")
    cancelled = getattr(event, "state", None) is not None and event.state.cancelled_at is not None
    if cancelled and mine.is_active:
        return Box("cancelled", _("This event has been cancelled"), str(event.state.cancel_reason),
                   badge_label=_("Cancelled"), badge_tone="bad", actions=[see])  # fmt: skip
    match mine.status:
        case RegistrationStatus.CONFIRMED if event.ends_at > now:
            return Box("confirmed", _("You are registered"),
                       _("%(category)s. Your ticket is here and in your mail.") % {"category": mine.category.name},
                       badge_label=_("Confirmed"), badge_tone="good",
                       actions=[Action(_("Show ticket"), reverse("ticket", args=[event.slug]), icon="ticket")],
                       links=[_ics(event), change])  # fmt: skip
        case RegistrationStatus.WAITING:
            return Box("waiting", _("You are %(nth)s in line") % {"nth": ordinal(position(mine))},
                       _("We write as soon as a place is yours."),
                       badge_label=_("On the waiting list"), badge_tone="wait", actions=[see])  # fmt: skip
        case RegistrationStatus.OFFERED:
            ends = cast(datetime, mine.offer_expires_at)
            if ends <= now:
                return Box("offer_over", _("This offer has ended"),
                           _("The place goes to the next in line."), badge_label=_("Offer expired"),
                           actions=[see])  # fmt: skip
            return Box("offered", _("A place is free for you"),
                       _("Accept by %(when)s. After that it goes to the next in line.")
                       % {"when": moment(event, ends)},
                       badge_label=_("Offer: %(left)s") % {"left": left(event, ends, now=now)},
                       badge_tone="wait", act=True,
                       actions=[Action(_("Accept or decline"), page)])  # fmt: skip
        case RegistrationStatus.PENDING:
            return Box("pending", _("We have your registration"),
                       _("The secretariat looks at each one and writes to you."),
                       badge_label=_("Waiting for approval"), badge_tone="wait", actions=[see])  # fmt: skip
        case RegistrationStatus.ATTENDED:
            return Box("attended", _("Thank you for coming"), _("You took part in this event."),
                       badge_label=_("Attended"), badge_tone="blue", actions=[see])  # fmt: skip
        case RegistrationStatus.REJECTED:
            return Box("rejected", _("Your registration was not accepted"),
                       _("The letter to you says why. If you have questions, write to the secretariat."),
                       badge_label=_("Not accepted"), badge_tone="bad", actions=[see],
                       links=[Action(secretariat(), f"mailto:{secretariat()}", icon="mail")])  # fmt: skip
    return None


BADGES: dict[str, tuple[str | Promise, str]] = {
    RegistrationStatus.PENDING: (RegistrationStatus.PENDING.label, "wait"),
    RegistrationStatus.WAITING: (RegistrationStatus.WAITING.label, "wait"),
    RegistrationStatus.OFFERED: (RegistrationStatus.OFFERED.label, "wait"),
    RegistrationStatus.CONFIRMED: (RegistrationStatus.CONFIRMED.label, "good"),
    RegistrationStatus.REJECTED: (RegistrationStatus.REJECTED.label, "bad"),
    RegistrationStatus.CANCELLED: (RegistrationStatus.CANCELLED.label, ""),
    RegistrationStatus.EXPIRED: (RegistrationStatus.EXPIRED.label, ""),
    RegistrationStatus.ATTENDED: (RegistrationStatus.ATTENDED.label, "blue"),
    RegistrationStatus.NO_SHOW: (RegistrationStatus.NO_SHOW.label, ""),
}


def badge(status: str) -> tuple[str, str]:
    """Words and tone of a state's badge."""
    label, tone = BADGES[status]
    return str(label), tone
