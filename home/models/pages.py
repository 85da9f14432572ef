"""The home page and standard pages: composed from blocks."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page
from wagtail.search import index

from cop.core import page_cache
from cop.core.fields import BodyField
from cop.core.models import BasePage

from ..blocks import HomeBlocks, StandardBlocks

# Wagtail keeps a page's place in 255 characters, four a level, and answers 500 where they run out. Nobody finds
# anything so deep down anyway.
DEEPEST = 12
LEAD = _(
    "Regions across the EU decide where their strengths in research and innovation lie. Here the people who write and "
    "run those strategies meet, ask, and share what works."
)


def usual_blocks() -> list[tuple[str, None]]:
    """What a home page shows before editors have composed it."""
    return [("next_event", None), ("latest", None), ("criteria", None)]


class HomePage(BasePage):
    """The front door. What changes by itself on it (next event, latest) comes from selectors."""

    max_count = 1
    parent_page_types = ["wagtailcore.Page"]

    headline = models.CharField(_("headline"), max_length=80, default="Smart specialisation, learned together")
    lead = models.TextField(_("lead"), max_length=300, blank=True, default=LEAD)
    body = BodyField(HomeBlocks(), verbose_name=_("parts"), blank=True, default=usual_blocks)

    content_panels = [*BasePage.content_panels, FieldPanel("headline"), FieldPanel("lead"), FieldPanel("body")]

    class Meta:
        verbose_name = _("home page")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from cop.core.body import page_body

        from ..selectors.home_page import home_page_content

        body = page_body(self.body, request.user)
        content = home_page_content(request.user, {block.block_type for block in body.blocks})
        page_cache.tag(request, "events", "news")
        for moment in content.changes_at:
            page_cache.expires(request, moment)
        return {**super().get_context(request, *args, **kwargs), "body": body, "content": content}


class NestingPage(BasePage):
    """A page that may stand below its own kind, to a depth in which people find their way."""

    class Meta:
        abstract = True

    @classmethod
    def can_create_at(cls, parent: Page) -> bool:
        return parent.depth < DEEPEST and super().can_create_at(parent)

    def can_move_to(self, parent: Page) -> bool:
        below = self.get_descendants().aggregate(deepest=models.Max("depth"))["deepest"] or self.depth
        return parent.depth + 1 + below - self.depth <= DEEPEST and super().can_move_to(parent)


class StandardPage(NestingPage):
    """A page of text: about S3, the community, a service, the law."""

    parent_page_types = ["home.HomePage", "home.StandardPage"]
    subpage_types = ["home.StandardPage"]

    picture = models.ForeignKey(
        "wagtailimages.Image",
        verbose_name=_("picture"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("An ornament beside the title, and what people see who share the page. Without: squares."),
    )
    body = BodyField(StandardBlocks(), verbose_name=_("content"), blank=True)

    content_panels = [*BasePage.content_panels, FieldPanel("picture"), FieldPanel("body")]
    search_fields = [*BasePage.search_fields, index.SearchField("body")]

    class Meta:
        verbose_name = _("page")
        verbose_name_plural = _("pages")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from ..selectors.standard_page import standard_page_content

        return {
            **super().get_context(request, *args, **kwargs),
            **standard_page_content(self, request.user),
        }
