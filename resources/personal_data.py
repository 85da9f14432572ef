"""What becomes of personal data in the library."""

from cop.privacy.personal_data import declare

declare("resources.FileVersion", reason="Names of published files; who added one stands in the history of the page.")
declare("resources.ResourceAuthor", reason="Names under which works were published; not members, and part of the work.")
