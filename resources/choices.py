"""Fixed words of the library."""

from django.conf.locale import LANG_INFO
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ResourceKind(models.TextChoices):
    """What a resource is."""

    PRESENTATION = "presentation", _("Presentation")
    PUBLICATION = "publication", _("Publication")
    POLICY_BRIEF = "policy-brief", _("Policy brief")
    STUDY = "study", _("Study")
    GOOD_PRACTICE = "good-practice", _("Good practice")
    TOOL = "tool", _("Tool or template")
    VIDEO = "video", _("Video")
    RECORDING = "recording", _("Recording")


class Licence(models.TextChoices):
    """Under what others may use what is published in the library."""

    CC_BY = "cc-by-4.0", _("Creative Commons Attribution 4.0")
    CC_BY_SA = "cc-by-sa-4.0", _("Creative Commons Attribution-ShareAlike 4.0")
    CC0 = "cc0-1.0", _("no rights reserved (CC0)")
    OWN = "own", _("other terms, as the document says")


LICENCE_ADDRESSES = {
    Licence.CC_BY: "https://creativecommons.org/licenses/by/4.0/",
    Licence.CC_BY_SA: "https://creativecommons.org/licenses/by-sa/4.0/",
    Licence.CC0: "https://creativecommons.org/publicdomain/zero/1.0/",
}


class DatePrecision(models.TextChoices):
    """How much of a resource's date is known; what is not known is not shown."""

    DAY = "day", _("the day")
    MONTH = "month", _("the month")
    YEAR = "year", _("the year only")


class Sorting(models.TextChoices):
    """In which order the library shows what was found."""

    RELEVANCE = "relevance", _("Best match")
    NEWEST = "newest", _("Newest first")
    OLDEST = "oldest", _("Oldest first")
    TITLE = "title", pgettext_lazy("order of a list", "Title")


class Layout(models.TextChoices):
    """How the library shows what was found."""

    LIST = "list", _("List")
    CARDS = "cards", _("Cards")
    TABLE = "table", _("Table")


class ProposalState(models.TextChoices):
    """How far a good practice is that a member proposes; read from its page and workflow, stored nowhere."""

    DRAFT = "draft", _("Draft")
    SENT = "sent", _("Sent: waits for the check")
    CHECKED = "checked", _("Checked: waits for validation")
    CHANGES = "changes", _("Changes asked for")
    WITHDRAWN = "withdrawn", _("Taken back")
    DECLINED = "declined", _("Declined")
    VALIDATED = "validated", _("Validated: will be published")
    PUBLISHED = "published", _("Published")
    OFF = "off", _("No longer on the site")
    REMOVED = "removed", _("Removed by the secretariat")


class ImportState(models.TextChoices):
    """Where an import of old material is on its way."""

    CHECKING = "checking", _("being looked at")
    CHECKED = "checked", _("looked at, nothing taken in yet")
    IMPORTING = "importing", _("being taken in")
    DONE = "done", _("done")
    FAILED = "failed", _("stopped")


class ImportOutcome(models.TextChoices):
    """What became of a row of a sheet; before the import, what would."""

    MADE = "made", _("made")
    CHANGED = "changed", _("changed")
    SAME = "same", _("as it was")
    LEFT = "left", _("left alone")
    REFUSED = "refused", _("refused")


# What forms say before a file comes into the library without its author's own tick.
WITHOUT_NOTES = _(
    "Notes of the speaker and comments are taken out of PowerPoint, Word, Excel and OpenDocument files. Hidden slides, "
    "hidden sheets and tracked changes stay."
)


class CleaningOutcome(models.TextChoices):
    """What became of a file that was looked through for notes and comments; in a rehearsal, what would."""

    CLEANED = "cleaned", _("without notes and comments now")
    CLEAN = "clean", _("had none")
    LEFT = "left", _("changed meanwhile")
    FAILED = "failed", _("cannot be looked through")
    LOST = "lost", _("lost")


# The official languages of the EU, and those of its neighbours in which resources have come.
LANGUAGE_CODES = (
    *("bg", "hr", "cs", "da", "nl", "en", "et", "fi", "fr", "de", "el", "hu", "ga", "it", "lv", "lt", "mt", "pl"),
    *("pt", "ro", "sk", "sl", "es", "sv", "ca", "eu", "gl", "nb", "is", "sr", "mk", "tr", "uk"),
)
# Django has no name for this one.
_NAMES = {"mt": "Maltese"}


def language_name(code: str) -> str:
    """“Greek” for el; the code itself where there is no name."""
    return _NAMES.get(code) or LANG_INFO.get(code, {}).get("name", code)


LANGUAGES = sorted(((code, language_name(code)) for code in LANGUAGE_CODES), key=lambda pair: pair[1])
