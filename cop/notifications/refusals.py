"""What this room refuses, and why."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Reason(models.TextChoices):
    """Why a letter cannot be sent again."""

    NOT_FAILED = "not_failed", _("Only a letter that failed can be sent again.")
    SECRET = "secret", _("What this letter said is not kept, and it would be out of date. Ask for a new one.")


class LetterRefused(Exception):
    """The letter stays as it is; `reason` says why."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(str(reason.label))
        self.reason = reason
