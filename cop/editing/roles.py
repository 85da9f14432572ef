"""This room's lines in the table of roles: pages, pictures, documents, redirects."""

from django.utils.translation import gettext_lazy as _

from cop.core import roles
from cop.core.roles import Role


def register() -> None:
    """Sign up; called once the apps are ready."""
    everybody = (Role.EDITOR, Role.MODERATOR, Role.EVENT_MANAGER)
    roles.register(_("The admin"), *everybody, order=0, words=_("enter"), permissions=["wagtailadmin.access_admin"])
    roles.register(_("Pages"), Role.EDITOR, order=10, words=_("write, change, submit"), pages=["add", "change"])
    roles.register(
        _("Pages"),
        Role.MODERATOR,
        order=10,
        words=_("write, change, approve, publish, lock"),
        pages=["add", "change", "publish", "lock", "unlock"],
    )
    roles.register(
        _("Pictures and documents"),
        Role.EDITOR,
        Role.MODERATOR,
        order=20,
        words=_("add, change, use"),
        images=["add", "change", "choose"],
        documents=["add", "change", "choose"],
    )
    # "add" lets somebody change what they have added themselves.
    roles.register(
        _("Pictures and documents"),
        Role.EVENT_MANAGER,
        order=20,
        words=_("add, use, change their own"),
        images=["add", "choose"],
        documents=["add", "choose"],
    )
    roles.register(
        _("Redirects"),
        Role.MODERATOR,
        order=40,
        words=_("add, change, delete"),
        permissions=[f"wagtailredirects.{action}_redirect" for action in ("add", "change", "delete", "view")],
    )
