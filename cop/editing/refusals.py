"""Why this room says no."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Reason(TextChoices):
    """Each reason with the words for people."""

    NOT_YOURS = "not_yours", _("You may not edit this page.")
    NO_DRAFT = "no_draft", _("This page has no saved version yet. Save a draft first.")
    ANSWERED = "answered", _("This request has been answered already.")
    REVOKED = "revoked", _("This request has been withdrawn.")
    EXPIRED = "expired", _("The time for an answer is over.")
    GONE = "gone", _("The version that was to be approved no longer exists.")
    NO_COMMENT = "no_comment", _("Please say what should change.")


class EditingRefused(Exception):
    """A change that is not possible; the text is for people."""

    def __init__(self, reason: Reason) -> None:
        self.reason = reason
        super().__init__(str(reason.label))
