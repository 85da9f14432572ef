"""The library as its address asks for it: words, filters, order; one page of what was found, or all of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.core.paginator import Page as PageOfList
from django.core.paginator import Paginator
from django.http import QueryDict
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cop.core import facets, pictures
from cop.core.facet_index import Bits
from cop.core.facets import Chosen, Facet, Pairs
from cop.core.folding import tokens
from cop.core.models import live_pages_visible_to
from cop.search import words as search_words
from cop.search.page_index import ways
from cop.search.query import Query, parse
from cop.search.selectors.saved import address_to_save

from ..choices import Layout, Sorting
from ..models import FileText, ResourcePage
from . import facets as own_facets
from .catalogue import Catalogue, catalogue
from .file_finding import pages_of_resources, texts_of_resources
from .places import place_of
from .resources import Viewer, cover_of, day, in_order, kind_of, names_of
from .slide_pictures import SlidePicture, cover_html, first_pictures
from .viewer import viewer_url

PER_PAGE = 20
# More than this is not looked through; the answer to too many results is a better word.
MOST = 5_000
PARAMETERS = ("q", "sort", "view", "page")
COVER = pictures.shape(320, 640, cut="2:1", sizes="(width >= 48rem) 10rem, 6rem")


@dataclass(frozen=True)
class Listing:
    """What the address asks for. `fitting` are the numbers of all resources that fit, in order."""

    text: str
    words: Query
    catalogue: Catalogue
    facets: Sequence[Facet]
    chosen: Chosen
    # Everything that the viewer may read, and what of it the words find; the same where there are none.
    visible: Bits
    found: Bits
    fitting: list[int]
    sorting: Sorting
    layout: Layout
    # Of resources that only their files' text lets fit: the page or slide.
    places: Mapping[int, int]

    def pairs(self, *, sorting: Sorting | None = None, layout: Layout | None = None) -> list[tuple[str, str]]:
        """The same choice as query parameters, in another order or layout; what is usual is left out."""
        sorting, layout = sorting or self.sorting, layout or self.layout
        return [
            *([("q", self.text)] if self.text else []),
            *self.chosen.pairs(),
            *([("sort", sorting)] if sorting != usual_sorting(self.words) else []),
            *([("view", layout)] if layout != Layout.LIST else []),
        ]

    @property
    def is_variant(self) -> bool:
        """Words, or the usual list in another order or layout: nothing that search engines should keep."""
        return bool(self.text) or self.sorting != Sorting.NEWEST or self.layout != Layout.LIST

    def choice(self) -> list[tuple[str, str]]:
        """What decides what fits, as query parameters: words and filters."""
        return [*([("q", self.text)] if self.text else []), *self.chosen.pairs()]


def usual_sorting(words: Query) -> Sorting:
    """Best match where there are words, else the newest."""
    return Sorting.RELEVANCE if words else Sorting.NEWEST


def listing(user: Viewer, query: QueryDict) -> Listing:
    """Statements: none where the catalogue is known and no words are given; two, at most three, for words; one more for
    a member where some resources are guarded."""
    known = catalogue()
    all_facets = own_facets.facets_of(known)
    words = parse(query.get("q", ""))
    visible = known.visible_to(user)
    ranked = ranked_by_words(words, user) if words.text else None
    places: dict[int, int] = {}
    if ranked is not None and words:
        described = set(ranked)
        in_files = pages_of_resources(words, user, MOST)
        places = {resource: page for resource, page in in_files.items() if resource not in described}
        ranked += places
    found = visible if ranked is None else known.index.of(ranked) & visible
    chosen = known.index.read(query, all_facets)
    fitting = known.index.fitting(chosen, found)
    sorting = _one_of(Sorting, query.get("sort"), usual_sorting(words))
    if sorting == Sorting.RELEVANCE and ranked is None:
        sorting = Sorting.NEWEST
    return Listing(
        words.text,
        words,
        known,
        all_facets,
        chosen,
        visible,
        found,
        _ordered(known, fitting, sorting, ranked),
        sorting,
        _one_of(Layout, query.get("view"), Layout.LIST),
        places,
    )


def ranked_by_words(words: Query, user: Viewer) -> list[int]:
    """Numbers of the resources described with these words, exact titles first, then as the index ranks them.

    One statement, two when no whole word fits.
    """
    if not words:
        return []
    for found in ways(words, ResourcePage):
        rows = list(live_pages_visible_to(found, user).values_list("pk", "title")[:MOST])
        if rows:
            return [pk for pk, title in sorted(rows, key=lambda row: tuple(tokens(row[1])) != words.title)]
    return []


def _ordered(known: Catalogue, fitting: Bits, sorting: Sorting, ranked: Sequence[int] | None) -> list[int]:
    if sorting == Sorting.TITLE:
        return known.index.ids_of(fitting, known.by_title)
    ids = known.index.ids_of(fitting)
    if sorting == Sorting.OLDEST:
        return ids[::-1]
    if sorting == Sorting.RELEVANCE and ranked is not None:
        kept = set(ids)
        return [pk for pk in ranked if pk in kept]
    return ids


def _one_of(choices: Any, value: str | None, usual: Any) -> Any:
    return choices(value) if value in choices.values else usual


# The page -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Row:
    """A resource in the list, as the components “result” and “card” and the table take it."""

    title: SafeString
    url: str
    kind: str
    date: str
    text: SafeString
    names: str
    topics: list[str]
    criteria: str
    cover: str
    seed: int
    sample: bool
    picture: SafeString
    # “Slide 4”, where the words were found on it and nowhere in the description.
    place: str = ""

    @property
    def meta(self) -> list[str]:
        """Beside its kind."""
        return [self.place, self.date] if self.place else [self.date]

    @property
    def foot(self) -> list[str]:
        """Below its text: who made it, and what it is about."""
        criteria = ngettext("Criterion %(list)s", "Criteria %(list)s", self.criteria.count(",") + 1)
        return [
            *([self.names] if self.names else []),
            *self.topics[:2],
            *([criteria % {"list": self.criteria}] if self.criteria else []),
        ]


def library_context(user: Viewer, query: QueryDict) -> dict[str, Any]:
    """The template's context. Statements beyond those of `listing`: resources, authors, topics, regions, and two for
    pictures where there are any."""
    shown = listing(user, query)
    page: PageOfList = Paginator(shown.fitting, PER_PAGE).get_page(query.get("page"))
    return {
        "shown": shown,
        "page_of_list": page,
        "rows": rows_of(in_order(user, list(page.object_list)), shown.words, shown.places),
        "groups": own_facets.folded(_groups(shown)),
        "ways_out": ways_out(shown) if not shown.fitting else [],
        "links": facets.links(shown.facets, shown.chosen, lambda pairs: _with_words(shown, pairs)),
        "clear_url": own_facets.library_url([("q", shown.text)] if shown.text else []),
        "kept": [pair for pair in shown.pairs() if pair[0] in PARAMETERS],
        "layouts": [
            {
                "label": layout.label,
                "url": own_facets.library_url(shown.pairs(layout=layout)),
                "icon": {Layout.LIST: "list", Layout.CARDS: "grid", Layout.TABLE: "sort"}[layout],
                "current": layout == shown.layout,
                "nofollow": True,
            }
            for layout in Layout
        ],
        "sortings": [
            {
                "label": sorting.label,
                "url": own_facets.library_url(shown.pairs(sorting=sorting)),
                "current": sorting == shown.sorting,
            }
            for sorting in Sorting
            if sorting != Sorting.RELEVANCE or shown.words
        ],
        "takeaways": takeaways(shown),
        "save_url": "" if shown.chosen.unknown else address_to_save("library", shown.choice()),
        "feed_url": facets.with_query(reverse("library_feed"), shown.choice()),
    }


def _groups(shown: Listing) -> list[dict[str, Any]]:
    groups = shown.catalogue.index.groups(shown.facets, shown.chosen, shown.found)
    if shown.fitting or shown.chosen.is_empty:
        return groups
    within = shown.found or shown.visible
    return own_facets.with_others(groups, shown.catalogue, shown.facets, shown.chosen, within)


@dataclass(frozen=True)
class WayOut:
    """What of a choice that nothing fits could be left out, and what would be found then."""

    without: str
    number: int
    url: str


def ways_out(shown: Listing) -> list[WayOut]:
    """The filters, and the words, without any one of which something is found; most first. No statement."""
    index, chosen = shown.catalogue.index, shown.chosen
    found: list[WayOut] = []
    if chosen.is_empty:
        return found
    for facet in shown.facets:
        if not chosen.of(facet.name) and facet.name not in chosen.unknown:
            continue
        rest = chosen.without(facet.name)
        if number := index.fitting(rest, shown.found).bit_count():
            values = _(" or ").join(facet.label(value) for value in sorted(chosen.of(facet.name)))
            words = f"{facet.title}: {values}" if values else str(facet.title)
            found.append(WayOut(words, number, _with_words(shown, rest.pairs())))
    if shown.text and (number := index.fitting(chosen, shown.visible).bit_count()):
        words = _("the words “%(text)s”") % {"text": shown.text}
        found.append(WayOut(words, number, own_facets.library_url(replace(shown, text="").pairs())))
    return sorted(found, key=lambda way: -way.number)


def takeaways(shown: Listing) -> list[dict[str, str]]:
    """The files in which all that was found can be taken along, and where programs find it page by page."""
    labels = {"csv": "CSV", "bib": "BibTeX", "ris": "RIS", "json": "CSL-JSON"}
    files = [
        {"label": label, "url": facets.with_query(reverse("library_export", args=[name]), shown.choice())}
        for name, label in labels.items()
    ]
    pages = [*shown.choice(), ("per_page", "100")]
    return [*files, {"label": "JSON", "url": facets.with_query(reverse("api_list", args=["resources"]), pages)}]


def rows_of(
    resources: Sequence[ResourcePage], words: Query | None = None, places: Mapping[int, int] | None = None
) -> list[Row]:
    """For lists; the resources come with their parts (`in_order`). One statement for the sizes of all covers, one for
    the first pages of those that have none, one for the pages of files on which words were found (`places`)."""
    pictures.fetch((resource.picture, COVER) for resource in resources if resource.picture)
    covers = first_pictures(list(resources))
    known = places or {}
    numbers = [resource.pk for resource in resources if resource.pk in known]
    texts = texts_of_resources([known[number] for number in numbers], numbers)
    found = {text.version.file.resource_id: text for text in texts.values()}
    return [_row(each, words or Query(""), covers.get(each.pk), found.get(each.pk)) for each in resources]


def _row(resource: ResourcePage, words: Query, cover: SlidePicture | None, found: FileText | None) -> Row:
    """One resource, the words marked in it; what was found on a slide says so, and leads there."""
    text = search_words.extract([" ".join(found.text.split())], words) if found else resource.summary
    return Row(
        title=search_words.marked(resource.title, words),
        url=viewer_url(found.version.file, resource.slug, found.number) if found else resource.get_absolute_url(),
        kind=kind_of(resource),
        date=day(resource),
        text=search_words.marked(text, words),
        names=names_of(resource.authors.all()),
        topics=[item.tag.name for item in resource.topic_items.all()],
        criteria=", ".join(map(str, resource.criteria)),
        cover=cover_of(resource),
        seed=resource.pk,
        sample=resource.is_sample,
        picture=pictures.html(resource.picture, COVER, alt="") or cover_html(cover, sizes=COVER.sizes),
        place=place_of(found) if found else "",
    )


def _with_words(shown: Listing, pairs: Pairs) -> str:
    without = replace(shown, chosen=Chosen({}))
    return own_facets.library_url([*without.pairs(), *pairs])
