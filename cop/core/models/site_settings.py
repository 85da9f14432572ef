"""What the secretariat says once for the whole site: contact, links of the footer, legal pages, announcement."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, HelpPanel, MultiFieldPanel, ObjectList, TabbedInterface
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting

from ..blocks.base import Target
from ..fields import BodyField


class LinkBlock(Target):
    """A link of the footer."""

    label = blocks.CharBlock(label=_("words"), max_length=60)

    class Meta:
        icon = "link"
        label = _("Link")


class AccountBlock(blocks.StructBlock):
    """The community elsewhere."""

    label = blocks.CharBlock(label=_("name of the network"), max_length=40)
    address = blocks.URLBlock(label=_("address"), max_length=300)

    class Meta:
        icon = "globe"
        label = _("Account")


class Tone(models.TextChoices):
    """How urgent an announcement is."""

    INFO = "", _("To know")
    WAIT = "wait", _("Please note")
    BAD = "bad", _("Something does not work")


@register_setting(icon="globe")
class SiteSettings(BaseGenericSetting):
    """One row. What pages show of it is read by `cop.core.site_frame`."""

    contact_name = models.CharField(_("who answers"), max_length=120, blank=True)
    contact_email = models.EmailField(
        _("address for letters"),
        blank=True,
        help_text=_("Messages of the contact form go here. It is not shown on public pages."),
    )
    contact_address = models.TextField(_("postal address"), max_length=300, blank=True)
    footer_text = models.TextField(
        _("text of the footer"), max_length=300, blank=True, help_text=_("Left empty, the site says what it is.")
    )
    social = BodyField([("account", AccountBlock())], verbose_name=_("the community elsewhere"), blank=True)
    footer_links = BodyField([("link", LinkBlock())], verbose_name=_("more links"), blank=True)
    legal = BodyField(
        [("link", LinkBlock())],
        verbose_name=_("legal pages"),
        blank=True,
        help_text=_("Left empty: privacy, cookies, accessibility, terms."),
    )
    security_contact = models.CharField(
        _("whom to tell about weaknesses"),
        max_length=200,
        blank=True,
        help_text=_("For /.well-known/security.txt: an address of a page or an e-mail address."),
    )

    announcement = models.CharField(
        _("text"), max_length=200, blank=True, help_text=_("One sentence above every page. Empty: no announcement.")
    )
    announcement_tone = models.CharField(_("kind"), max_length=5, choices=Tone, blank=True, default=Tone.INFO)
    announcement_link_label = models.CharField(_("words of the link"), max_length=60, blank=True)
    announcement_page = models.ForeignKey(
        "wagtailcore.Page",
        verbose_name=_("leads to"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    announcement_from = models.DateTimeField(_("from"), null=True, blank=True)
    announcement_until = models.DateTimeField(_("until"), null=True, blank=True)

    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    FieldPanel("contact_name"),
                    FieldPanel("contact_email"),
                    FieldPanel("contact_address"),
                    FieldPanel("social"),
                    FieldPanel("security_contact"),
                ],
                heading=_("Contact"),
            ),
            ObjectList(
                [FieldPanel("footer_text"), FieldPanel("footer_links"), FieldPanel("legal")], heading=_("Footer")
            ),
            ObjectList(
                [
                    HelpPanel(_("One sentence that everybody should see, for a time: above every page.")),
                    FieldPanel("announcement"),
                    FieldPanel("announcement_tone"),
                    MultiFieldPanel(
                        [FieldPanel("announcement_link_label"), FieldPanel("announcement_page")], heading=_("Link")
                    ),
                    MultiFieldPanel(
                        [FieldPanel("announcement_from"), FieldPanel("announcement_until")], heading=_("When")
                    ),
                ],
                heading=_("Announcement"),
            ),
        ]
    )

    class Meta:
        verbose_name = _("site settings")

    def clean(self) -> None:
        """An announcement ends after it begins, and a link has words and a page."""
        super().clean()
        problems: dict[str, Any] = {}
        if self.announcement_from and self.announcement_until and self.announcement_until <= self.announcement_from:
            problems["announcement_until"] = _("It must end after it begins.")
        if bool(self.announcement_link_label) != bool(self.announcement_page):
            problems["announcement_link_label"] = _("A link needs its words and its page.")
        if problems:
            raise ValidationError(problems)
