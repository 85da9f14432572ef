"""This room's line in the table of roles: topics."""

from django.utils.translation import gettext_lazy as _

from cop.core import roles
from cop.core.roles import Role


def register() -> None:
    """Sign up; called once the apps are ready."""
    roles.register(
        _("Topics"),
        Role.EDITOR,
        Role.MODERATOR,
        order=30,
        words=_("add, change"),
        permissions=[f"taxonomy.{action}_topic" for action in ("add", "change", "view")],
    )
