"""What programs may read of the news."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db.models import Prefetch, Subquery
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from cop.core.api import Collection, Field, Found, Parameter, register
from cop.core.api import schema as s
from cop.taxonomy.choices import Criterion
from cop.taxonomy.countries import country_name

from .choices import ArticleKind
from .models import ArticlePage, ArticleRegion
from .selectors.articles import articles_visible_to, everybody, joined_topics, topics_of
from .selectors.feed import changed_at, published_at
from .selectors.listing import listing


def _regions(article: ArticlePage) -> list[dict[str, str]]:
    regions = [item.region for item in article.region_items.all()]
    return [
        {"code": region.code, "name": country_name(region.code) if region.level == 0 else region.name}
        for region in regions
    ]


FIELDS = (
    Field("number", s.NUMBER, lambda row: row.pk, _("Its number, which stays.")),
    Field("url", s.URL, lambda row: settings.SITE_URL + row.get_absolute_url(), _("Where it can be read.")),
    Field("title", s.TEXT, lambda row: row.title, _("Its title.")),
    Field("summary", s.TEXT, lambda row: row.summary, _("One or two sentences.")),
    Field("kind", s.one_of(ArticleKind.values), lambda row: row.kind, _("News, or an article that explains.")),
    Field("date", s.DAY, lambda row: row.date.isoformat(), _("Its date.")),
    Field("date_in_words", s.TEXT, lambda row: row.date_in_words, _("Said instead, where the day is not known.")),
    Field("author", s.TEXT, lambda row: row.author, _("Who wrote it. Empty: the Secretariat.")),
    Field("organisation", s.TEXT, lambda row: row.author_organisation, _("The author’s organisation.")),
    Field(
        "topics",
        s.TOPICS,
        lambda row: [{"slug": slug, "name": name} for slug, name in topics_of(row)],
        _("What it is about."),
    ),
    Field(
        "criteria",
        s.CRITERIA,
        lambda row: row.criteria,
        _("Fulfilment criteria of enabling condition 1.1."),
    ),
    Field("regions", s.many(s.REGION), _regions, _("Countries and regions, by NUTS 2024.")),
    Field("is_sample", s.YES_OR_NO, lambda row: row.is_sample, _("Invented, to show how the site works?")),
    Field("published", s.TIME, lambda row: published_at(row).isoformat(), _("When it was published.")),
    Field("changed", s.TIME, lambda row: changed_at(row).isoformat(), _("When its page last changed.")),
)

PARAMETERS = (
    Parameter("kind", s.one_of(ArticleKind.values), _("News or article."), many=True, example="news"),
    Parameter("topic", s.SLUG, _("Address part of a topic."), many=True, example="governance"),
    Parameter("criterion", s.one_of(Criterion.values), _("Fulfilment criterion."), many=True, example="4"),
    Parameter("year", s.YEAR, _("Year of its date."), many=True, example="2026"),
)


def find(query: QueryDict) -> Found:
    """As the list shows it to visitors, the newest first. Two statements."""
    return Found(listing(everybody(), query).fitting)


def load(ids: Iterable[int]) -> list[Any]:
    """Two statements: articles with topics, regions."""
    wanted = list(ids)
    rows = (
        articles_visible_to(everybody())
        .defer("body", "search_description")
        .annotate(joined_topics=Subquery(joined_topics()))
        .prefetch_related(Prefetch("region_items", ArticleRegion.objects.select_related("region")))
    )
    found: dict[int, ArticlePage] = rows.in_bulk(wanted)
    return [found[pk] for pk in wanted if pk in found]


def register_collection() -> None:
    """Called once, when the apps are ready."""
    register(
        Collection(
            key="news",
            title=_("News and articles"),
            text=_(
                "What happens in the community, the newest first; filters as in the list. Whole texts are in the feeds."
            ),
            page="/news/",
            fields=FIELDS,
            parameters=PARAMETERS,
            find=find,
            load=load,
            changed=changed_at,
            tags=("news",),
        )
    )
