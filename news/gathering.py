"""What of the news stands on the page of a topic or criterion."""

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from cop.core.counted import first_of
from cop.taxonomy.criteria import with_criterion
from cop.taxonomy.gathering import Gathered, Subject, Thing, register

from .choices import ArticleKind
from .models import ArticlePage, ArticleTopic
from .selectors.articles import NEWEST_FIRST, articles_visible_to, day
from .selectors.feed import changed_at, published_at
from .selectors.listing import index_url

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from cop.members.models import User

    Viewer = User | AnonymousUser


def register_source() -> None:
    """Called once, when the apps are ready."""
    register(
        "news", title=_("News"), more_label=_("All this news"), find=find_news, order=50, tags=("news",), is_beside=True
    )


def find_news(subject: Subject, user: "Viewer", most: int) -> Gathered:
    """News and articles, the newest first. One statement."""
    found = articles_visible_to(user).defer("body", "search_description")
    if subject.criterion is not None:
        found = with_criterion(found, subject.criterion)
    else:
        on_it = ArticleTopic.objects.filter(content_object=OuterRef("pk"), tag__slug__in=subject.topics)
        found = found.filter(Exists(on_it))
    number, articles = first_of(found.order_by(*NEWEST_FIRST), most)
    return Gathered(number, [_thing(article) for article in articles], index_url(subject.pairs))


def _thing(article: ArticlePage) -> Thing:
    kind = str(ArticleKind(article.kind).label)
    return Thing(
        title=article.title,
        url=article.get_absolute_url(),
        meta=[kind, day(article)],
        text=article.summary,
        is_sample=article.is_sample,
        kind=kind,
        uid=f"urn:uuid:{article.translation_key}",
        published=published_at(article),
        changed=changed_at(article),
    )
