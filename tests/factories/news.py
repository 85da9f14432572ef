"""Articles for tests."""

from datetime import date
from io import BytesIO

import factory
from django.core.files.images import ImageFile
from django.utils import timezone
from PIL import Image as Canvas
from wagtail.images import get_image_model

from news.models import ArticlePage, Issue, IssueItem, NewsIndexPage, Subscriber
from tests.factories.events import home_page
from tests.factories.pages import PageFactory


def news_index() -> NewsIndexPage:
    """The one list of news, at /news/."""
    return NewsIndexPage.objects.first() or home_page().add_child(
        instance=NewsIndexPage(title="News", slug="news", summary="What happens in the community.")
    )


def picture(title: str = "Tiles", *, size: tuple[int, int] = (60, 30)):
    """A small picture in Wagtail's library."""
    file = BytesIO()
    Canvas.new("RGB", size, "#1446c8").save(file, "PNG")
    file.seek(0)
    return get_image_model().objects.create(
        title=title, description="Blue tiles", file=ImageFile(file, name="tiles.png"), width=size[0], height=size[1]
    )


class ArticlePageFactory(PageFactory):
    """A published piece of news. `topics=[…]` gives it topics; `live=False` makes a draft."""

    class Meta:
        model = ArticlePage

    title = factory.Sequence(lambda n: f"Sample news {n}")
    slug = factory.Sequence(lambda n: f"sample-news-{n}")
    summary = "What happened, in one sentence."
    date = date(2026, 3, 16)
    body = factory.LazyFunction(lambda: [{"type": "text", "value": "<p>What happened, in full.</p>"}])
    first_published_at = factory.LazyFunction(timezone.now)

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        topics = kwargs.pop("topics", ())
        article = super()._create(model_class, *args, **kwargs)
        if topics:
            article.topics.add(*topics)
            article.save()
        return article

    @classmethod
    def default_parent(cls) -> NewsIndexPage:
        return news_index()


class SubscriberFactory(factory.django.DjangoModelFactory):
    """An address that gets the newsletter; `member=…, address=""` for a member."""

    class Meta:
        model = Subscriber

    address = factory.Sequence(lambda n: f"reader{n}@readers.example")


class IssueFactory(factory.django.DjangoModelFactory):
    """A draft of the newsletter with an introduction; `pages=[…]` puts pages into it."""

    class Meta:
        model = Issue
        skip_postgeneration_save = True

    subject = factory.Sequence(lambda n: f"Sample issue {n}")
    intro = "Dear readers,\n\nthis is new."

    @factory.post_generation
    def pages(self, create, extracted, **kwargs):
        for number, page in enumerate(extracted or (), start=1):
            IssueItem.objects.create(issue=self, page=page, position=number)
