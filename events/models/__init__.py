"""Event pages, their programme, and registration."""

from .calendar_feed import CalendarFeed
from .pages import EventDocument, EventIndexPage, EventPage, EventTopic
from .programme import Room, Session, SessionSpeaker, Speaker, Track
from .registration import AnswerFile, OptionPlace, Registration, SessionPlace
from .series import Series
from .setup import Category, EventState, InvitationCode, Question, RegistrationSetup
from .slides import Slides, SlidesLink, SlidesSetup

__all__ = [
    "AnswerFile",
    "CalendarFeed",
    "Category",
    "EventDocument",
    "EventIndexPage",
    "EventPage",
    "EventState",
    "EventTopic",
    "InvitationCode",
    "OptionPlace",
    "Question",
    "Registration",
    "RegistrationSetup",
    "Room",
    "Series",
    "Session",
    "SessionPlace",
    "SessionSpeaker",
    "Slides",
    "SlidesLink",
    "SlidesSetup",
    "Speaker",
    "Track",
]
