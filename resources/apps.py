"""App configuration of the library."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ResourcesConfig(AppConfig):
    name = "resources"
    verbose_name = "Library"

    def ready(self) -> None:
        """Pages sign up with search, menus and the rooms that point to them."""
        from cop.core import navigation

        from . import kept_files, personal_data, search  # noqa: F401
        from .forms.pages import ResourcePageForm
        from .models import ResourcePage

        # Forms stand above models, so the page cannot name its own; good practices inherit it.
        ResourcePage.base_form_class = ResourcePageForm
        search.register()
        navigation.register(label=_("Library"), url_name="library", order=30)
        navigation.register(menu=_("Knowledge"), label=_("Library"), url_name="library", order=21)
