"""The home page and standard pages."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Orderable
from wagtail.search import index

from cop.core import page_cache
from cop.core.models import BasePage

from ..choices import Icon

TEXT_FEATURES = ["h2", "h3", "bold", "italic", "ol", "ul", "link", "document-link"]


class HomePage(BasePage):
    """The front door. What changes by itself on it (next event, latest) comes from selectors."""

    max_count = 1
    parent_page_types = ["wagtailcore.Page"]

    headline = models.CharField(_("headline"), max_length=80, default="Smart specialisation, learned together")
    support_page = models.ForeignKey(
        "wagtailcore.Page",
        verbose_name=_("page about targeted support"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("headline"),
        InlinePanel("services", label=_("Service"), heading=_("What you can do here")),
        InlinePanel("figures", label=_("Figure"), heading=_("The community in figures"), max_num=6),
        FieldPanel("support_page"),
    ]

    class Meta:
        verbose_name = _("home page")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from ..selectors.home_page import home_page_content

        content = home_page_content(self, request.user)
        page_cache.tag(request, "events", "news")
        for moment in content.changes_at:
            page_cache.expires(request, moment)
        return {**super().get_context(request, *args, **kwargs), "content": content}


class HomeService(Orderable):
    """One service of the community on the home page; shown while the page it leads to may be read."""

    page = ParentalKey("home.HomePage", on_delete=models.CASCADE, related_name="services")
    link = models.ForeignKey("wagtailcore.Page", verbose_name=_("leads to"), on_delete=models.CASCADE, related_name="+")
    icon = models.CharField(_("symbol"), max_length=10, choices=Icon, default=Icon.INFO)
    title = models.CharField(_("title"), max_length=60)
    text = models.CharField(_("text"), max_length=120)

    panels = [
        MultiFieldPanel([FieldPanel("title"), FieldPanel("text"), FieldPanel("link"), FieldPanel("icon")]),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("service")
        verbose_name_plural = _("services")

    def __str__(self) -> str:
        return self.title


class HomeFigure(Orderable):
    """One number about the community, with what it counts."""

    page = ParentalKey("home.HomePage", on_delete=models.CASCADE, related_name="figures")
    value = models.CharField(_("figure"), max_length=12)
    label = models.CharField(_("what it counts"), max_length=120)

    panels = [MultiFieldPanel([FieldPanel("value"), FieldPanel("label")])]

    class Meta(Orderable.Meta):
        verbose_name = _("figure")
        verbose_name_plural = _("figures")

    def __str__(self) -> str:
        return f"{self.value} {self.label}"


class StandardPage(BasePage):
    """A page of text: about S3, the community, a service, the law."""

    parent_page_types = ["home.HomePage", "home.StandardPage"]
    subpage_types = ["home.StandardPage"]

    body = RichTextField(_("text"), blank=True, features=TEXT_FEATURES)

    content_panels = [*BasePage.content_panels, FieldPanel("body")]
    search_fields = [*BasePage.search_fields, index.SearchField("body")]

    class Meta:
        verbose_name = _("page")
        verbose_name_plural = _("pages")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from ..selectors.standard_page import surroundings_of

        return {
            **super().get_context(request, *args, **kwargs),
            "surroundings": surroundings_of(self, request.user),
        }
