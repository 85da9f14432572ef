"""App configuration of the letters."""

from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "cop.notifications"
    label = "notifications"
    verbose_name = "Letters"

    def ready(self) -> None:
        from . import roles

        roles.register()
