"""Fixed words of the search."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class AlertRhythm(models.TextChoices):
    """How often a member hears what is new in a saved search."""

    DAILY = "daily", _("Each day")
    WEEKLY = "weekly", _("Each week")
