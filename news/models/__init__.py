"""Pages and rows of the news."""

from .newsletter import Issue, IssueItem, Subscriber
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
    "Issue",
    "IssueItem",
    "NewsIndexPage",
    "Subscriber",
]
