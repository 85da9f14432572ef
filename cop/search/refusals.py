"""Why a search is not saved: one exception, and its reasons in plain sentences."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Reason(models.TextChoices):
    """Why something is refused. The label is what the member reads."""

    NOTHING = "nothing", _("There is nothing to save: search for a word, or choose a filter first.")
    TOO_LONG = "too_long", _("This search has too many words and filters to be saved.")
    TOO_MANY = "too_many", _("You have saved as many searches as one can. Delete one first.")
    ALREADY = "already", _("You have saved this search already.")
    NO_NAME = "no_name", _("Give the search a name.")
    TOO_OFTEN = "too_often", _("That was too often. Please wait an hour, then try again.")


class SearchRefused(Exception):
    """The search is not saved or changed, for this reason."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.label)
        self.reason = reason
