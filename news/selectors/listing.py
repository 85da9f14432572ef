"""The list of news: one page of it, its tabs and filters; the same choice for its feeds."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Any

from django.core.paginator import Page as PageOfList
from django.core.paginator import Paginator
from django.db.models import OuterRef, StringAgg, Subquery, Value
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cop.core import facets
from cop.core.facets import Chosen, Facet, Pairs, Row
from cop.taxonomy.criteria import criterion_label
from cop.taxonomy.models import Topic

from ..choices import ArticleKind
from ..models import ArticlePage, ArticleTopic
from .articles import BETWEEN, NEWEST_FIRST, Viewer, articles_visible_to, cards

# One large and four rows of three.
PER_PAGE = 13
NAMES = ("kind", "topic", "criterion", "year")
TAB = "kind"


@dataclass(frozen=True)
class Fact:
    """What articles have to say to the filters; all that say the same are one fact, with their places in the list."""

    row: Row
    places: list[int]


@dataclass(frozen=True)
class Listing:
    """What the address asks for: the choice, and the numbers of all articles that fit, newest first."""

    facets: tuple[Facet, ...]
    facts: list[Fact]
    chosen: Chosen
    fitting: list[int]


def listing(user: Viewer, query: QueryDict) -> Listing:
    """Two statements, whatever the number of articles."""
    ids, facts = facts_for(user)
    all_facets = facets_of(dict(Topic.objects.values_list("slug", "name")))
    chosen = facets.read(query, all_facets, [fact.row for fact in facts])
    if not chosen.is_empty:
        ids = [ids[place] for place in sorted(chain(*(fact.places for fact in facts if chosen.matches(fact.row))))]
    return Listing(all_facets, facts, chosen, ids)


def facts_for(user: Viewer) -> tuple[list[int], list[Fact]]:
    """Numbers of all articles that `user` may see, newest first, and what they have to say; one statement."""
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
        .values_list("pk", "kind", "date", "slugs", "criteria")
    )
    ids: list[int] = []
    same: dict[tuple[str, int, str | None, tuple[int, ...]], list[int]] = {}
    for place, (pk, kind, date, topics, criteria) in enumerate(found):
        ids.append(pk)
        same.setdefault((kind, date.year, topics, tuple(criteria)), []).append(place)
    facts = [
        Fact(
            {
                "kind": frozenset((kind,)),
                "topic": frozenset(topics.split(BETWEEN) if topics else ()),
                "criterion": frozenset(map(str, criteria)),
                "year": frozenset((str(year),)),
            },
            places,
        )
        for (kind, year, topics, criteria), places in same.items()
    ]
    return ids, facts


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
        Facet("criterion", gettext_lazy("Fulfilment criterion"), criterion_label, order=int),
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
    tab = chosen.without("topic", "criterion", "year")
    shown_under_tab = [fact for fact in shown.facts if tab.matches(fact.row)]
    return {
        "chosen": chosen,
        "page_of_list": page,
        "first": found[0] if found else None,
        "cards": found[1:],
        "tabs": tabs(shown),
        "title": title_of(chosen),
        "groups": facets.groups(
            beside,
            [fact.row for fact in shown_under_tab],
            chosen,
            numbers=[len(fact.places) for fact in shown_under_tab],
        ),
        "links": facets.links(beside, chosen, index_url),
        "kept": [(TAB, value) for value in sorted(chosen.of(TAB))],
        "filter_count": chosen.without(TAB).count,
        "clear_url": index_url(tab.pairs()),
        "feeds": feed_links(chosen),
    }


def tabs(shown: Listing) -> list[dict[str, Any]]:
    """Everything, all news, all articles: with how many fit the other filters."""
    others = shown.chosen.without(TAB)
    counts = dict.fromkeys(ArticleKind.values, 0)
    for fact in shown.facts:
        if others.matches(fact.row):
            for kind in fact.row[TAB]:
                counts[kind] += len(fact.places)
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
