"""App configuration of the library."""

from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


def _published(instance: Any, **kwargs: Any) -> None:
    """What is in its files is found from now on; if it was withdrawn, it is no more."""
    from .services.indexing import index_resources
    from .services.withdrawing import came_back

    came_back(instance.pk)
    index_resources([instance.pk])


def _unpublished(instance: Any, **kwargs: Any) -> None:
    """What is in its files is not found any more."""
    from .services.indexing import index_resources

    index_resources([instance.pk])


class ResourcesConfig(AppConfig):
    name = "resources"
    verbose_name = "Library"

    def ready(self) -> None:
        """Pages sign up with search, menus and the rooms that point to them."""
        from wagtail.signals import page_published, page_unpublished

        from cop.core import navigation
        from cop.search.indexes import register_index

        from . import api, gathering, kept_files, personal_data, saved, search, search_texts  # noqa: F401
        from .forms.pages import ResourcePageForm
        from .models import GoodPracticePage, ResourcePage
        from .services import indexing

        # Forms stand above models, so the page cannot name its own; good practices inherit it.
        ResourcePage.base_form_class = ResourcePageForm
        search.register()
        search_texts.register()
        register_index("library files", indexing.mend_files)
        for model in (ResourcePage, GoodPracticePage):
            page_published.connect(_published, sender=model, dispatch_uid="resources.published")
            page_unpublished.connect(_unpublished, sender=model, dispatch_uid="resources.unpublished")
        saved.register()
        gathering.register_sources()
        api.register_collections()
        navigation.register(label=_("Library"), url_name="library", order=30)
        navigation.register(menu=_("Knowledge"), label=_("Library"), url_name="library", order=21)
