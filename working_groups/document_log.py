"""The lines of a group's history that come from its documents, in Wagtail's log."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry

from .services.memberships import LOG_PREFIX

ACTIONS = (
    ("document.share", _("Document shared")),
    ("document.final", _("Document made final")),
    ("document.reopen", _("Final document opened again")),
    ("document.unlock", _("Lock of a document ended by a leader")),
    ("document.delete", _("Document deleted")),
    ("document.restore", _("Document brought back")),
    ("folder.delete", _("Folder removed")),
    ("publish.ask", _("Publication in the library asked for")),
    ("publish.withdraw", _("Request to publish withdrawn")),
    ("publish.approved", _("Publication in the library approved")),
    ("publish.refused", _("Publication in the library refused")),
)


@hooks.register("register_log_actions")
def register_actions(actions: LogActionRegistry) -> None:
    """One action a line."""
    for name, title in ACTIONS:
        actions.register_action(f"{LOG_PREFIX}{name}", title, title)
