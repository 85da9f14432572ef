"""App configuration of the members."""

from typing import Any

from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class MembersConfig(AppConfig):
    name = "cop.members"
    label = "members"
    verbose_name = "Members"

    def ready(self) -> None:
        from cop.core import navigation, rendered_docs
        from cop.privacy import terms_doors

        # They declare what they keep in browsers, the letters, and whose data is what.
        from . import (  # noqa: F401
            cookies,
            docs,
            emails,
            emails_directory,
            gathering,
            personal_data,
            requests,
            roles,
            selectors_requests,
            watches,
        )

        roles.register()
        gathering.register_source()
        requests.register(selectors_requests.exports_of)
        requests.register(selectors_requests.deletions_of)
        rendered_docs.register("permissions.md", docs.permissions)
        # The rights of all rooms exist once auth, which comes after them, has had its turn.
        post_migrate.connect(write_roles, sender=apps.get_app_config("auth"), dispatch_uid="members.write_roles")

        watches.register()
        terms_doors.ask_at("profile", "write_to_person")
        navigation.register(label=_("People"), url_name="people", menu=navigation.ACCOUNT, order=30, icon="people")
        navigation.register(label=_("People"), url_name="people", menu=_("Community"), order=12)
        navigation.register(label=_("Profile"), url_name="profile", menu=navigation.ACCOUNT, order=20, icon="user")
        navigation.register(
            label=_("Account and security"), url_name="account", menu=navigation.ACCOUNT, order=90, icon="settings"
        )
        navigation.register(
            label=_("Administration"), url_name="wagtailadmin_home", menu=navigation.STAFF, order=10, icon="settings"
        )


def write_roles(**kwargs: Any) -> None:
    """After migrating: the roles as the table says."""
    from .services import role_table

    if role_table.tables_exist():
        role_table.write_roles()
