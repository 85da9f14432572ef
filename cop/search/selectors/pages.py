"""Pages that the words of a query find: Wagtail's index gives the matches, our own predicate who may read them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib.contenttypes.models import ContentType
from wagtail.models import Page

from cop.core.folding import tokens
from cop.core.models import live_pages_visible_to
from cop.core.serving import own, with_own_fields

from .. import registry
from ..page_index import ways
from ..query import Query

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from cop.members.models import User

    Viewer = User | AnonymousUser

# More than this is not looked through; the answer to too many results is a better word.
MOST_PAGES = 500


@dataclass(frozen=True)
class Match:
    """A page that fits, before it is read: its number, under which kind it is shown, how near its title is."""

    pk: int
    kind: registry.Kind
    nearness: int


def matching_pages(query: Query, user: "Viewer") -> tuple[list[Match], bool]:
    """What fits, the nearest first, and whether there is more than is looked through.

    One statement, two when no whole word fits (then titles are asked for words that begin so).
    """
    for pages in ways(query, Page):
        visible = live_pages_visible_to(pages, user)
        rows = list(visible.values_list("pk", "content_type_id", "title")[: MOST_PAGES + 1])
        kinds = _kinds()
        found = [
            Match(pk, kinds[type_id], nearness(title, query))
            for pk, type_id, title in rows[:MOST_PAGES]
            if type_id in kinds
        ]
        if found:
            return sorted(found, key=lambda match: match.nearness), len(rows) > MOST_PAGES
    return [], False


def read(numbers: Iterable[int]) -> dict[int, Page]:
    """These pages as what they are, by number. One statement, none where there are none."""
    wanted = list(numbers)
    if not wanted:
        return {}
    pages = (own(page) for page in with_own_fields(Page.objects.filter(pk__in=wanted)))
    return {page.pk: page for page in pages if page is not None}


def nearness(title: str, query: Query) -> int:
    """0 the exact title, 1 all words in the title, 2 in the text; what an index says of the rest stays within."""
    if title.isascii():
        # Hundreds of titles a search, of which most have not all the words: no need to take those apart.
        plain = title.lower()
        if any(word not in plain for word in query.title):
            return 2
    words = tokens(title)
    if tuple(words) == query.title:
        return 0
    return 1 if set(query.title) <= set(words) else 2


def _kinds() -> dict[int, registry.Kind]:
    """By content type, which Django keeps in memory."""
    models = registry.page_models()
    types = ContentType.objects.get_for_models(*models)
    return {types[model].pk: kind for model in models if (kind := registry.kind_of_type(model)) is not None}
