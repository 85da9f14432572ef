"""Choices about events, their programme and registration."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class EventKind(models.TextChoices):
    """What kind of event it is."""

    FORUM = "forum", _("Forum")
    CONFERENCE = "conference", _("Conference")
    WEBINAR = "webinar", _("Webinar")
    WORKSHOP = "workshop", _("Workshop")
    MEETING = "meeting", _("Meeting")


class Mode(models.TextChoices):
    """Where people take part."""

    IN_PERSON = "in_person", _("In person")
    ONLINE = "online", _("Online")
    HYBRID = "hybrid", _("Hybrid")


class SessionType(models.TextChoices):
    """What happens in a session."""

    PLENARY = "plenary", _("Plenary")
    PARALLEL = "parallel", _("Parallel session")
    WORKSHOP = "workshop", _("Workshop")
    NETWORKING = "networking", _("Networking")
    BREAK = "break", _("Break")


class SpeakerRole(models.TextChoices):
    """What somebody does in a session."""

    SPEAKER = "speaker", _("Speaker")
    CHAIR = "chair", _("Chair")
    MODERATOR = "moderator", _("Moderator")


class TrackColour(models.TextChoices):
    """The side colour of a track; the track's name always stands beside it."""

    BLUE = "blue", _("Blue")
    GREEN = "green", _("Green")
    ORANGE = "orange", _("Orange")
    GREY = "grey", _("Grey")


class RegistrationStatus(models.TextChoices):
    """The states of a registration; which change is allowed stands in `events.transitions`."""

    PENDING = "pending", _("Waiting for approval")
    WAITING = "waiting", _("On the waiting list")
    OFFERED = "offered", _("A place is offered")
    CONFIRMED = "confirmed", _("Confirmed")
    REJECTED = "rejected", _("Not accepted")
    CANCELLED = "cancelled", _("Cancelled")
    EXPIRED = "expired", _("Offer expired")
    ATTENDED = "attended", _("Attended")
    NO_SHOW = "no_show", _("Did not come")


# Those that hold a place, and those that are still under way. One member has at most one active registration per event.
HOLDING = (
    RegistrationStatus.OFFERED,
    RegistrationStatus.CONFIRMED,
    RegistrationStatus.ATTENDED,
    RegistrationStatus.NO_SHOW,
)
ACTIVE = (RegistrationStatus.PENDING, RegistrationStatus.WAITING, *HOLDING)


class CategoryKind(models.TextChoices):
    """What a category of places is for."""

    IN_PERSON = "in_person", _("In the room")
    ONLINE = "online", _("Online")
    SPEAKER = "speaker", _("Speaker")
    ORGANISER = "organiser", _("Organiser")
    OTHER = "other", _("Other")


class QuestionKind(models.TextChoices):
    """What kind of answer a question wants."""

    SHORT = "short", _("Short text")
    LONG = "long", _("Long text")
    ONE = "one", _("One of several choices")
    MANY = "many", _("Any of several choices")
    YES_NO = "yes_no", _("Yes or no")
    NUMBER = "number", _("Number")
    COUNTRY = "country", _("Country")
    FILE = "file", _("File")


class ListConsent(models.TextChoices):
    """Who may see a participant on the participant list."""

    NOBODY = "nobody", _("Nobody but the organisers")
    PARTICIPANTS = "participants", _("Other participants of this event")
    EVERYBODY = "everybody", _("Everybody")


class SlidesPublishing(models.TextChoices):
    """When slides that may be published come into the library."""

    AT_ONCE = "at_once", _("as soon as they are sent")
    AFTER_DAY = "after_day", _("once the day of the session is over")
    BY_HAND = "by_hand", _("when somebody of the desk says so")


class SlidesState(models.TextChoices):
    """How it stands with the slides of one speaker in one session; nobody writes it down, it is read from the rows."""

    NOT_EXPECTED = "not_expected", _("None expected")
    NO_ADDRESS = "no_address", _("Missing, no address")
    MISSING = "missing", _("Missing")
    NO_CONSENT = "no_consent", _("Sent, not to be published")
    READY = "ready", _("Sent, may be published")
    PUBLISHED = "published", _("Published")
    NEWER = "newer", _("Published, newer ones sent")
    TAKEN_BACK = "taken_back", _("Published, consent taken back")
    WITHDRAWN = "withdrawn", _("Withdrawn from the library")


def narrower_consents(consent: str) -> list[str]:
    """The answers that let no more people see somebody than this one does; itself among them."""
    return ListConsent.values[: ListConsent.values.index(consent) + 1]
