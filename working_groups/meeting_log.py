"""The lines of a group's history that come from its meetings, in Wagtail's log."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry

from .services.memberships import LOG_PREFIX

ACTIONS = (
    ("meeting.make", _("Meeting made")),
    ("meeting.change", _("Meeting changed")),
    ("meeting.cancel", _("Meeting cancelled")),
    ("meeting.minutes", _("Minutes published")),
    ("meeting.papers", _("Documents added to a meeting")),
    ("meeting.paper_gone", _("Document taken out of a meeting")),
    ("date_poll.open", _("Date poll opened")),
    ("date_poll.withdraw", _("Date poll withdrawn")),
    # In the log of the account, not of the group: whose calendar reads what is nobody else's business.
    ("calendar.renew", _("Calendar address of a group renewed")),
    ("calendar.revoke", _("Calendar address of a group switched off")),
)


@hooks.register("register_log_actions")
def register_actions(actions: LogActionRegistry) -> None:
    """One action a line."""
    for name, title in ACTIONS:
        actions.register_action(f"{LOG_PREFIX}{name}", title, title)
