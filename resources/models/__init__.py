"""Models of the library."""

from .archives import CollectionArchive
from .collections import CollectionItem, CollectionPage, CollectionsPage
from .files import FileText, FileVersion, ResourceFile
from .importing import ImportedResource, ImportLine, ImportRun
from .month import ResourceMonth
from .pages import GoodPracticePage, LibraryPage, ResourcePage, ResourceTopic
from .parts import ResourceAuthor, ResourceContext, ResourceLink, ResourceRegion, ResourceRelated
from .validation import PracticeProposal, ValidationTask
from .withdrawal import Withdrawal
from .words import FileWords
from .works import Work

__all__ = [
    "CollectionArchive",
    "CollectionItem",
    "CollectionPage",
    "CollectionsPage",
    "FileText",
    "FileVersion",
    "FileWords",
    "GoodPracticePage",
    "ImportLine",
    "ImportRun",
    "ImportedResource",
    "LibraryPage",
    "PracticeProposal",
    "ResourceAuthor",
    "ResourceContext",
    "ResourceFile",
    "ResourceLink",
    "ResourceMonth",
    "ResourcePage",
    "ResourceRegion",
    "ResourceRelated",
    "ResourceTopic",
    "ValidationTask",
    "Withdrawal",
    "Work",
]
