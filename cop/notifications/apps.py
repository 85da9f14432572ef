"""App configuration of the letters."""

from typing import Any

from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "cop.notifications"
    label = "notifications"
    verbose_name = "Letters"

    def ready(self) -> None:
        """Rights sign up; hears what the mail provider reports (`views.events`)."""
        from anymail.signals import tracking

        from . import roles

        roles.register()
        tracking.connect(_reported, dispatch_uid="notifications.reported")


def _reported(event: Any, **kwargs: Any) -> None:
    from .services.bouncing import take_report

    take_report(event)
