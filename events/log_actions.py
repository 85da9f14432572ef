"""The lines of a registration's history, in Wagtail's log."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry

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
    ):
        actions.register_action(f"{LOG_PREFIX}{name}", title, title)
