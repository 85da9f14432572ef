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


class Refused(Refusal[Reason]):
    """Something was not done; `reason` says why, `detail` says it more exactly. Nothing has been changed."""
