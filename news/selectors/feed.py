"""News as feed readers take it: the newest that everybody may read and that fit the filters, with their whole text."""

import re
from collections.abc import Sequence
from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Subquery
from django.http import QueryDict
from django.utils import feedgenerator
from django.utils.html import escape
from django.utils.translation import gettext as _
from wagtail.rich_text import expand_db_html

from cop.core.feeds import NEVER, writable

from ..models import ArticlePage
from .articles import articles_visible_to, everybody, joined_topics, topics_of
from .listing import index_url, listing, title_of
from .plain_blocks import html_of, things_in

NEWEST = 20
OWN_ADDRESS = re.compile(r'(\b(?:href|src)=")/(?!/)')
# Between the texts of articles while their links are looked up in one go.
BREAK = "<!--\x1e-->"


class Rss(feedgenerator.Rss201rev2Feed):
    """RSS with the whole text of each article beside its summary."""

    def root_attributes(self) -> dict[str, str]:
        """Names the module that brings the whole text."""
        return {**super().root_attributes(), "xmlns:content": "http://purl.org/rss/1.0/modules/content/"}

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        """The item as ever, and its text."""
        super().add_item_elements(handler, item)
        handler.addQuickElement("content:encoded", item["content"])

    def latest_post_date(self) -> datetime:
        """An empty feed must not look new each time that it is asked for."""
        return super().latest_post_date() if self.items else NEVER


class Atom(feedgenerator.Atom1Feed):
    """Atom with the whole text of each article beside its summary."""

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        """The item as ever, and its text."""
        super().add_item_elements(handler, item)
        handler.addQuickElement("content", item["content"], {"type": "html"})

    def latest_post_date(self) -> datetime:
        """An empty feed must not look new each time that it is asked for."""
        return super().latest_post_date() if self.items else NEVER


def feed(query: QueryDict, generator: type[feedgenerator.SyndicationFeed], path: str) -> tuple[bytes, datetime]:
    """The feed as bytes, and when something in it last changed. Statements: facts, topics, articles, and one for each
    kind of thing (pages, documents) that the texts link to."""
    user = everybody()
    shown = listing(user, query)
    pairs = shown.chosen.pairs()
    address = settings.SITE_URL + index_url(pairs)
    made = generator(
        title=f"{settings.WAGTAIL_SITE_NAME}: {title_of(shown.chosen) or _('News')}",
        link=address,
        description=_("What happens in the community, and what it has learned."),
        language=settings.LANGUAGE_CODE,
        feed_url=settings.SITE_URL + path + (f"?{address.partition('?')[2]}" if pairs else ""),
        feed_guid=address,
    )
    articles = _articles(shown.fitting[:NEWEST])
    for article, content in zip(articles, texts_of(articles), strict=True):
        made.add_item(
            title=writable(f"{_('Sample')}: {article.title}" if article.is_sample else article.title),
            link=settings.SITE_URL + article.get_absolute_url(),
            # Readers take it for HTML.
            description=escape(writable(article.summary)),
            # Stays the same when the article moves or the site gets another name.
            unique_id=f"urn:uuid:{article.translation_key}",
            unique_id_is_permalink=False,
            author_name=writable(article.byline),
            categories=[writable(name) for _slug, name in topics_of(article)],
            pubdate=published_at(article),
            updateddate=changed_at(article),
            content=writable(content),
        )
    return made.writeString("utf-8").encode(), max(map(changed_at, articles), default=NEVER)


def _articles(ids: Sequence[int]) -> list[ArticlePage]:
    rows = articles_visible_to(everybody()).annotate(joined_topics=Subquery(joined_topics())).in_bulk(ids)
    return [rows[pk] for pk in ids if pk in rows]


def texts_of(articles: Sequence[ArticlePage]) -> list[str]:
    """The texts as HTML with whole addresses. Links and what blocks show are looked up for all articles at once."""
    if not articles:
        return []
    bodies = [article.body.raw_data for article in articles]
    things = things_in(bodies)
    html = expand_db_html(BREAK.join(html_of(body, things).replace(BREAK, "") for body in bodies))
    return OWN_ADDRESS.sub(rf"\1{settings.SITE_URL}/", html).split(BREAK)


def published_at(article: ArticlePage) -> datetime:
    """The moment of publication if that was on its date, else noon of that date: editors may give an earlier one."""
    zone = ZoneInfo(settings.TIME_ZONE)
    first = article.first_published_at
    if first and first.astimezone(zone).date() == article.date:
        return first
    return datetime.combine(article.date, time(12), zone)


def changed_at(article: ArticlePage) -> datetime:
    """When it was last published."""
    return article.last_published_at or published_at(article)
