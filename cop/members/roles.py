"""This room's line in the table of roles: organisations. Accounts and roles are for administrators."""

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
