"""App configuration of the core."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "cop.core"
    label = "core"
    verbose_name = "Core"

    def ready(self) -> None:
        from cop.core import checks, invalidation  # noqa: F401

        invalidation.connect()
