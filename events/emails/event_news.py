"""Letters about the event itself: moved, called off, a chosen session changed."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cop.notifications.models import Letter
from cop.notifications.registry import LetterContent, NoLongerTrue, letter

from ..choices import RegistrationStatus
from ..ical import event_calendar, file_name, session_calendar
from ..models import Registration, SessionPlace
from ..selectors import dates, events
from ..selectors.offers import offer_url
from ..selectors.registration import moment

TEMPLATE = "events/registration"


def _active(letter: Letter) -> Registration:
    """The registration of whom the letter tells; withdrawn when it has ended meanwhile."""
    registration = (
        Registration.objects.select_related("event__state", "event__country", "category")
        .filter(pk=letter.params["registration"])
        .first()
    )
    if registration is None or not registration.is_active:
        raise NoLongerTrue("They are not registered any more.")
    return registration


def _changes(old: dict[str, str], new: dict[str, str], labels: dict[str, str]) -> list[tuple[str, str]]:
    """Each fact as it is now, and as it was where it differs."""
    rows = []
    for name, label in labels.items():
        if new.get(name):
            rows.append((label, new[name]))
        if old.get(name) and old.get(name) != new.get(name):
            rows.append((_("%(fact)s, until now") % {"fact": label}, old[name]))
    return rows


def _address(name: str, slug: str) -> str:
    return f"{settings.SITE_URL}{reverse(name, args=[slug])}"


@letter("events.event_changed", title=gettext_lazy("Event moved"))
def event_changed(letter: Letter) -> LetterContent:
    """Start, end or place are not what people were told; the calendar entry follows."""
    registration = _active(letter)
    event = registration.event
    if events.is_cancelled(event):
        raise NoLongerTrue("The event has been cancelled since.")
    subject = _("Changed: %(event)s") % {"event": event.title}
    return LetterContent(
        subject=subject,
        template=TEMPLATE,
        context={
            "preheader": _("Time or place have changed. Your registration stands."),
            "title": subject,
            "name": registration.badge_name,
            "is_sample": event.is_sample,
            "paragraphs": [
                _("Time or place of an event that you registered for have changed. Your registration stands."),
                _("The attached file brings the entry in your calendar up to date."),
            ],
            "facts": [
                (_("Event"), event.title),
                *_changes(letter.params["old"], letter.params["new"], {"when": _("When"), "where": _("Where")}),
            ],
            "button_label": _("See my registration"),
            "button_url": _address("my_registration", event.slug),
            "after": _("Can you not come at the new time? Please cancel there: somebody may be waiting."),
            "why": _("You get this letter because you registered for %(event)s.") % {"event": event.title},
        },
        attachments=[(file_name(event.slug), event_calendar(event, registration=registration), "text/calendar")],
    )


@letter("events.event_cancelled", title=gettext_lazy("Event cancelled"))
def event_cancelled(letter: Letter) -> LetterContent:
    """The event does not take place; the calendar entry is taken back."""
    registration = _active(letter)
    event = registration.event
    if not events.is_cancelled(event):
        raise NoLongerTrue("It takes place after all.")
    subject = _("Cancelled: %(event)s") % {"event": event.title}
    return LetterContent(
        subject=subject,
        template=TEMPLATE,
        context={
            "preheader": _("This event does not take place."),
            "title": subject,
            "name": registration.badge_name,
            "is_sample": event.is_sample,
            "paragraphs": [
                _("We are sorry: this event does not take place. You need not do anything; your place ends with it."),
                _("The reason: %(reason)s") % {"reason": letter.params["reason"]},
            ],
            "facts": [(_("Event"), event.title)],
            "button_label": _("See other events"),
            "button_url": f"{settings.SITE_URL}{reverse('event_index')}",
            "after": _("The attached file marks the entry in your calendar as cancelled."),
            "why": _("You get this letter because you registered for %(event)s.") % {"event": event.title},
        },
        attachments=[(file_name(event.slug), event_calendar(event, registration=registration), "text/calendar")],
    )


@letter("events.event_restored", title=gettext_lazy("Event takes place after all"))
def event_restored(letter: Letter) -> LetterContent:
    """The event was cancelled and is not any more: how the registration stands; the calendar entry comes back."""
    registration = _active(letter)
    event = registration.event
    if events.is_cancelled(event):
        raise NoLongerTrue("The event has been cancelled again.")
    subject = _("Takes place after all: %(event)s") % {"event": event.title}
    button_label, button_url = _("See my registration"), _address("my_registration", event.slug)
    match registration.status:
        case RegistrationStatus.WAITING:
            stands = _("You are on the waiting list again, as before.")
        case RegistrationStatus.PENDING:
            stands = _("The secretariat looks at your registration, as before, and writes to you.")
        case RegistrationStatus.OFFERED if registration.offer_expires_at:
            stands = _("The place that was offered to you is yours if you accept by %(until)s.") % {
                "until": moment(event, registration.offer_expires_at)
            }
            button_label, button_url = _("Accept or decline"), offer_url(registration)
        case _status:
            stands = _("Your place stands; you need not do anything.")
    return LetterContent(
        subject=subject,
        template=TEMPLATE,
        context={
            "preheader": _("This event was cancelled; now it takes place."),
            "title": subject,
            "name": registration.badge_name,
            "is_sample": event.is_sample,
            "paragraphs": [
                _("We wrote that this event was cancelled. It takes place after all."),
                _("The reason: %(reason)s") % {"reason": letter.params["reason"]},
                stands,
            ],
            "facts": [
                (_("Event"), event.title),
                (_("When"), f"{dates.days(event.local_start, event.local_end)}, {dates.event_hours(event)}"),
                (_("Where"), event.place),
                (_("You take part"), registration.category.name),
            ],
            "button_label": button_label,
            "button_url": button_url,
            "after": _(
                "The attached file brings the entry back into your calendar. Can you not come any more? Please cancel "
                "on the page of your registration: somebody may be waiting."
            ),
            "why": _("You get this letter because you registered for %(event)s.") % {"event": event.title},
        },
        attachments=[(file_name(event.slug), event_calendar(event, registration=registration), "text/calendar")],
    )


@letter("events.session_changed", title=gettext_lazy("Session changed or cancelled"))
def session_changed(letter: Letter) -> LetterContent:
    """A chosen session has another time, room or title, or does not take place; or several have moved together."""
    changes = {each["session_place"]: each for each in letter.params.get("moved", [letter.params])}
    places = SessionPlace.objects.select_related(
        "session__event__state", "session__event__country", "session__room", "registration"
    ).in_bulk(changes)
    claims = [places[pk] for pk in changes if pk in places and places[pk].is_active]
    if not claims:
        raise NoLongerTrue("They have not chosen it any more.")
    event, registration = claims[0].session.event, claims[0].registration
    if events.is_cancelled(event):
        raise NoLongerTrue("The whole event has been cancelled.")
    more: list[str] = []
    if len(claims) > 1:
        subject = _("Sessions changed: %(event)s") % {"event": event.title}
        first = _("Sessions that you chose have changed. Your places in them stand.")
        why = _("You get this letter because you chose these sessions at %(event)s.")
    else:
        off = changes[claims[0].pk]["cancelled"]
        back = changes[claims[0].pk].get("restored", False)
        if off != claims[0].session.is_cancelled:
            raise NoLongerTrue("It was cancelled, or restored, since.")
        subject = (
            _("Session cancelled: %(session)s")
            if off
            else _("Takes place after all: %(session)s")
            if back
            else _("Session changed: %(session)s")
        ) % {"session": claims[0].session.title}
        first = (
            _("A session that you chose does not take place. Your place at the event is not touched.")
            if off
            else _("A session that you chose was cancelled. It takes place after all.")
            if back
            else _("A session that you chose has changed. Your place in it stands.")
        )
        if back:
            more = _restored(claims[0], changes[claims[0].pk]["reason"])
        why = _("You get this letter because you chose this session at %(event)s.")
    labels = {"title": _("Session"), "when": _("When"), "where": _("Room")}
    return LetterContent(
        subject=subject,
        template=TEMPLATE,
        context={
            "preheader": first,
            "title": subject,
            "name": registration.badge_name,
            "is_sample": event.is_sample,
            "paragraphs": [first, *more],
            "facts": [
                (_("Event"), event.title),
                *(
                    fact
                    for claim in claims
                    for fact in _changes(changes[claim.pk]["old"], changes[claim.pk]["new"], labels)
                ),
            ],
            "button_label": _("See my registration"),
            "button_url": _address("my_registration", event.slug),
            "after": "",
            "why": why % {"event": event.title},
        },
        attachments=[
            (file_name(claim.session.slug), session_calendar(claim.session), "text/calendar") for claim in claims
        ],
    )


def _restored(claim: SessionPlace, reason: str) -> list[str]:
    """How the choice of a session that takes place after all stands, and what it collides with now."""
    words = [_("The reason: %(reason)s") % {"reason": reason}]
    match claim.status:
        case RegistrationStatus.WAITING:
            words.append(_("You are on its waiting list, as before."))
        case RegistrationStatus.PENDING:
            words.append(_("It goes with your registration, which is not confirmed yet."))
        case RegistrationStatus.OFFERED if claim.offer_expires_at:
            until = moment(claim.session.event, claim.offer_expires_at)
            words.append(
                _("A place in it is offered to you: accept by %(until)s on the page of your registration.")
                % {"until": until}
            )
        case _status:
            words.append(_("Your place in it stands."))
    others = (
        SessionPlace.objects.active()
        .filter(registration_id=claim.registration_id, session__is_cancelled=False)
        .exclude(pk=claim.pk)
        .select_related("session")
    )
    clashing = [each.session.title for each in others if each.session.overlaps(claim.session)]
    if clashing:
        words.append(
            _("It is at the same time as %(sessions)s, which you have chosen too. Please give one of them up.")
            % {"sessions": _(" and ").join(f"“{title}”" for title in clashing)}
        )
    return words
