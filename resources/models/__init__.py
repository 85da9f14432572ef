"""Models of the library."""

from .pages import GoodPracticePage, LibraryPage, ResourcePage, ResourceTopic
from .parts import ResourceAuthor, ResourceContext, ResourceLink, ResourceRegion, ResourceRelated
from .works import Work

__all__ = [
    "GoodPracticePage",
    "LibraryPage",
    "ResourceAuthor",
    "ResourceContext",
    "ResourceLink",
    "ResourcePage",
    "ResourceRegion",
    "ResourceRelated",
    "ResourceTopic",
    "Work",
]
