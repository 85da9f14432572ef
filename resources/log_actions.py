"""What is done with a resource beyond its form, as lines in the history of its page."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry

TITLES: dict[str, str | Promise] = {
    "file_add": _("File added"),
    "file_version": _("New version of a file"),
    "file_change": _("Title or language of a file changed"),
    "file_move": _("Order of files changed"),
    "file_remove": _("File removed"),
    "withdraw": _("Withdrawn"),
    "decline": _("Declined"),
}


@hooks.register("register_log_actions")
def register_actions(actions: LogActionRegistry) -> None:
    """One action for each kind of line."""
    for name, title in TITLES.items():
        actions.register_action(f"resources.{name}", title, title)
