"""An event is published, moved or called off: its state follows, and those concerned are told."""

import logging
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import PageLogEntry, Revision

from cop.core import page_cache
from cop.notifications.services import outbox
from cop.taxonomy.countries import country_name

from ..models import EventPage, EventState, Registration, RegistrationSetup
from ..refusals import Reason, Refused
from ..selectors import dates
from ..selectors.desk import events_people_count_on
from .pictures import ask_for_pictures
from .places import lock_setup
from .waiting_list import renew_offers

if TYPE_CHECKING:
    from cop.members.models import User

logger = logging.getLogger(__name__)

PREFIX = "events.event."
NAMED = f"{PREFIX}named"
LONGEST_REASON = 300


@dataclass(frozen=True)
class Announced:
    """What people have been told: when and where."""

    starts_at: datetime
    ends_at: datetime
    place: str

    @classmethod
    def by(cls, event: EventPage) -> "Announced":
        """What the page says now."""
        return cls(event.starts_at, event.ends_at, place_in_full(event))

    @classmethod
    def told(cls, state: EventState) -> "Announced | None":
        """What people were told last; None if nothing was announced yet."""
        if state.told_starts_at is None or state.told_ends_at is None:
            return None
        return cls(state.told_starts_at, state.told_ends_at, state.told_place)

    def words(self, event: EventPage) -> dict[str, str]:
        """For the letter, on the event's clock."""
        start, end = self.starts_at.astimezone(event.tz), self.ends_at.astimezone(event.tz)
        one_day = start.date() == end.date()
        when = (
            f"{dates.days(start, end)}, {dates.hours(start, end)}"
            if one_day
            else _("%(start)s to %(end)s")
            % {
                "start": dates.moment_words(self.starts_at, event),
                "end": dates.moment_words(self.ends_at, event),
            }
        )
        return {"when": f"{when}, {dates.zone_name(event)}", "where": self.place}


def place_in_full(event: EventPage) -> str:
    """Everything about the place whose change concerns somebody on their way."""
    country = country_name(event.country_id) if event.country_id else ""
    parts = [event.venue, " ".join(event.address.split()), event.city, country]
    place = ", ".join(dict.fromkeys(part for part in parts if part))
    return f"{place} ({event.get_mode_display()})"[:400] if place else str(event.get_mode_display())


def event_published(*, event: EventPage, actor: "User | None" = None) -> bool:
    """Bring the event's state up to what has just been published; called whenever its page is.

    The first time it only notes what is announced. Later, when start, end or place differ from that, SEQUENCE is
    raised and everybody with an active registration gets one letter with the old and the new facts; nobody is told
    about an event that is over or cancelled. A new title raises it without a letter, so that calendars take it over.
    The worker is asked for the sizes of its pictures.
    Publishing the same facts again does nothing. Says whether time or place changed.
    """
    with transaction.atomic():
        state = _locked_state(event)
        before, now = Announced.told(state), Announced.by(event)
        page_cache.touch(f"event:{event.pk}", "events")
        ask_for_pictures(event)
        renamed = _note_title(event, actor=actor)
        if before == now:
            if renamed:
                state.sequence += 1
                state.save()
            return False
        state.told_starts_at, state.told_ends_at, state.told_place = now.starts_at, now.ends_at, now.place
        if before is None:
            state.save()
            return False
        state.sequence += 1
        state.save()
        told = 0
        if state.cancelled_at is None and event.ends_at > timezone.now():
            told = _tell(
                event,
                state,
                "events.event_changed",
                f"changed/{state.sequence}",
                {"old": before.words(event), "new": now.words(event)},
            )
        log(
            instance=event,
            action=f"{PREFIX}changed",
            user=actor,
            data={"old": before.words(event), "new": now.words(event), "told": told},
        )
    return True


def cancel_event(*, event: EventPage, actor: "User", reason: str, now: datetime | None = None) -> bool:
    """Call the event off: its page says so, registration ends, calendars follow, everybody registered gets a letter.

    The registrations stay as they are; nobody has to cancel a place at an event that does not take place. A second call
    changes nothing and returns False. Refused: `EVENT_OVER` for what has ended, `REASON_MISSING` without a reason.
    """
    now = now or timezone.now()
    reason = " ".join(reason.split())[:LONGEST_REASON]
    if event.ends_at <= now:
        raise Refused(Reason.EVENT_OVER)
    if not reason:
        raise Refused(Reason.REASON_MISSING)
    with transaction.atomic():
        state = _locked_state(event)
        if state.cancelled_at is not None:
            return False
        state.cancelled_at, state.cancel_reason = now, reason
        state.sequence += 1
        state.save()
        # With the number of the change: an event that was restored can be cancelled again, and that is told again.
        told = _tell(event, state, "events.event_cancelled", f"cancelled/{state.sequence}", {"reason": reason})
        log(instance=event, action=f"{PREFIX}cancelled", user=actor, data={"reason": reason, "told": told})
        page_cache.touch(f"event:{event.pk}", "events")
    # Whoever holds this page object sees it cancelled too.
    event.state = state
    return True


def restore_event(*, event: EventPage, actor: "User", reason: str, now: datetime | None = None) -> bool:
    """A cancelled event takes place after all: the inverse of `cancel_event`.

    Cancelling leaves registrations as they are, so they simply stand again; who cancelled one since has cancelled it.
    Offers could not be answered meanwhile and get their whole time again; the waiting list goes on with the clock.
    SEQUENCE rises, so that calendars take the entry back, and everybody registered gets a letter. Letters about the
    cancellation that are not on their way yet are withdrawn. A second call changes nothing and returns False. Refused:
    `EVENT_OVER` for what has ended, `REASON_MISSING` without a reason.
    """
    now = now or timezone.now()
    reason = " ".join(reason.split())[:LONGEST_REASON]
    if event.ends_at <= now:
        raise Refused(Reason.EVENT_OVER)
    if not reason:
        raise Refused(Reason.REASON_MISSING)
    with transaction.atomic():
        setup = lock_setup(event.pk) if RegistrationSetup.objects.filter(event=event).exists() else None
        state = _locked_state(event)
        if state.cancelled_at is None:
            return False
        outbox.withdraw(cause_prefix=f"event/{event.pk}/cancelled/{state.sequence}/")
        state.cancelled_at, state.cancel_reason = None, ""
        state.sequence += 1
        state.save()
        if setup is not None:
            renew_offers(setup, now=now)
        told = _tell(event, state, "events.event_restored", f"restored/{state.sequence}", {"reason": reason})
        log(instance=event, action=f"{PREFIX}restored", user=actor, data={"reason": reason, "told": told})
        page_cache.touch(f"event:{event.pk}", "events")
    event.state = state
    return True


def keep_announced(*, now: datetime | None = None) -> list[EventPage]:
    """Take the date away at which the clock would now unpublish an event that people count on; returns those events.

    The form refuses such a date, but people may have registered since. The page's history tells the staff; nobody else
    is told, for nothing has changed. What is over, cancelled, or has nobody on its list is not touched.
    """
    now = now or timezone.now()
    due = EventPage.objects.filter(live=True, expire_at__lte=now)
    kept = []
    for event in events_people_count_on(due, now=now):
        with transaction.atomic():
            EventPage.objects.filter(pk=event.pk).update(expire_at=None)
            # The editor shows the last revision: what is past could not even be saved again.
            for revision in Revision.objects.filter(pk__in={event.live_revision_id, event.latest_revision_id} - {None}):
                revision.content["expire_at"] = None
                revision.save(update_fields=["content"])
            log(
                instance=event,
                action=f"{PREFIX}kept",
                data={
                    "expire_at": event.expire_at.isoformat(),
                    "registered": Registration.objects.active().filter(event_id=event.pk).count(),
                },
            )
        logger.warning("Event %s was not unpublished: people are registered.", event.pk)
        event.expire_at = None
        kept.append(event)
    return kept


def _note_title(event: EventPage, *, actor: "User | None") -> bool:
    """Keep in the page's history under which title it is announced; says whether that was another one before."""
    entries = PageLogEntry.objects.filter(page_id=event.pk)
    named = entries.filter(action=NAMED).order_by("-timestamp", "-pk").first()
    if named is not None:
        before = named.data["title"]
    else:
        # Published before titles were kept: the last revision that went live still knows. Its entry for this time is
        # written after us.
        last = entries.filter(action="wagtail.publish").exclude(revision=None).order_by("-timestamp", "-pk").first()
        before = last.revision.content["title"] if last else None
    if before != event.title or named is None:
        log(instance=event, action=NAMED, user=actor, data={"title": event.title})
    return before is not None and before != event.title


def _locked_state(event: EventPage) -> EventState:
    EventState.objects.get_or_create(event=event)
    return EventState.objects.select_for_update().get(event=event)


def _tell(event: EventPage, state: EventState, kind: str, change: str, facts: dict) -> int:
    """One letter to each member with an active registration; returns how many."""
    registrations = (
        Registration.objects.active().filter(event_id=event.pk, member__is_active=True).select_related("member")
    )
    letters = outbox.post_many(
        kind=kind,
        drafts=[
            outbox.Draft(
                cause=f"event/{event.pk}/{change}/{each.member_id}",
                to=each.member,
                params={"registration": each.pk, "sequence": state.sequence, **facts},
            )
            for each in registrations
        ],
    )
    return len(letters)
