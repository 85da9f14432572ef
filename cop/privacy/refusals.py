"""What this room refuses, and why."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Reason(models.TextChoices):
    """Why a member's wish about their data is not carried out."""

    UNDER_WAY = "under_way", _("Your data is being put together already. You get a letter when it is ready.")
    TOO_OFTEN = "too_often", _("You have asked for your data several times today. Please go on tomorrow.")
    LAST_ADMINISTRATOR = (
        "last_administrator",
        _("You are the last administrator. Make somebody else one first, so that the site does not stay without."),
    )
    TOO_LATE = "too_late", _("The deletion has begun and cannot be stopped any more.")
    NOTHING_TO_UNDO = "nothing_to_undo", _("This account is not about to be deleted.")


class PrivacyRefused(Exception):
    """The wish is not carried out; `reason` says why."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(str(reason.label))
        self.reason = reason
