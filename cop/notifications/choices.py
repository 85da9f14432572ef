"""States of a letter."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class LetterState(models.TextChoices):
    """Where a letter is on its way."""

    QUEUED = "queued", _("Waiting to be sent")
    SENDING = "sending", _("Being sent")
    SENT = "sent", _("Sent")
    FAILED = "failed", _("Failed")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class BounceKind(models.TextChoices):
    """Why a letter did not arrive."""

    HARD = "hard", _("There is no such mailbox")
    SOFT = "soft", _("Not taken this time")
    COMPLAINT = "complaint", _("Called spam by its reader")
