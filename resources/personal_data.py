"""What becomes of personal data in the library."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from cop.privacy.personal_data import declare
from cop.privacy.retention import Rule, rule

from .services import importing

declare(
    "resources.FileVersion",
    reason="Names of files of the library; who added one stands in the history of the page. Those of a member's "
    "proposal are exported and erased with it.",
)
declare("resources.ResourceAuthor", reason="Names under which works were published; not members, and part of the work.")
declare(
    "resources.ImportedResource",
    reason="Keys and file names of published works from a sheet, so that a second run makes nothing twice; nobody's.",
)
declare(
    "resources.ImportRun",
    reason="A sheet of works that an editor sent; goes after 30 days. A deleted account leaves no name in it.",
)


@rule(
    "imports",
    what=_("Sheets of old material that editors sent to the library, and what became of each row"),
    counted_from=_("the last thing that happened to it"),
    days=30,
    why=_("So that rows that were refused can be mended. What was taken in stays; its ZIP file goes at once."),
    order=66,
)
def remove_old_imports(now: datetime, kept: Rule) -> int:
    return importing.remove_old(kept.before(now))
