"""The public pages of the working groups."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from taggit.models import ItemBase
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.models import PagePermissionTester
from wagtail.search import index

from cop.core.addresses import address_of
from cop.core.models import BasePage
from cop.taxonomy.choices import Criterion
from cop.taxonomy.gathering import criterion_url
from cop.taxonomy.models import Topic


class WorkingGroupIndexPage(BasePage):
    """The list of groups, at /working-groups/."""

    max_count = 1
    parent_page_types = ["home.HomePage"]
    subpage_types = ["working_groups.WorkingGroupPage"]

    body = RichTextField(
        _("how the groups work"), blank=True, features=["h2", "h3", "bold", "italic", "ol", "ul", "link"]
    )

    content_panels = [*BasePage.content_panels, FieldPanel("body")]
    search_fields = [*BasePage.search_fields, index.SearchField("body")]

    class Meta:
        verbose_name = _("list of working groups")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from ..selectors.group_face import index_context

        return {
            **super().get_context(request, *args, **kwargs),
            **index_context(request.user, request.GET),
            "trail": [(_("Home"), "/")],
        }


class GroupTopic(ItemBase):
    """A topic of a working group."""

    tag = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="group_items")
    content_object = ParentalKey(
        "working_groups.WorkingGroupPage", on_delete=models.CASCADE, related_name="topic_items"
    )


class WorkingGroupPage(BasePage):
    """What everybody may know of a group."""

    parent_page_types = ["working_groups.WorkingGroupIndexPage"]
    subpage_types: list[str] = []
    # Who may read a group is said beside the page (`models.group`), not by Wagtail's view restrictions.
    private_page_options: list[str] = []

    criterion = models.PositiveSmallIntegerField(_("fulfilment criterion"), choices=Criterion)
    other_names = models.CharField(
        _("other names"), max_length=200, blank=True, help_text=_("Names that are met elsewhere, with commas between.")
    )
    topics = ClusterTaggableManager(verbose_name=_("topics"), through=GroupTopic, blank=True)
    picture = models.ForeignKey(
        "wagtailimages.Image",
        verbose_name=_("picture"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("An ornament of the page and of its card. Without one they show a crop of the tile map."),
    )
    body = RichTextField(_("purpose"), blank=True, features=["h2", "h3", "bold", "italic", "ol", "ul", "link"])

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("criterion"),
        FieldPanel("other_names"),
        FieldPanel("topics"),
        FieldPanel("picture"),
        FieldPanel("body"),
    ]
    search_fields = [*BasePage.search_fields, index.SearchField("other_names"), index.SearchField("body")]

    class Meta:
        verbose_name = _("working group")
        verbose_name_plural = _("working groups")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The editors' preview; visitors come by `working_groups.views.pages`."""
        return {
            **super().get_context(request, *args, **kwargs),
            "facts": self.facts(),
            "trail": [(_("Home"), "/"), (_("Working groups"), address_of(self).removesuffix(f"{self.slug}/"))],
        }

    def permissions_for_user(self, user: Any) -> PagePermissionTester:
        """Rights on all pages of the site are none on the page of a hidden group that one must not know of."""
        from ..permissions import secret_pages

        tester = PagePermissionTester(user, self)
        secret = secret_pages(user) if self.pk else None
        if secret is not None and secret.filter(page=self.pk).exists():
            tester.permissions = set()
        return tester

    @property
    def address(self) -> str:
        """Where it stands on the site."""
        return address_of(self)

    @property
    def criterion_name(self) -> str:
        """Criterion 6."""
        return gettext("Criterion %(number)d") % {"number": self.criterion}

    @property
    def criterion_meta(self) -> list[str]:
        """The same as the small print of a list."""
        return [self.criterion_name]

    def facts(self) -> list[tuple[str, str]]:
        """What is known at a glance."""
        link = format_html(
            '<a href="{}">{}</a>', criterion_url(self.criterion), f"{self.criterion}. {self.get_criterion_display()}"
        )
        facts: list[tuple[str, str]] = [(gettext("Fulfilment criterion"), link)]
        if self.other_names:
            facts.append((gettext("Also called"), self.other_names))
        return facts
