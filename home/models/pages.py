"""The home page and standard pages."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.search import index

from cop.core.models import BasePage


class HomePage(BasePage):
    """The front door."""

    max_count = 1
    parent_page_types = ["wagtailcore.Page"]

    headline = models.CharField(_("headline"), max_length=80, default="Smart specialisation, learned together")
    content_panels = [*BasePage.content_panels, FieldPanel("headline")]

    class Meta:
        verbose_name = _("home page")


class StandardPage(BasePage):
    """A page of text: about S3, the community, a service."""

    body = RichTextField(_("text"), blank=True, features=["h2", "h3", "bold", "italic", "ol", "ul", "link"])

    content_panels = [*BasePage.content_panels, FieldPanel("body")]
    search_fields = [*BasePage.search_fields, index.SearchField("body")]

    class Meta:
        verbose_name = _("page")
        verbose_name_plural = _("pages")
