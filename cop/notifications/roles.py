"""This room's line in the table of roles: letters."""

from django.utils.translation import gettext_lazy as _

from cop.core import roles
from cop.core.roles import Role


def register() -> None:
    """Sign up; called once the apps are ready. Who manages registrations is asked by people who got no letter."""
    roles.register(
        _("Letters"), Role.EVENT_MANAGER, order=210, words=_("see"), permissions=["notifications.view_letter"]
    )
