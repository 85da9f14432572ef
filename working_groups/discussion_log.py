"""The lines of a group's history that come from its discussions, in Wagtail's log."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry

from .services.memberships import LOG_PREFIX

ACTIONS = (
    ("announce", _("Announcement made")),
    ("thread.rename", _("Discussion renamed")),
    ("thread.pin", _("Discussion pinned")),
    ("thread.unpin", _("Discussion no longer pinned")),
    ("thread.close", _("Discussion closed")),
    ("thread.reopen", _("Discussion opened again")),
    ("thread.move_out", _("Discussion moved to another group")),
    ("thread.move_in", _("Discussion moved here from another group")),
    ("thread.split", _("Discussion split")),
    ("thread.merge", _("Discussions merged")),
    ("post.delete", _("Post deleted by a moderator")),
    ("post.restore", _("Post restored")),
    ("report", _("Report of a post answered")),
)


@hooks.register("register_log_actions")
def register_actions(actions: LogActionRegistry) -> None:
    """One action a line."""
    for name, title in ACTIONS:
        actions.register_action(f"{LOG_PREFIX}{name}", title, title)
