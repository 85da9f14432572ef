"""Why the news room says no: one exception, and its reasons in plain sentences."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Reason(models.TextChoices):
    """Why something is not done to an issue of the newsletter."""

    NOT_YOURS = "not_yours", _("You may not do this.")
    NOT_DRAFT = "not_draft", _("This issue can no longer be changed.")
    NOT_SCHEDULED = "not_scheduled", _("This issue is not scheduled.")
    NOT_SENDING = "not_sending", _("This issue is not being sent.")
    NO_SUBJECT = "no_subject", _("The issue needs a subject.")
    EMPTY = "empty", _("The issue is empty: choose something, or write an introduction.")
    HIDDEN_ITEM = "hidden_item", _("Something in this issue is not published, or not for everybody. Take it out first.")
    PAST = "past", _("Choose a time that lies ahead.")
    NO_ADDRESS = "no_address", _("Give one to five e-mail addresses.")


class Refused(Exception):
    """Something was not done; `reason` says why, `detail` adds what a form may show. Nothing has been changed."""

    def __init__(self, reason: Reason, detail: str = "") -> None:
        super().__init__(reason.value)
        self.reason = reason
        self.detail = detail

    def __str__(self) -> str:
        return f"{self.reason.label} ({self.detail})" if self.detail else str(self.reason.label)
