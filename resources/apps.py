"""App configuration of the resources."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ResourcesConfig(AppConfig):
    name = "resources"
    verbose_name = "Library"

    def ready(self) -> None:
        from cop.core import teasers
        from cop.search.registry import register_page

        from .models import LibraryPage

        register_page(LibraryPage, key="library", label=_("Library"), order=30)
        teasers.register(LibraryPage, label=_("Library"), plural=_("Resources"), order=30)
