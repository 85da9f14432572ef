"""This room's line in the table of roles."""

from django.utils.translation import gettext_lazy as _

from cop.core import roles
from cop.core.roles import Role

from .permissions import OVERSIGHT


def register() -> None:
    """Sign up; called once the apps are ready."""
    roles.register(
        _("Working groups"),
        Role.MODERATOR,
        words=_("read every group, look after members and settings"),
        permissions=[OVERSIGHT],
    )
