"""Collections: resources that editors have put together, in an order. Wagtail's own hold pictures."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, MultipleChooserPanel, PageChooserPanel
from wagtail.models import Orderable
from wagtail.search import index

from cop.core.blocks import PageBlocks
from cop.core.fields import BodyField
from cop.core.models import BasePage


class CollectionsPage(BasePage):
    """The list of collections, at /library/collections/. It also keeps that word from being a resource's address."""

    max_count = 1
    parent_page_types = ["resources.LibraryPage"]
    subpage_types = ["resources.CollectionPage"]
    template = "resources/collections_page.html"

    class Meta:
        verbose_name = _("list of collections")

    def get_absolute_url(self) -> str:
        """Its address; costs no statement."""
        return reverse("library_collections")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The editors' preview shows what visitors will see; visitors come by `resources.views.collections`."""
        from ..selectors.collections import collections_context

        return {**super().get_context(request, *args, **kwargs), **collections_context(request.user)}


class CollectionPage(BasePage):
    """One collection: what is in it stands in the editors' order."""

    body = BodyField(PageBlocks(), verbose_name=_("text"), blank=True)
    picture = models.ForeignKey(
        "wagtailimages.Image",
        verbose_name=_("cover"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Without one, the cover of the first resource is shown."),
    )

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("picture"),
        FieldPanel("body"),
        MultipleChooserPanel(
            "items",
            chooser_field_name="resource",
            panels=[PageChooserPanel("resource")],
            heading=_("Resources, in their order"),
            label=_("resource"),
        ),
    ]
    parent_page_types = ["resources.CollectionsPage"]
    subpage_types: list[str] = []
    template = "resources/collection_page.html"
    review_months = 24
    search_fields = [*BasePage.search_fields, index.SearchField("body")]

    class Meta:
        verbose_name = _("collection of resources")
        verbose_name_plural = _("collections of resources")

    def get_absolute_url(self) -> str:
        """Its address; costs no statement."""
        # A draft that was never saved may have no slug yet; the editor's preview needs an address all the same.
        return reverse("library_collection", args=[self.slug or "preview"])

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The editors' preview shows what visitors will see; visitors come by `resources.views.collections`."""
        from ..selectors.collections import collection_context

        self.slug = self.slug or "preview"
        return {**super().get_context(request, *args, **kwargs), **collection_context(self, request.user, request.GET)}


class CollectionItem(Orderable):
    """A resource in a collection; shown while the reader may read it."""

    collection = ParentalKey("resources.CollectionPage", on_delete=models.CASCADE, related_name="items")
    resource = models.ForeignKey(
        "resources.ResourcePage",
        verbose_name=_("resource"),
        on_delete=models.CASCADE,
        related_name="collection_items",
    )

    class Meta(Orderable.Meta):
        verbose_name = _("resource of a collection")
        verbose_name_plural = _("resources of a collection")
        constraints = [
            models.UniqueConstraint(fields=["collection", "resource"], name="resources_in_collection_once"),
        ]
