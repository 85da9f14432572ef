"""This room's lines in the table of roles: the cookie list, the reports of choices and of retention.

Terms and audit log are for administrators.
"""

from django.utils.translation import gettext_lazy as _

from cop.core import roles
from cop.core.roles import Role


def register() -> None:
    """Sign up; called once the apps are ready."""
    roles.register(
        _("Cookie list"),
        Role.MODERATOR,
        order=45,
        words=_("add, change, delete, read the report of choices"),
        permissions=[
            *(f"privacy.{action}_cookie" for action in ("add", "change", "delete", "view")),
            "privacy.view_consentrecord",
        ],
    )
    roles.register(
        _("Retention"),
        Role.MODERATOR,
        order=46,
        words=_("read the report"),
        permissions=["privacy.view_retentionrun"],
    )
