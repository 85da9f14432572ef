"""The public pages of the working groups."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.search import index

from cop.core.models import BasePage
from cop.taxonomy.choices import Criterion


class WorkingGroupIndexPage(BasePage):
    """The list of groups, at /working-groups/."""

    max_count = 1
    parent_page_types = ["home.HomePage"]
    subpage_types = ["working_groups.WorkingGroupPage"]

    class Meta:
        verbose_name = _("list of working groups")


class WorkingGroupPage(BasePage):
    """What everybody may know of a group."""

    parent_page_types = ["working_groups.WorkingGroupIndexPage"]
    subpage_types: list[str] = []

    criterion = models.PositiveSmallIntegerField(_("fulfilment criterion"), choices=Criterion)
    aliases = models.CharField(_("other names"), max_length=200, blank=True)
    body = RichTextField(_("purpose"), blank=True, features=["h2", "h3", "bold", "italic", "ol", "ul", "link"])

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("criterion"),
        FieldPanel("aliases"),
        FieldPanel("body"),
    ]
    search_fields = [*BasePage.search_fields, index.SearchField("aliases"), index.SearchField("body")]

    class Meta:
        verbose_name = _("working group")
        verbose_name_plural = _("working groups")
