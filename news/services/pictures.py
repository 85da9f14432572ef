"""Pictures of articles in the sizes that pages show, made by the worker so that no visitor waits for them."""

from wagtail.images.models import AbstractImage

from cop.core import page_cache, pictures

from ..models import ArticlePage
from ..selectors.article_page import PICTURE
from ..selectors.articles import CARD_PICTURE

SIZES = [*PICTURE.filters, *CARD_PICTURE.filters, *pictures.SHARE.filters]


def ask_for_pictures(article: ArticlePage) -> None:
    """Hand the work to the worker, as part of the running transaction; nothing where the article has no picture."""
    from ..tasks import make_pictures

    if article.picture_id is not None:
        make_pictures.enqueue(article.pk)


def ask_after_change(image: AbstractImage) -> None:
    """A picture has a new file or another focal point: ask for its sizes again in all published articles."""
    for article in ArticlePage.objects.live().filter(picture=image.pk):
        ask_for_pictures(article)


def make_pictures(*, article_id: int) -> int:
    """Make what is missing for one article; returns how many sizes are new. A second call makes none.

    Whoever comes before this has run still gets the page: the picture is made while they wait.
    """
    article = ArticlePage.objects.live().filter(pk=article_id).select_related("picture").first()
    if article is None or article.picture is None:
        return 0
    made = pictures.make_missing(article.picture, SIZES)
    if made:
        page_cache.touch("news", f"page:{article.pk}")
    return made
