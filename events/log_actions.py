"""The lines of a registration's history, and of its set-up's, in Wagtail's log."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry

from .services.setup import SETUP_PREFIX
from .services.states import LOG_PREFIX
from .transitions import TRANSITIONS


@hooks.register("register_log_actions")
def register_actions(actions: LogActionRegistry) -> None:
    """One action for each line of the table, and for the changes that do not move the state."""
    for transition in TRANSITIONS.values():
        actions.register_action(f"{LOG_PREFIX}{transition.name}", transition.title, transition.title)
    for name, title in (
        ("change", _("Answers changed")),
        ("prioritise", _("Priority changed")),
        ("session_promote", _("Moved up in a session by hand")),
    ):
        actions.register_action(f"{LOG_PREFIX}{name}", title, title)
    for name, title in (
        ("create", _("Registration set up")),
        ("edit", _("Set-up of registration changed")),
        ("codes", _("Invitation codes made")),
        ("withdraw_code", _("Invitation code withdrawn")),
        ("export", _("Registrations exported")),
        ("export_codes", _("Invitation codes exported")),
        ("remind", _("Reminders sent")),
        ("erase", _("Sensitive answers erased")),
    ):
        actions.register_action(f"{SETUP_PREFIX}{name}", title, title)
    for name, title in (
        ("event.changed", _("People told of a new time or place")),
        ("event.named", _("Announced under this title")),
        ("event.cancelled", _("Event cancelled")),
        ("event.restored", _("Event restored")),
        ("event.kept", _("Not unpublished: people are registered, so the date was taken away")),
        ("session.shift", _("All sessions moved")),
        ("session.rearrange", _("Sessions have changed places")),
        ("session.create", _("Session added")),
        ("session.edit", _("Session changed")),
        ("session.cancel", _("Session cancelled")),
        ("session.restore", _("Session restored")),
        ("session.delete", _("Session deleted")),
        ("session.rooms", _("Rooms changed")),
        ("session.tracks", _("Tracks changed")),
        ("slides.setup", _("Collection of slides changed")),
        ("slides.asked", _("Speakers asked for slides")),
        ("slides.sent", _("Slides sent")),
        ("slides.changed", _("What is said of slides changed")),
        ("slides.expected", _("Slides expected after all")),
        ("slides.not_expected", _("No slides expected")),
        ("slides.published", _("Slides published in the library")),
        ("calendar.renew", _("Calendar address renewed")),
        ("calendar.revoke", _("Calendar address switched off")),
    ):
        actions.register_action(f"events.{name}", title, title)
