"""App configuration of editing."""

from django.apps import AppConfig


class EditingConfig(AppConfig):
    name = "cop.editing"
    label = "editing"
    verbose_name = "Editing"

    def ready(self) -> None:
        from . import roles

        roles.register()
