"""Letters about one's own registration and its sessions."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cop.notifications.models import Letter
from cop.notifications.registry import Attachment, LetterContent, NoLongerTrue, letter

from ..choices import RegistrationStatus
from ..ical import event_calendar
from ..models import EventPage, Registration, SessionPlace
from ..selectors.dates import clock, day_short, days, event_hours, hours, zone
from ..selectors.events import last_day
from ..selectors.offers import offer_url
from ..selectors.registration import moment, ordinal
from ..services.waiting_list import position
from ..tickets import grouped

TEMPLATE = "events/registration"


def _registration(letter: Letter) -> Registration:
    """The registration that the letter is about, with all that it says. Withdrawn when the row is gone."""
    registration = (
        Registration.objects.select_related("event__state", "event__registration_setup", "member", "category")
        .filter(pk=letter.params["registration"])
        .first()
    )
    if registration is None:
        raise NoLongerTrue("The registration is gone.")
    return registration


def _absolute(name: str, *args: Any) -> str:
    return f"{settings.SITE_URL}{reverse(name, args=args)}"


def _when(event: EventPage) -> str:
    day, time = days(event.local_start, event.local_end), f"{event_hours(event)}, {zone(event)}"
    # Of several days the hours are a sentence of their own: “From 09:00 to 13:00 on the last day”.
    return f"{day}, {time}" if event.local_start.date() == last_day(event).date() else f"{day}. {time}"


def _facts(registration: Registration) -> list[tuple[str, str]]:
    event = registration.event
    where = ", ".join(part for part in (event.venue, event.city) if part) or event.place
    facts = [(_("Event"), event.title), (_("When"), _when(event)), (_("Where"), where)]
    facts.append((_("You take part"), registration.category.name))
    return facts


def _session_facts(registration: Registration) -> list[tuple[str, str]]:
    facts = []
    claims = registration.session_places.active().select_related("session__event")
    for claim in claims.order_by("session__starts_at", "session_id"):
        start = claim.session.local_start
        when = f"{day_short(start.date())}, {clock(start)}"
        state = "" if claim.status == RegistrationStatus.CONFIRMED else f" – {claim.get_status_display()}"
        facts.append((when, f"{claim.session.title}{state}"))
    return facts


def _ics(event: EventPage, registration: Registration) -> list[Attachment]:
    return [(f"{event.slug}.ics", event_calendar(event, registration=registration), "text/calendar")]


def _content(
    registration: Registration,
    subject: str,
    paragraphs: list[str],
    *,
    facts: list[tuple[str, str]] | None = None,
    button: tuple[str, str] | None = None,
    after: str = "",
    attachments: list[Attachment] | None = None,
) -> LetterContent:
    event = registration.event
    return LetterContent(
        subject=subject,
        template=TEMPLATE,
        context={
            "preheader": paragraphs[0],
            "title": subject,
            "name": registration.badge_name,
            "is_sample": event.is_sample,
            "paragraphs": paragraphs,
            "facts": _facts(registration) if facts is None else facts,
            "button_label": button[0] if button else _("See my registration"),
            "button_url": button[1] if button else _absolute("my_registration", event.slug),
            "after": after,
            "why": _("You get this letter because you registered for %(event)s.") % {"event": event.title},
        },
        attachments=attachments or [],
    )


@letter("events.received", title=gettext_lazy("Registration received"))
def received(letter: Letter) -> LetterContent:
    """To somebody whose registration the secretariat will look at."""
    registration = _registration(letter)
    if registration.status != RegistrationStatus.PENDING:
        raise NoLongerTrue("It has been decided already.")
    title = registration.event.title
    return _content(
        registration,
        _("We have your registration: %(event)s") % {"event": title},
        [_("Thank you. The secretariat looks at each registration for this event and writes to you.")],
        after=_(
            "You need not do anything now. You can change your answers, or cancel, on the page of your registration."
        ),
    )


@letter("events.confirmed", title=gettext_lazy("Registration confirmed"))
def confirmed(letter: Letter) -> LetterContent:
    """The place is certain; with the event for the calendar."""
    registration = _registration(letter)
    if registration.status not in (RegistrationStatus.CONFIRMED, RegistrationStatus.ATTENDED):
        raise NoLongerTrue("The place is no longer held.")
    event = registration.event
    return _content(
        registration,
        _("You are registered: %(event)s") % {"event": event.title},
        [_("Your place is confirmed. The event is attached for your calendar; your ticket is on our site.")],
        facts=[*_facts(registration), *_session_facts(registration), (_("Ticket code"), grouped(registration.code))],
        button=(_("Show my ticket"), _absolute("ticket", event.slug)),
        after=_("Can you not come after all? Please cancel on the page of your registration: somebody may be waiting."),
        attachments=_ics(event, registration),
    )


@letter("events.waiting", title=gettext_lazy("On the waiting list"))
def waiting(letter: Letter) -> LetterContent:
    """All is full; where one stands, and what happens next."""
    registration = _registration(letter)
    if registration.status != RegistrationStatus.WAITING:
        raise NoLongerTrue("They do not wait any more.")
    setup = registration.event.registration_setup
    then = (
        _("When a place comes free and it is your turn, we write to you. You then have %(hours)d hours to accept.")
        % {"hours": setup.offer_hours}
        if setup.offer_hours
        else _("When a place comes free and it is your turn, it is yours and we write to you.")
    )
    return _content(
        registration,
        _("You are on the waiting list: %(event)s") % {"event": registration.event.title},
        [
            _("All places are taken at the moment. You are %(nth)s in line.")
            % {"nth": ordinal(position(registration))},
            then,
        ],
    )


@letter("events.offer", title=gettext_lazy("A place is offered"))
def offer(letter: Letter) -> LetterContent:
    """A place is free for them, until a certain moment. The link works without logging in."""
    registration = _registration(letter)
    if registration.status != RegistrationStatus.OFFERED or registration.serial != letter.params["serial"]:
        raise NoLongerTrue("The offer has been answered or has ended.")
    until = _until(registration.event, letter)
    return _content(
        registration,
        _("A place is free for you: %(event)s") % {"event": registration.event.title},
        [
            _("You are next on the waiting list, and a place has come free."),
            _("Please accept or decline by %(until)s. After that the place goes to the next in line.")
            % {"until": until},
        ],
        button=(_("Accept or decline"), offer_url(registration)),
        after=_("Opening the link changes nothing yet; you decide on the page."),
    )


def _until(event: EventPage, letter: Letter) -> str:
    return moment(event, datetime.fromisoformat(letter.params["offer_expires_at"]))


@letter("events.offer_expired", title=gettext_lazy("Offer expired"))
def offer_expired(letter: Letter) -> LetterContent:
    """The offer was not answered in time."""
    registration = _registration(letter)
    return _content(
        registration,
        _("The offer has ended: %(event)s") % {"event": registration.event.title},
        [
            _("We had a place for you and did not hear from you in time, so it has gone to the next in line."),
            _("You can register again at any time while registration is open; you then join the end of the list."),
        ],
        button=(_("See the event"), _absolute("event_page", registration.event.slug)),
    )


@letter("events.cancelled", title=gettext_lazy("Registration cancelled"))
def cancelled(letter: Letter) -> LetterContent:
    """The registration has ended; the calendar entry is taken back."""
    registration = _registration(letter)
    event = registration.event
    paragraphs = [_("Your registration has been cancelled. You need not do anything else.")]
    if reason := letter.params.get("reason"):
        paragraphs.append(_("The reason given: %(reason)s") % {"reason": reason})
    return _content(
        registration,
        _("Your registration is cancelled: %(event)s") % {"event": event.title},
        paragraphs,
        button=(_("See the event"), _absolute("event_page", event.slug)),
        attachments=_ics(event, registration),
    )


@letter("events.changed", title=gettext_lazy("Registration changed"))
def changed(letter: Letter) -> LetterContent:
    """Answers, sessions or the way to take part were changed."""
    registration = _registration(letter)
    if registration.serial != letter.params["serial"]:
        raise NoLongerTrue("A later letter tells more.")
    event = registration.event
    certain = registration.status == RegistrationStatus.CONFIRMED
    by_secretariat = letter.params.get("by_secretariat", False)
    if by_secretariat:
        paragraphs = [_("The secretariat has changed your registration. This is how it stands now.")]
        if reason := letter.params.get("reason"):
            paragraphs.append(_("The reason given: %(reason)s") % {"reason": reason})
    else:
        paragraphs = [_("Your changes are saved. This is how your registration stands now.")]
    return _content(
        registration,
        _("Your registration has changed: %(event)s") % {"event": event.title},
        paragraphs,
        facts=[
            *_facts(registration),
            (_("State"), registration.get_status_display()),
            *_session_facts(registration),
        ],
        after=_("Is something wrong? Then please write to the secretariat.")
        if by_secretariat
        else _("Was it not you? Then please write to the secretariat."),
        attachments=_ics(event, registration) if certain else [],
    )


@letter("events.rejected", title=gettext_lazy("Registration not accepted"))
def rejected(letter: Letter) -> LetterContent:
    """The secretariat said no, and why."""
    registration = _registration(letter)
    return _content(
        registration,
        _("Your registration was not accepted: %(event)s") % {"event": registration.event.title},
        [
            _("We are sorry: your registration for this event could not be accepted."),
            _("The reason given: %(reason)s") % {"reason": letter.params.get("reason", "")},
        ],
        button=(_("See the event"), _absolute("event_page", registration.event.slug)),
    )


@letter("events.reminder", title=gettext_lazy("Reminder"))
def reminder(letter: Letter) -> LetterContent:
    """A few days before: when, where, the ticket."""
    registration = _registration(letter)
    if registration.status != RegistrationStatus.CONFIRMED:
        raise NoLongerTrue("They do not come any more.")
    event = registration.event
    return _content(
        registration,
        _("Soon: %(event)s") % {"event": event.title},
        [_("We look forward to seeing you. Here is what you need.")],
        facts=[*_facts(registration), *_session_facts(registration), (_("Ticket code"), grouped(registration.code))],
        button=(_("Show my ticket"), _absolute("ticket", event.slug)),
        after=_("Can you not come after all? Please cancel on the page of your registration: somebody may be waiting."),
        attachments=_ics(event, registration),
    )


def _session_place(letter: Letter) -> SessionPlace:
    claim = (
        SessionPlace.objects.select_related(
            "session__event", "registration__event__state", "registration__member", "registration__category"
        )
        .filter(pk=letter.params["session_place"])
        .first()
    )
    if claim is None:
        raise NoLongerTrue("The choice is gone.")
    return claim


def _session_rows(claim: SessionPlace) -> list[tuple[str, str]]:
    session = claim.session
    start, end = session.local_start, session.local_end
    return [
        (_("Event"), claim.registration.event.title),
        (_("Session"), session.title),
        (_("When"), f"{days(start, end)}, {hours(start, end)}"),
    ]


@letter("events.session_offer", title=gettext_lazy("A place in a session is offered"))
def session_offer(letter: Letter) -> LetterContent:
    """A place in a full session came free."""
    claim = _session_place(letter)
    if claim.status != RegistrationStatus.OFFERED or claim.serial != letter.params["serial"]:
        raise NoLongerTrue("The offer has been answered or has ended.")
    until = _until(claim.registration.event, letter)
    return _content(
        claim.registration,
        _("A place in a session is free: %(session)s") % {"session": claim.session.title},
        [
            _("You wait for this session, and a place has come free. Your place at the event is not touched."),
            _("Please accept or decline by %(until)s. After that the place goes to the next in line.")
            % {"until": until},
        ],
        facts=_session_rows(claim),
        button=(_("Accept or decline"), offer_url(claim)),
        after=_("Opening the link changes nothing yet; you decide on the page."),
    )


@letter("events.session_confirmed", title=gettext_lazy("Place in a session confirmed"))
def session_confirmed(letter: Letter) -> LetterContent:
    """The place in the session is certain."""
    claim = _session_place(letter)
    if claim.status != RegistrationStatus.CONFIRMED:
        raise NoLongerTrue("The place is no longer held.")
    return _content(
        claim.registration,
        _("Your place in the session: %(session)s") % {"session": claim.session.title},
        [_("You have a place in this session.")],
        facts=_session_rows(claim),
    )


@letter("events.session_offer_expired", title=gettext_lazy("Offer of a session place expired"))
def session_offer_expired(letter: Letter) -> LetterContent:
    """The offer of a session place was not answered in time."""
    claim = _session_place(letter)
    return _content(
        claim.registration,
        _("The offer has ended: %(session)s") % {"session": claim.session.title},
        [_("The place in this session has gone to the next in line. Your place at the event is not touched.")],
        facts=_session_rows(claim),
    )
