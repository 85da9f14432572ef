"""Finding words in the files of the library: on one page or slide, of what everybody may read."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, QuerySet

from cop.search.query import Query
from cop.search.row_index import found_in

from ..models import FileText, FileWords, ResourceFile
from .resources import everybody, resources_visible_to

# The library has no parts that some may not look through: all of its words stand in one scope.
SCOPE = 1


def is_findable(version: str = "version") -> Exists:
    """Is it a page of a present version that everybody may read? `version` is the way from the row to it."""
    public = resources_visible_to(everybody()).filter(pk=OuterRef("resource"))
    return Exists(ResourceFile.objects.filter(Exists(public), current=OuterRef(version)))


def texts_with(query: Query, most: int) -> QuerySet[FileText]:
    """Pages that hold all words, of the newest resources first: at most so many are looked at.

    Who may read is asked again: the index may be a moment behind. One statement at once for their numbers: in one with
    all these tables PostgreSQL no longer begins with the few rows that were found, and looks through all files.
    """
    numbers = list(found_in(FileWords, query, [SCOPE], most).values_list("pk", flat=True))
    texts = FileText.objects.filter(is_findable(), pk__in=numbers)
    return texts.order_by("-search_words__moment", "version", "number")


def pages_of_resources(query: Query, most: int) -> dict[int, int]:
    """The first page with all words of each resource: number of the resource, number of the text. Two
    statements, one where there are none."""
    found: dict[int, int] = {}
    for resource, text in texts_with(query, most).values_list("version__file__resource", "pk")[:most]:
        found.setdefault(resource, text)
    return found


def texts_by_number(ids: Iterable[int]) -> dict[int, FileText]:
    """Texts with their files, of what everybody may read. One statement, none where there are none."""
    wanted = list(ids)
    texts = FileText.objects.filter(is_findable()).select_related("version__file__resource")
    return texts.in_bulk(wanted) if wanted else {}
