"""What search finds of this room: the library and its resources."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from cop.core import teasers
from cop.search.registry import register_page

from .models import GoodPracticePage, LibraryPage, ResourcePage
from .selectors.resources import day, kind_of


def register() -> None:
    """Called once, when the apps are ready."""
    register_page(LibraryPage, key="pages", label=_("Pages"), order=50)
    for model in (ResourcePage, GoodPracticePage):
        register_page(model, key="library", label=_("Library"), order=30, meta=_meta)
    teasers.register(LibraryPage, label=_("Library"), plural=_("Library"), order=31)
    teasers.register(ResourcePage, label=_("Library"), plural=_("Resources"), date=day, order=30)
    teasers.register(GoodPracticePage, label=_("Good practice"), plural=_("Good practices"), date=day, order=32)


def _meta(page: Any) -> list[str]:
    return [kind_of(page), day(page)]
