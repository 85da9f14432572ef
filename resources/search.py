"""What search finds of this room: the library and its resources."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from cop.core import teasers
from cop.search import words as search_words
from cop.search.query import Query
from cop.search.registry import Hit, Trace, Traces, register_page, register_source
from cop.search.suggestions import Suggested, register_field, register_suggestions
from cop.taxonomy.gathering import topic_url

from .models import CollectionPage, CollectionsPage, FileText, GoodPracticePage, LibraryPage, ResourcePage
from .selectors.catalogue import catalogue
from .selectors.facets import library_url
from .selectors.file_finding import texts_by_number, texts_with
from .selectors.places import place_of
from .selectors.resources import day, kind_of
from .selectors.viewer import viewer_url


def register() -> None:
    """Called once, when the apps are ready."""
    register_page(LibraryPage, key="pages", label=_("Pages"), order=50)
    for model in (ResourcePage, GoodPracticePage):
        register_page(model, key="library", label=_("Library"), order=30, meta=_meta)
    register_page(CollectionsPage, key="pages", label=_("Pages"), order=50)
    register_page(CollectionPage, key="collections", label=_("Collections"), order=32)
    label = _("In files of the library")
    register_source(key="library-files", label=label, order=31, find=find_in_files, read=read_in_files)
    register_suggestions("topics", label=_("Topic"), collect=_topics)
    # The library's own field stays in the library.
    register_suggestions("library-topics", label=_("Topic"), collect=_topics_in_library, only_in_fields=True)
    register_field("library", kinds=("library", "collections", "library-topics"))
    teasers.register(LibraryPage, label=_("Library"), plural=_("Library"), order=31)
    teasers.register(CollectionsPage, label=_("Library"), plural=_("Library"), order=33)
    teasers.register(CollectionPage, label=_("Collection"), plural=_("Collections"), order=33)
    teasers.register(ResourcePage, label=_("Library"), plural=_("Resources"), date=day, order=30)
    teasers.register(GoodPracticePage, label=_("Good practice"), plural=_("Good practices"), date=day, order=32)


def find_in_files(query: Query, user: Any, limit: int) -> Traces:
    """Resources with every word on one page or slide of a file, with the first such page, the newest resources first.

    Two statements, one where nothing is found.
    """
    found = texts_with(query, user, limit).values_list(
        "pk", "version__file__resource", "version__file__resource__title"
    )
    rows = list(found[:limit])
    first: dict[int, Trace] = {}
    for pk, resource, title in rows:
        first.setdefault(resource, Trace(pk, title, page=resource))
    return Traces(first.values(), is_cut=len(rows) == limit)


def read_in_files(query: Query, user: Any, numbers: Sequence[int]) -> dict[int, Hit]:
    """These pages of files as they are shown. One statement."""
    return {pk: _hit(text, query) for pk, text in texts_by_number(numbers, user).items()}


def _hit(text: FileText, query: Query) -> Hit:
    file = text.version.file
    resource, place = file.resource, place_of(text)
    below = _("Found on %(place)s of %(file)s") if place else _("Found in %(file)s")
    return Hit(
        title=resource.title,
        url=viewer_url(file, resource.slug, text.number),
        text=search_words.extract([" ".join(text.text.split())], query),
        meta=[kind_of(resource), day(resource)],
        is_sample=resource.is_sample,
        place=place,
        below=below % {"place": place.lower(), "file": file.title},
    )


def _meta(page: Any) -> list[str]:
    return [kind_of(page), day(page)]


def _topics() -> Iterator[Suggested]:
    """Topics of resources that everybody may read; each leads to the page with everything on it."""
    return (Suggested(name, topic_url(slug)) for slug, name in _public_topics())


def _topics_in_library() -> Iterator[Suggested]:
    """The same; each leads to the library with only these resources."""
    return (Suggested(name, library_url([("topic", slug)])) for slug, name in _public_topics())


def _public_topics() -> Iterator[tuple[str, str]]:
    known = catalogue()
    for topic, resources in known.index.values["topic"].items():
        if resources & ~known.guarded and topic in known.topics:
            yield topic, known.topics[topic]
