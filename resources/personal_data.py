"""What becomes of personal data in the library."""

from cop.privacy.personal_data import declare

declare("resources.ResourceAuthor", reason="Names under which works were published; not members, and part of the work.")
