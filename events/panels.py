"""The parts of an event page's edit form in the admin."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel

EVENT = [
    MultiFieldPanel(
        [
            FieldRowPanel([FieldPanel("kind"), FieldPanel("mode")]),
            FieldPanel("series"),
            FieldPanel("topics"),
        ],
        heading=_("What it is"),
    ),
    MultiFieldPanel(
        [
            FieldPanel("time_zone"),
            FieldRowPanel([FieldPanel("starts_at"), FieldPanel("ends_at")]),
        ],
        heading=_("When"),
        help_text=_("Times are read on the clock of the time zone given here, wherever you are."),
    ),
    MultiFieldPanel(
        [
            FieldRowPanel([FieldPanel("venue"), FieldPanel("city")]),
            FieldRowPanel([FieldPanel("address"), FieldPanel("country")]),
            FieldPanel("online_address"),
            FieldPanel("languages"),
        ],
        heading=_("Where"),
    ),
    FieldPanel("body"),
    FieldPanel("picture"),
    InlinePanel(
        "documents", [FieldPanel("document"), FieldPanel("label")], heading=_("Documents"), label=_("document")
    ),
]
