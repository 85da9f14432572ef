"""This room's lines in the table of roles: messages, people and partners, site settings."""

from django.utils.translation import gettext_lazy as _

from cop.core import roles
from cop.core.roles import Role


def register() -> None:
    """Sign up; called once the apps are ready."""
    roles.register(
        _("Messages to the secretariat"),
        Role.MODERATOR,
        words=_("read, say where each one is"),
        permissions=["home.view_contactmessage", "home.change_contactmessage"],
    )
    roles.register(
        _("People and partners on pages"),
        Role.EDITOR,
        Role.MODERATOR,
        words=_("add, change, delete"),
        permissions=[
            f"core.{action}_{model}"
            for model in ("person", "partner")
            for action in ("add", "change", "delete", "view")
        ],
    )
    roles.register(
        _("Site settings"),
        Role.MODERATOR,
        words=_("contact, footer, announcement"),
        permissions=["core.change_sitesettings"],
    )
