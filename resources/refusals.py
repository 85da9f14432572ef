"""Why the library says no: one exception, and its reasons in plain sentences."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from cop.core.refusals import Refusal


class Reason(models.TextChoices):
    """Why something is refused. The label is what the editor reads."""

    NOT_YOURS = "not_yours", _("You may not change this page.")
    PUBLISHED = "published", _("This page is published: its files are changed by those who may publish it.")
    LOCKED = "locked", _("This page is locked: nothing of it can be changed at the moment.")
    NOT_PUBLISHED = "not_published", _("This page is not published: there is nothing to withdraw.")
    NO_REASON = "no_reason", _("Say why: it stands at the address from now on.")
    GONE = "gone", _("This file has been removed meanwhile.")
    LOST = "lost", _("The file is not where it was kept. Send it again.")
    FILE = "file", _("This file cannot be kept.")
    NOTES = (
        "notes",
        _("Notes and comments cannot be taken out of this file: it seems damaged. Save it again, or as a PDF."),
    )
    NO_LIBRARY = "no_library", _("There is no library yet: its page has to be made first.")
    TAKEN_OFF = (
        "taken_off",
        _("This has been in the library, and was withdrawn or taken off the site. Publish its page there again first."),
    )
    NO_IMPORT = "no_import", _("Material is taken in by those who may publish in the library.")
    SHEET = "sheet", _("This sheet cannot be read.")
    PACKED = "packed", _("The files cannot be read.")
    NOT_LOOKED_AT = "not_looked_at", _("This sheet is not waiting to be taken in.")
    NOTHING_THERE = "nothing_there", _("There are no files in this collection that everybody may read.")
    TOO_LARGE = "too_large", _("Together these files are larger than 500 MB. Please fetch them one by one.")
    TOO_MANY = "too_many", _("A resource has room for 20 files.")
    NOT_VALIDATED = (
        "not_validated",
        _(
            "A good practice is published once two people have looked at it, none of them its author: submit it, and "
            "it comes to the first of them."
        ),
    )
    NOT_YOURS_TO_DECIDE = (
        "not_yours_to_decide",
        _("This is not for you to decide: you wrote it, have approved a step of it, or it waits for nobody."),
    )
    NO_WORDS = "no_words", _("Say why, in words that its author can read.")
    # To the member who proposes a practice.
    IN_REVIEW = (
        "in_review",
        _("The secretariat is reading this practice. Take it back if you want to change it."),
    )
    DECLINED = "declined", _("The secretariat has declined this practice. You can propose another one.")
    IS_PUBLISHED = "is_published", _("This practice is published. Write to the secretariat if something should change.")
    IS_REMOVED = "is_removed", _("The secretariat has removed the page of this practice.")
    IS_LOCKED = "is_locked", _("An editor has locked this practice for a moment. Keep this page open, and try again.")
    NEWER = (
        "newer",
        _(
            "This practice was saved in another window, or by the secretariat, after you opened this form. What you "
            "typed stands below and is not saved yet. Save again to replace the other version."
        ),
    )
    TOO_MANY_OPEN = (
        "too_many_open",
        _("You have five practices that are not finished. Send one, or delete one, before you begin another."),
    )
    TOO_OFTEN = "too_often", _("That was very often in a short time. Please wait ten minutes, then try again.")
    NOT_WAITING = "not_waiting", _("This practice is not with the secretariat: there is nothing to take back.")
    INCOMPLETE = "incomplete", _("Something is missing that the secretariat needs.")
    NO_CONSENT = "no_consent", _("Agree to publication before you send it.")
    NO_REVIEW = "no_review", _("Good practices cannot be sent at the moment. Your draft is kept.")


class Refused(Refusal[Reason]):
    """Something was not done; `reason` says why, `detail` says it more exactly. Nothing has been changed."""
