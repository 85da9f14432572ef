"""The list of news: one page of it, its tabs and filters; the same choice for its feeds."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page as PageOfList
from django.core.paginator import Paginator
from django.db.models import OuterRef, StringAgg, Subquery, Value
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cop.core import facets
from cop.core.facets import Chosen, Facet, Pairs
from cop.taxonomy.models import Topic

from ..choices import ArticleKind
from ..models import ArticlePage, ArticleTopic
from .articles import BETWEEN, NEWEST_FIRST, Viewer, articles_visible_to, cards

# One large and four rows of three.
PER_PAGE = 13
NAMES = ("kind", "topic", "year")
TAB = "kind"


@dataclass(frozen=True)
class Listing:
    """What the address asks for: the choice, and the numbers of all articles that fit, newest first."""

    facets: tuple[Facet, ...]
    rows: list["Fact"]
    chosen: Chosen
    fitting: list[int]


class Fact(dict[str, frozenset[str]]):
    """What one article has to say to the filters, and its number."""

    __slots__ = ("pk",)

    def __init__(self, pk: int, kind: str, year: int, topics: str | None) -> None:
        super().__init__(
            kind=frozenset((kind,)),
            year=frozenset((str(year),)),
            topic=frozenset((topics or "").split(BETWEEN) if topics else ()),
        )
        self.pk = pk


def listing(user: Viewer, query: QueryDict) -> Listing:
    """Two statements, whatever the number of articles."""
    rows = facts_for(user)
    all_facets = facets_of(dict(Topic.objects.values_list("slug", "name")))
    chosen = facets.read(query, all_facets, rows)
    return Listing(all_facets, rows, chosen, [row.pk for row in rows if chosen.matches(row)])


def facts_for(user: Viewer) -> list[Fact]:
    """Facts of all articles that `user` may read, newest first; one statement."""
    slugs = (
        ArticleTopic.objects.filter(content_object=OuterRef("pk"))
        .order_by()
        .values("content_object")
        .annotate(all=StringAgg("tag__slug", delimiter=Value(BETWEEN)))
        .values("all")
    )
    found = (
        articles_visible_to(user)
        .annotate(slugs=Subquery(slugs))
        .order_by(*NEWEST_FIRST)
        .values_list("pk", "kind", "date", "slugs")
    )
    return [Fact(pk, kind, date.year, topics) for pk, kind, date, topics in found]


def facets_of(topic_names: Mapping[str, str]) -> tuple[Facet, ...]:
    """The filters of the list. The kind is chosen by the tabs."""
    return (
        Facet(
            TAB,
            gettext_lazy("Kind"),
            lambda value: str(ArticleKind(value).label),
            order=ArticleKind.values.index,
            always=frozenset(ArticleKind.values),
        ),
        Facet("topic", gettext_lazy("Topic"), lambda value: topic_names.get(value, value)),
        Facet("year", gettext_lazy("Year"), str, order=lambda value: -int(value)),
    )


def index_url(pairs: Pairs = ()) -> str:
    """The address of the list with these filters."""
    return facets.with_query(reverse("news_index"), pairs)


def feed_links(chosen: Chosen) -> list[dict[str, str]]:
    """The feeds of what is chosen."""
    pairs = chosen.pairs()
    return [
        {"label": "RSS", "type": "application/rss+xml", "url": facets.with_query(reverse("news_rss"), pairs)},
        {"label": "Atom", "type": "application/atom+xml", "url": facets.with_query(reverse("news_atom"), pairs)},
    ]


def articles_by_number(user: Viewer, ids: Iterable[int]) -> list[ArticlePage]:
    """The articles of these numbers in this order, without their texts; one statement."""
    wanted = list(ids)
    rows = articles_visible_to(user).defer("body", "search_description").in_bulk(wanted)
    return [rows[pk] for pk in wanted if pk in rows]


def index_context(user: Viewer, query: QueryDict) -> dict[str, Any]:
    """The template's context of the list. Statements: facts, topics, articles, pictures and their sizes."""
    shown = listing(user, query)
    chosen = shown.chosen
    page: PageOfList = Paginator(shown.fitting, PER_PAGE).get_page(query.get("page"))
    found = cards(articles_by_number(user, page.object_list), lead=True)
    beside = tuple(facet for facet in shown.facets if facet.name != TAB)
    return {
        "chosen": chosen,
        "page_of_list": page,
        "first": found[0] if found else None,
        "cards": found[1:],
        "tabs": tabs(shown),
        "title": title_of(chosen),
        "groups": facets.groups(
            beside, [row for row in shown.rows if chosen.having("topic").having("year").matches(row)], chosen
        ),
        "links": facets.links(beside, chosen, index_url),
        "kept": [(TAB, value) for value in sorted(chosen.of(TAB))],
        "filter_count": chosen.without(TAB).count,
        "clear_url": index_url(chosen.without("topic", "year").pairs()),
        "feeds": feed_links(chosen),
    }


def tabs(shown: Listing) -> list[dict[str, Any]]:
    """Everything, all news, all articles: with how many fit the other filters."""
    others = shown.chosen.without(TAB)
    counts = dict.fromkeys(ArticleKind.values, 0)
    for row in shown.rows:
        if others.matches(row):
            for kind in row[TAB]:
                counts[kind] += 1
    picked = shown.chosen.of(TAB)
    everything = not picked or picked == frozenset(ArticleKind.values)

    def tab(label: str, values: tuple[str, ...], number: int, current: bool) -> dict[str, Any]:
        url = index_url(shown.chosen.having(TAB, *values).pairs())
        return {"label": label, "url": url, "current": current, "count": number, "count_label": _("texts")}

    return [
        tab(_("News and articles"), (), sum(counts.values()), everything),
        tab(_("All news"), (ArticleKind.NEWS,), counts[ArticleKind.NEWS], picked == {ArticleKind.NEWS}),
        tab(_("All articles"), (ArticleKind.ARTICLE,), counts[ArticleKind.ARTICLE], picked == {ArticleKind.ARTICLE}),
    ]


def title_of(chosen: Chosen) -> str:
    """What the list is called under this tab; empty where both kinds are shown."""
    kinds = chosen.of(TAB)
    if kinds == {ArticleKind.NEWS}:
        return _("All news")
    return _("All articles") if kinds == {ArticleKind.ARTICLE} else ""


def latest_for(user: Viewer, number: int) -> list[Any]:
    """Cards of the newest, for “What’s new?”; at most three statements."""
    return cards(articles_visible_to(user).defer("body", "search_description").order_by(*NEWEST_FIRST)[:number])
