"""Letters about the event itself: moved, called off, a chosen session changed."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cop.notifications.models import Letter
from cop.notifications.registry import LetterContent, NoLongerTrue, letter

from ..ical import event_calendar, file_name, session_calendar
from ..models import Registration, SessionPlace
from ..selectors import events

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
    if len(claims) > 1:
        subject = _("Sessions changed: %(event)s") % {"event": event.title}
        first = _("Sessions that you chose have changed. Your places in them stand.")
        why = _("You get this letter because you chose these sessions at %(event)s.")
    else:
        off = changes[claims[0].pk]["cancelled"]
        subject = (_("Session cancelled: %(session)s") if off else _("Session changed: %(session)s")) % {
            "session": claims[0].session.title
        }
        first = (
            _("A session that you chose does not take place. Your place at the event is not touched.")
            if off
            else _("A session that you chose has changed. Your place in it stands.")
        )
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
            "paragraphs": [first],
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
