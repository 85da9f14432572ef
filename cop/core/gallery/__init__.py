"""Sample data for the gallery of components: every component, in every state that it can have."""

from . import basics, events, forms, pages, things
from .specimen import Group, Specimen

__all__ = ["Group", "Specimen", "groups"]


def groups() -> list[Group]:
    """The gallery in order."""
    return [
        Group("actions", "Actions", basics.actions()),
        Group("states", "States and marks", basics.states()),
        Group("ways", "Where one is", basics.ways()),
        Group("things", "Things that can be opened", things.things()),
        Group("people", "People and files", things.people()),
        Group("pages", "Pages", pages.pages()),
        Group("tables", "Tables", things.tables()),
        Group("forms", "Forms", forms.fields()),
        Group("filters", "Search and filters", forms.filters()),
        Group("events", "Events", events.events()),
        Group("registration", "Registration box", events.registration()),
        Group("programme", "Programme", events.programme()),
    ]
