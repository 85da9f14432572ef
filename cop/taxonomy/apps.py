"""App configuration of the vocabularies."""

from django.apps import AppConfig


class TaxonomyConfig(AppConfig):
    name = "cop.taxonomy"
    label = "taxonomy"
    verbose_name = "Vocabularies"

    def ready(self) -> None:
        from . import roles

        roles.register()
