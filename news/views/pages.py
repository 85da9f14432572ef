"""The list of news, the article, and the feeds."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.feedgenerator import SyndicationFeed
from django.views.decorators.http import require_safe

from cop.core import feeds, page_cache

from ..selectors import articles, feed
from ..selectors.article_page import article_page as context_of_article
from ..selectors.listing import NAMES, index_context


@require_safe
def news_index(request: HttpRequest) -> HttpResponse:
    """The list of news and articles. Permission: public; private ones are left out."""
    page = articles.get_index_for(request.user)
    page_cache.tag(request, f"page:{page.pk}", "news")
    page_cache.known_parameters(request, "page", *NAMES)
    return render(request, "news/news_index_page.html", {"page": page, **index_context(request.user, request.GET)})


@require_safe
def article_page(request: HttpRequest, slug: str) -> HttpResponse:
    """One article. Permission: public; a private or unpublished one is answered like one that does not exist."""
    article = articles.get_article_for(request.user, slug)
    # What it points to (events, other news) is published, moved and hidden through Wagtail, which drops all pages.
    page_cache.tag(request, f"page:{article.pk}", "news")
    page_cache.known_parameters(request)
    return render(request, "news/article_page.html", {"page": article, **context_of_article(article, request.user)})


@require_safe
def news_rss(request: HttpRequest) -> HttpResponse:
    """The newest as RSS, with the filters of the list. Permission: public; nothing private for anybody, because feeds
    are passed on."""
    return _feed(request, feed.Rss, "application/rss+xml; charset=utf-8")


@require_safe
def news_atom(request: HttpRequest) -> HttpResponse:
    """The newest as Atom, with the filters of the list. Permission: as RSS."""
    return _feed(request, feed.Atom, "application/atom+xml; charset=utf-8")


def _feed(request: HttpRequest, generator: type[SyndicationFeed], media_type: str) -> HttpResponse:
    content, changed_at = feed.feed(request.GET, generator, request.path)
    page_cache.tag(request, "news")
    page_cache.known_parameters(request, *NAMES)
    return feeds.answer(request, content, changed_at, media_type=media_type)
