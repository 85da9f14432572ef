"""All that the article page shows: one function for visitors, members and the editors' preview."""

from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.translation import gettext as _

from cop.core import pictures, structured
from cop.core.body import page_body
from cop.core.teasers import teasers_for
from cop.taxonomy.choices import Criterion
from cop.taxonomy.countries import country_name
from cop.taxonomy.gathering import criterion_url, topic_url
from resources.selectors.related import Kin, rows_beside

from ..choices import ArticleKind
from ..models import ArticlePage, ArticleSource, ArticleTopic
from .articles import COVERS, NEWEST_FIRST, Viewer, articles_visible_to, cards, day, topics_of

# Beside the title on a desktop, below it on a phone.
PICTURE = pictures.shape(480, 800, 1200, sizes="(width >= 62rem) 34rem, calc(100vw - 2rem)")
MORE = 3


def article_page(article: ArticlePage, user: Viewer) -> dict[str, Any]:
    """The template's context. Statements beyond the article itself: sources, sizes of the picture, regions, files,
    related pages (two), more news and its pictures (two)."""
    sources = list(article.sources.all())
    picture = pictures.html(article.picture, PICTURE, alt=article.picture_alt or None, first=True)
    shared = pictures.shared(article.picture)
    share_url = pictures.absolute(shared.url) if shared else ""
    address = f"{settings.SITE_URL}{article.get_absolute_url()}"
    return {
        "article": article,
        "body": page_body(article.body, user),
        "kind": str(ArticleKind(article.kind).label),
        "day": day(article),
        "trail": [(_("Home"), "/"), (_("News"), reverse("news_index"))],
        "picture": picture,
        "shared": shared,
        "cover": COVERS[ArticleKind(article.kind)],
        "seed": article.date.toordinal(),
        "address": address,
        "topics": [(name, topic_url(slug)) for slug, name in topics_of(article)],
        "criteria": criteria_of(article),
        "regions": regions_of(article),
        "attachments": attachments_of(article),
        "sources": sources,
        "related": related_to(article, user),
        "library": library_beside(article, user),
        "more": more_like(article, user),
        "structured": structured.as_script(article_data(article, sources, address=address, picture_url=share_url)),
    }


def criteria_of(article: ArticlePage) -> list[tuple[int, str, str]]:
    """Number, short name and page of each criterion."""
    known = [number for number in article.criteria if number in Criterion.values]
    return [(number, str(Criterion(number).label), criterion_url(number)) for number in known]


def regions_of(article: ArticlePage) -> list[tuple[str, str]]:
    """Name of each region in the editors' order; none has a page of its own."""
    items = article.region_items.all()
    if article.pk and not hasattr(items, "get_object_list"):
        items = items.select_related("region")
    regions = [item.region for item in items]
    return [(country_name(region.code) if region.level == 0 else region.name, "") for region in regions]


def attachments_of(article: ArticlePage) -> list[dict[str, str]]:
    """The documents offered, as the component “file” takes them."""
    items = article.documents.all()
    if article.pk and not hasattr(items, "get_object_list"):
        items = items.select_related("document")
    return [
        {
            "title": item.label or item.document.title,
            "url": item.document.url,
            "kind": item.document.file_extension.upper(),
            "text": filesizeformat(item.document.file_size) if item.document.file_size else "",
        }
        for item in items
    ]


def library_beside(article: ArticlePage, user: Viewer) -> list[dict[str, Any]]:
    """What of the library is near to it, as the component “row” takes it. One statement."""
    kin = Kin(topics=[slug for slug, _name in topics_of(article)], criteria=article.criteria)
    return rows_beside(kin, user)


def related_to(article: ArticlePage, user: Viewer) -> list[dict[str, Any]]:
    """The pages that editors have put beside it, as far as this viewer may read them, as the component “row” takes
    them; one statement for the list and one for the pages."""
    return [
        {
            "title": teaser.title,
            "url": teaser.url,
            "meta": [part for part in (teaser.kind, teaser.date) if part],
            "sample": teaser.is_sample,
        }
        for teaser in teasers_for(user, [item.page_id for item in article.related_items.all()])
    ]


def more_like(article: ArticlePage, user: Viewer) -> list[Any]:
    """Three others to read on: those that share a topic first, then the newest."""
    own = ArticleTopic.objects.filter(content_object=article.pk).values("tag")
    shares = ArticleTopic.objects.filter(content_object=OuterRef("pk"), tag__in=own)
    others = (
        articles_visible_to(user)
        .exclude(pk=article.pk)
        .defer("body", "search_description")
        .order_by(Exists(shares).desc(), *NEWEST_FIRST)[:MORE]
    )
    return cards(others)


def article_data(
    article: ArticlePage, sources: list[ArticleSource], *, address: str, picture_url: str
) -> dict[str, Any]:
    """The article as schema.org describes news, for search engines."""
    publisher = {"@type": "Organization", "name": settings.WAGTAIL_SITE_NAME, "url": settings.SITE_URL}
    changed = article.last_published_at
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": article.title,
        "description": article.description,
        "url": address,
        "mainEntityOfPage": address,
        "datePublished": article.date.isoformat(),
        "dateModified": changed.isoformat() if changed and changed.date() >= article.date else article.date.isoformat(),
        "articleSection": str(ArticleKind(article.kind).label),
        "keywords": [name for _slug, name in topics_of(article)],
        "author": {"@type": "Person", "name": article.author} if article.author else publisher,
        "publisher": publisher,
        "citation": [source.address for source in sources if source.address],
    }
    if article.author and article.author_organisation:
        data["author"]["affiliation"] = {"@type": "Organization", "name": article.author_organisation}
    if picture_url:
        data["image"] = [picture_url]
    return {name: value for name, value in data.items() if value}
