"""Choices of the home room: symbols of services, what messages are about and where they are."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Icon(models.TextChoices):
    """Symbols of static/img/icons.svg that suit a service."""

    CALENDAR = "calendar", _("Calendar")
    MESSAGE = "message", _("Conversation")
    PEOPLE = "people", _("People")
    USER = "user", _("Person")
    GRID = "grid", _("Map")
    FILE = "file", _("Document")
    INFO = "info", _("Information")


class MessageTopic(models.TextChoices):
    """What a message to the secretariat is about."""

    QUESTION = "question", _("A question about the community")
    EVENT = "event", _("An event")
    OBSERVATORY = "observatory", _("An entry in the Observatory")
    ACCESS = "access", _("Something that is not accessible")
    PRIVACY = "privacy", _("My personal data")
    SITE = "site", _("Something on this site that does not work")
    OTHER = "other", _("Something else")


class MessageState(models.TextChoices):
    """Where a message is on its way."""

    NEW = "new", _("New")
    TAKEN = "taken", _("In progress")
    ANSWERED = "answered", _("Answered")
    SPAM = "spam", _("Spam")


# Nothing more is expected to happen with these.
CLOSED = (MessageState.ANSWERED, MessageState.SPAM)
