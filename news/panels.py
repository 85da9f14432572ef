"""The parts of an article's edit form in the admin."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    MultipleChooserPanel,
    PageChooserPanel,
)

from cop.taxonomy.viewsets import region_chooser

ARTICLE = [
    MultiFieldPanel(
        [
            FieldPanel("kind"),
            FieldRowPanel([FieldPanel("date"), FieldPanel("date_in_words")]),
            FieldRowPanel([FieldPanel("author"), FieldPanel("author_organisation")]),
        ],
        heading=_("What it is"),
    ),
    MultiFieldPanel(
        [FieldPanel("picture"), FieldPanel("picture_alt"), FieldPanel("picture_credit")], heading=_("Picture")
    ),
    FieldPanel("body"),
    MultiFieldPanel([FieldPanel("topics"), FieldPanel("criteria")], heading=_("What it is about")),
    MultipleChooserPanel(
        "region_items",
        chooser_field_name="region",
        panels=[FieldPanel("region", widget=region_chooser.widget_class)],
        heading=_("Regions"),
        label=_("region"),
    ),
    InlinePanel("related_items", [PageChooserPanel("page")], heading=_("Related pages"), label=_("page"), max_num=6),
    InlinePanel(
        "documents", [FieldPanel("document"), FieldPanel("label")], heading=_("Attachments"), label=_("attachment")
    ),
    InlinePanel("sources", heading=_("Sources"), label=_("source")),
]
