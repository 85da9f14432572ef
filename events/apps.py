"""App configuration of the events."""

from django.apps import AppConfig


class EventsConfig(AppConfig):
    name = "events"
    verbose_name = "Events"

    def ready(self) -> None:
        """Letters sign up with the outbox."""
        from . import log_actions  # noqa: F401
        from .emails import registration  # noqa: F401
