"""This room's lines in the table of roles: organisations, reported letters.

Accounts and roles are for administrators.
"""

from django.utils.translation import gettext_lazy as _

from cop.core import roles
from cop.core.roles import Role


def register() -> None:
    """Sign up; called once the apps are ready."""
    roles.register(
        _("Organisations"),
        Role.MODERATOR,
        order=200,
        words=_("add, change, merge"),
        permissions=[f"members.{action}_organisation" for action in ("add", "change", "view")],
    )
    roles.register(
        _("Reported letters between members"),
        Role.MODERATOR,
        order=201,
        words=_("read"),
        permissions=["members.view_memberletter"],
    )
