"""App configuration of the vocabularies."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TaxonomyConfig(AppConfig):
    name = "cop.taxonomy"
    label = "taxonomy"
    verbose_name = "Vocabularies"

    def ready(self) -> None:
        """Its pages sign up with menus and search engines."""
        from cop.core import navigation

        from . import roles, sitemap  # noqa: F401

        roles.register()
        navigation.register(menu=_("Knowledge"), label=_("Topics and criteria"), url_name="topics", order=22)
