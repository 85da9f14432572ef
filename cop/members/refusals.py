"""Why this room says no."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class MemberRefusal(Exception):
    """A change to an account, profile or organisation that is not possible; the text is for people."""


class ContactReason(models.TextChoices):
    """Why one member cannot write to another."""

    SIGN_IN = "sign_in", _("Sign in to write to members.")
    YOURSELF = "yourself", _("This is you.")
    NAMELESS = "nameless", _("Say who you are first: your profile has no name.")
    NOT_WANTED = "not_wanted", _("This member does not take letters through the directory.")
    TOO_MANY_SENT = "too_many_sent", _("You have written to many members today. Please go on tomorrow.")
    TOO_MANY_TO_ONE = "too_many_to_one", _("You have written to this member several times today. Wait for the answer.")
    TOO_MANY_RECEIVED = "too_many_received", _("This member has had many letters today. Please try again tomorrow.")
    OVER = "over", _("This letter is too old for that; it is no longer kept.")


class ContactRefused(Exception):
    """The message is not sent; `reason` says why."""

    def __init__(self, reason: ContactReason) -> None:
        super().__init__(str(reason.label))
        self.reason = reason
