"""Finding words in the files of the library, on one page or slide: each reader in what they may read."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, QuerySet

from cop.search.query import Query
from cop.search.row_index import found_in

from ..models import FileText, FileWords, ResourceFile, ResourcePage
from .resources import Viewer, resources_visible_to

# All words of the library stand in one scope; who may read a resource is asked when it is found.
SCOPE = 1


def is_findable(version: str = "version") -> Exists:
    """Is it a page of a present version of a published resource? `version` is the way from the row to it."""
    return _is_present(ResourcePage.objects.filter(live=True), version)


def is_readable_by(user: Viewer, version: str = "version") -> Exists:
    """Is it one of those, of a resource that `user` may read?"""
    return _is_present(resources_visible_to(user), version)


def _is_present(resources: QuerySet[ResourcePage], version: str) -> Exists:
    among = resources.filter(pk=OuterRef("resource"))
    return Exists(ResourceFile.objects.filter(Exists(among), current=OuterRef(version)))


def texts_with(query: Query, user: Viewer, most: int) -> QuerySet[FileText]:
    """Pages that hold all words, of the newest resources that `user` may read first: at most so many are looked at.

    One statement at once for their numbers: in one with all these tables PostgreSQL no longer begins with the few rows
    that were found, and looks through all files.
    """
    numbers = list(found_in(FileWords, query, [SCOPE], most).values_list("pk", flat=True))
    texts = FileText.objects.filter(is_readable_by(user), pk__in=numbers)
    return texts.order_by("-search_words__moment", "version", "number")


def pages_of_resources(query: Query, user: Viewer, most: int) -> dict[int, int]:
    """The first page with all words of each resource: number of the resource, number of the text. Two
    statements, one where there are none."""
    found: dict[int, int] = {}
    for resource, text in texts_with(query, user, most).values_list("version__file__resource", "pk")[:most]:
        found.setdefault(resource, text)
    return found


def texts_by_number(ids: Iterable[int], user: Viewer) -> dict[int, FileText]:
    """Texts with their files, of what `user` may read. One statement, none where there are none."""
    return _texts(FileText.objects.filter(is_readable_by(user)), ids)


def texts_of_resources(ids: Iterable[int], resources: Iterable[int]) -> dict[int, FileText]:
    """The same, of these resources, which the reader may read. One statement, none where there are none."""
    return _texts(FileText.objects.filter(is_findable(), version__file__resource__in=list(resources)), ids)


def _texts(texts: QuerySet[FileText], ids: Iterable[int]) -> dict[int, FileText]:
    wanted = list(ids)
    return texts.select_related("version__file__resource").in_bulk(wanted) if wanted else {}
