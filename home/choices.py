"""Choices of the home page."""

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
