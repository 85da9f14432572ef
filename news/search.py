"""What search finds of this room: articles."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from cop.core import teasers
from cop.search.registry import register_page

from .choices import ArticleKind
from .models import ArticlePage
from .selectors.articles import day


def register() -> None:
    """Called once, when the apps are ready."""
    register_page(ArticlePage, key="news", label=_("News"), order=20, meta=_meta)
    teasers.register(ArticlePage, label=_("News"), plural=_("News"), date=day, order=10)


def _meta(page: Any) -> list[str]:
    return [str(ArticleKind(page.kind).label), day(page)]
