"""This room's lines in the table of roles: recommended results, the report of searches without result."""

from django.utils.translation import gettext_lazy as _

from cop.core import roles
from cop.core.roles import Role


def register() -> None:
    """Sign up; called once the apps are ready."""
    roles.register(
        _("Search"),
        Role.EDITOR,
        Role.MODERATOR,
        order=35,
        words=_("add, change, delete recommended results; read the report of searches without result"),
        permissions=[
            *(f"search.{action}_promotedresult" for action in ("add", "change", "delete", "view")),
            "search.view_silentsearch",
        ],
    )
