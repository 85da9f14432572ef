"""The doors to articles, and what an article says about itself wherever it is shown."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from django.db.models import CharField, OuterRef, QuerySet, StringAgg, Subquery, Value, prefetch_related_objects
from django.db.models.functions import Concat
from django.http import Http404
from django.utils import dateformat
from django.utils.safestring import SafeString

from cop.core import pictures
from cop.core.models import live_pages_visible_to

from ..choices import ArticleKind
from ..models import ArticlePage, ArticleTopic, NewsIndexPage

if TYPE_CHECKING:
    from cop.members.models import User

type Viewer = "User | AnonymousUser"

# Between topics, and between a topic's address and its name, where the database joins them into one text.
BETWEEN, INSIDE = "\x1e", "\x1f"
NEWEST_FIRST = ("-date", "-pk")
# On a phone as wide as the screen, beside two others on a desktop; the first of a list is as wide as three fifths.
CARD_PICTURE = pictures.shape(480, 800, cut="2:1", sizes="(width >= 48rem) 22rem, calc(100vw - 2rem)")
LEAD_PICTURE = replace(CARD_PICTURE, sizes="(width >= 48rem) 36rem, calc(100vw - 2rem)")
COVERS = {ArticleKind.NEWS: "plain", ArticleKind.ARTICLE: "deep"}


# Doors ----------------------------------------------------------------------------------------------------------


def everybody() -> AnonymousUser:
    """The visitor of whom nothing is known; what they may see may be passed on."""
    return AnonymousUser()


def articles_visible_to(user: Viewer) -> QuerySet[ArticlePage]:
    """Published articles that `user` may read."""
    return live_pages_visible_to(ArticlePage.objects.all(), user)


def public_articles() -> QuerySet[ArticlePage]:
    """Published articles that everybody may read, for maps of the site and the like."""
    return articles_visible_to(everybody())


def get_article_for(user: Viewer, slug: str) -> ArticlePage:
    """The article at this address with its topics and picture, in one statement; 404 if hidden or absent."""
    if "\0" in slug:
        raise Http404  # PostgreSQL refuses the character rather than find nothing.
    article = (
        articles_visible_to(user)
        .filter(slug=slug)
        .select_related("picture")
        .annotate(joined_topics=Subquery(joined_topics()))
        .first()
    )
    if article is None:
        raise Http404
    return article


def get_index_for(user: Viewer) -> NewsIndexPage:
    """The page that stands above the list; 404 if hidden or absent."""
    page = live_pages_visible_to(NewsIndexPage.objects.all(), user).first()
    if page is None:
        raise Http404
    return page


def joined_topics() -> QuerySet:
    """Address part and name of all topics of an article in one text, so that they come with it (see `topics_of`)."""
    return (
        ArticleTopic.objects.filter(content_object=OuterRef("pk"))
        .order_by()
        .values("content_object")
        .annotate(
            all=StringAgg(
                Concat("tag__slug", Value(INSIDE), "tag__name", output_field=CharField()), delimiter=Value(BETWEEN)
            )
        )
        .values("all")
    )


# What an article says about itself ------------------------------------------------------------------------------


def split_topics(joined: str | None) -> list[tuple[str, str]]:
    """Address part and name of each topic, out of what `joined_topics` gave, by name."""
    pairs = [each.partition(INSIDE)[::2] for each in (joined or "").split(BETWEEN) if each]
    return sorted(pairs, key=lambda pair: pair[1].casefold())


def topics_of(article: ArticlePage) -> list[tuple[str, str]]:
    """Address part and name of each topic, by name."""
    if hasattr(article, "joined_topics"):
        return split_topics(article.joined_topics)
    # A draft: its topics are those of the revision, not those of the table.
    return sorted(
        ((item.tag.slug, item.tag.name) for item in article.topic_items.all()), key=lambda pair: pair[1].casefold()
    )


def day(article: ArticlePage) -> str:
    """28 November 2023, or what editors say where the day is not known."""
    return article.date_in_words or dateformat.format(article.date, "j F Y")


@dataclass(frozen=True)
class Card:
    """An article in a list, as the component “card” takes it."""

    kind: str
    date: str
    title: str
    text: str
    url: str
    cover: str
    seed: int
    sample: bool
    picture: SafeString | str = ""


def cards(articles: Iterable[ArticlePage], *, lead: bool = False) -> list[Card]:
    """Cards of these articles, two statements for the pictures of all. `lead`: the first one is shown large."""
    listed = list(articles)
    prefetch_related_objects(listed, "picture")
    pictures.fetch((article.picture, CARD_PICTURE) for article in listed if article.picture)
    return [card(article, large=lead and number == 0) for number, article in enumerate(listed)]


def card(article: ArticlePage, *, large: bool = False) -> Card:
    """One article as a card."""
    return Card(
        kind=str(ArticleKind(article.kind).label),
        date=day(article),
        title=article.title,
        text=article.summary,
        url=article.get_absolute_url(),
        cover=COVERS[ArticleKind(article.kind)],
        seed=article.date.toordinal(),
        sample=article.is_sample,
        # The title beside it says what the card is about; the words for the picture stand on the article itself.
        picture=pictures.html(article.picture, LEAD_PICTURE if large else CARD_PICTURE, alt="", first=large),
    )
