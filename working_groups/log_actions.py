"""The lines of a group's history, in Wagtail's log."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry

from .services.memberships import LOG_PREFIX

TITLES: dict[str, str | Promise] = {
    "join": _("Joined"),
    "accept": _("Accepted into the group"),
    "invited": _("Came in by an invitation"),
    "add": _("Made a member by the secretariat"),
    "left": _("Left"),
    "removed": _("Removed"),
    "banned": _("Banned"),
    "forgive": _("Ban lifted"),
    "role": _("Role changed"),
    "ask": _("Asked to join"),
    "express": _("Expressed interest"),
    "express.change": _("Expression of interest changed"),
    "call.open": _("Call for expressions of interest opened"),
    "call.change": _("Call changed"),
    "call.close": _("Call closed"),
    "withdraw": _("Request withdrawn"),
    "refuse": _("Request refused"),
    "invite": _("Invitations sent"),
    "link": _("Link for invitations made"),
    "revoke": _("Invitation withdrawn"),
    "rules_accepted": _("Rules accepted"),
    "settings": _("Settings changed"),
    "export": _("List of members downloaded"),
    "archived": _("Archived"),
    "reopened": _("Reopened"),
}


@hooks.register("register_log_actions")
def register_actions(actions: LogActionRegistry) -> None:
    """One action for each kind of line."""
    for name, title in TITLES.items():
        actions.register_action(f"{LOG_PREFIX}{name}", title, title)
