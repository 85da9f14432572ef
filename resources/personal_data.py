"""What becomes of personal data in the library."""

from cop.privacy.personal_data import declare

declare("resources.FileVersion", reason="Names of published files; who added one stands in the history of the page.")
declare("resources.ResourceAuthor", reason="Names under which works were published; not members, and part of the work.")
declare(
    "resources.ImportedResource",
    reason="Keys and file names of published works from a sheet, so that a second run makes nothing twice; nobody's.",
)
declare(
    "resources.ImportRun",
    reason="A sheet of works that an editor sent; goes after 30 days. A deleted account leaves no name in it.",
)
