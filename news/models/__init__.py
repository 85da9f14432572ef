"""Pages and rows of the news."""

from .pages import (
    ArticleDocument,
    ArticlePage,
    ArticleRegion,
    ArticleRelated,
    ArticleSource,
    ArticleTopic,
    NewsIndexPage,
)

__all__ = [
    "ArticleDocument",
    "ArticlePage",
    "ArticleRegion",
    "ArticleRelated",
    "ArticleSource",
    "ArticleTopic",
    "NewsIndexPage",
]
