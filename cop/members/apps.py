"""App configuration of the members."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MembersConfig(AppConfig):
    name = "cop.members"
    label = "members"
    verbose_name = "Members"

    def ready(self) -> None:
        from cop.core import navigation

        from . import emails, emails_directory, personal_data  # noqa: F401  (register letters, and whose data is what)

        navigation.register(label=_("People"), url_name="people", menu=navigation.ACCOUNT, order=30, icon="people")
        navigation.register(label=_("People"), url_name="people", menu=_("Community"), order=12)
        navigation.register(label=_("Profile"), url_name="profile", menu=navigation.ACCOUNT, order=20, icon="user")
        navigation.register(
            label=_("Account and security"), url_name="account", menu=navigation.ACCOUNT, order=90, icon="settings"
        )
        navigation.register(
            label=_("Administration"), url_name="wagtailadmin_home", menu=navigation.STAFF, order=10, icon="settings"
        )
