"""The list of news and the article."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from taggit.models import ItemBase
from wagtail.models import Orderable
from wagtail.search import index

from cop.core.blocks import PageBlocks
from cop.core.fields import BodyField
from cop.core.models import BasePage
from cop.taxonomy.choices import Criterion
from cop.taxonomy.models import Topic
from resources.models import Work

from .. import panels
from ..choices import ArticleKind


def today() -> date:
    """The day on the site's own clock."""
    return timezone.localdate()


class NewsIndexPage(BasePage):
    """The list of news and articles, at /news/."""

    max_count = 1
    parent_page_types = ["home.HomePage"]
    subpage_types = ["news.ArticlePage"]
    template = "news/news_index_page.html"

    class Meta:
        verbose_name = _("list of news")

    def get_absolute_url(self) -> str:
        """Its address; costs no statement."""
        return reverse("news_index")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The editors' preview shows what visitors will see; visitors come by `news.views.pages`."""
        from ..selectors.listing import index_context

        return {**super().get_context(request, *args, **kwargs), **index_context(request.user, request.GET)}


class ArticleTopic(ItemBase):
    """A topic of an article."""

    tag = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="article_items")
    content_object = ParentalKey("news.ArticlePage", on_delete=models.CASCADE, related_name="topic_items")


class ArticlePage(BasePage):
    """A piece of news, or an article that explains something."""

    kind = models.CharField(_("kind"), max_length=10, choices=ArticleKind, default=ArticleKind.NEWS)
    date = models.DateField(_("date"), default=today, db_index=True, help_text=_("Shown, and decides the order."))
    date_in_words = models.CharField(
        _("date in words"),
        max_length=40,
        blank=True,
        help_text=_("Shown instead, where the day is not known. For example: June 2023"),
    )
    author = models.CharField(
        _("author"), max_length=150, blank=True, help_text=_("A name. Empty: the Secretariat wrote it.")
    )
    author_organisation = models.CharField(_("author’s organisation"), max_length=150, blank=True)
    picture = models.ForeignKey(
        "wagtailimages.Image",
        verbose_name=_("picture"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Without one the page shows a crop of the tile map."),
    )
    picture_alt = models.CharField(
        _("picture in words"),
        max_length=250,
        blank=True,
        help_text=_("What is to be seen, for people who do not see it. Empty: the description of the picture itself."),
    )
    picture_credit = models.CharField(_("credit"), max_length=150, blank=True, help_text=_("Who made the picture."))
    body = BodyField(PageBlocks(), verbose_name=_("text"), blank=True)
    topics = ClusterTaggableManager(verbose_name=_("topics"), through=ArticleTopic, blank=True)
    criteria = models.JSONField(_("fulfilment criteria"), default=list, blank=True)

    content_panels = [*BasePage.content_panels, *panels.ARTICLE]
    parent_page_types = ["news.NewsIndexPage"]
    subpage_types: list[str] = []
    template = "news/article_page.html"
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("body"),
        index.SearchField("author"),
        index.FilterField("date"),
    ]

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")

    def get_absolute_url(self) -> str:
        """Its address; costs no statement."""
        # A draft that was never saved may have no slug yet; the editor's preview needs an address all the same.
        return reverse("article_page", args=[self.slug or "preview"])

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The editors' preview shows what visitors will see; visitors come by `news.views.pages`."""
        from ..selectors.article_page import article_page

        self.slug = self.slug or "preview"
        return {**super().get_context(request, *args, **kwargs), **article_page(self, request.user)}

    @property
    def byline(self) -> str:
        """Who wrote it, in one line."""
        return ", ".join(part for part in (self.author or str(_("Secretariat")), self.author_organisation) if part)

    def clean(self) -> None:
        """Criteria are numbers from 1 to 7, each once; an organisation without an author says nothing."""
        super().clean()
        if not isinstance(self.criteria, list) or not set(self.criteria) <= set(Criterion.values):
            raise ValidationError({"criteria": _("Choose from the list.")})
        self.criteria = sorted(set(self.criteria))
        if self.author_organisation and not self.author:
            raise ValidationError({"author": _("Give the author’s name too.")})


class ArticleRegion(Orderable):
    """A region that an article is about."""

    page = ParentalKey("news.ArticlePage", on_delete=models.CASCADE, related_name="region_items")
    region = models.ForeignKey("taxonomy.Region", verbose_name=_("region"), on_delete=models.PROTECT, related_name="+")

    class Meta(Orderable.Meta):
        verbose_name = _("region")


class ArticleRelated(Orderable):
    """A page of this site that belongs to an article; shown while the reader may read it."""

    article = ParentalKey("news.ArticlePage", on_delete=models.CASCADE, related_name="related_items")
    page = models.ForeignKey("wagtailcore.Page", verbose_name=_("page"), on_delete=models.CASCADE, related_name="+")

    class Meta(Orderable.Meta):
        verbose_name = _("related page")


class ArticleDocument(Orderable):
    """A document offered with an article."""

    page = ParentalKey("news.ArticlePage", on_delete=models.CASCADE, related_name="documents")
    document = models.ForeignKey("wagtaildocs.Document", on_delete=models.CASCADE, related_name="+")
    label = models.CharField(_("label"), max_length=150, blank=True)

    class Meta(Orderable.Meta):
        verbose_name = _("attachment")


class ArticleSource(Work):
    """A published work that an article rests on."""

    page = ParentalKey("news.ArticlePage", on_delete=models.CASCADE, related_name="sources")

    class Meta(Work.Meta):
        verbose_name = _("source")
        verbose_name_plural = _("sources")
