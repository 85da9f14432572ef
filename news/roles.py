"""This room's lines in the table of roles: the newsletter. Articles are pages, like all others."""

from django.utils.translation import gettext_lazy as _

from cop.core import roles
from cop.core.roles import Role


def register() -> None:
    """Sign up; called once the apps are ready."""
    roles.register(
        _("Newsletter"),
        Role.EDITOR,
        Role.MODERATOR,
        words=_("compose, test"),
        permissions=["news.change_issue"],
        order=120,
    )
    roles.register(
        _("Sending the newsletter"),
        Role.MODERATOR,
        words=_("schedule, send, stop"),
        permissions=["news.send_issue"],
        order=121,
    )
    roles.register(
        _("Bounces and stopped addresses"),
        Role.MODERATOR,
        words=_("see, allow again"),
        permissions=[
            "notifications.view_bounce",
            "notifications.view_stoppedaddress",
            "notifications.delete_stoppedaddress",
        ],
        order=122,
    )
