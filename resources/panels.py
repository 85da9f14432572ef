"""The parts of a resource's edit form in the admin."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    MultipleChooserPanel,
    PageChooserPanel,
    Panel,
)

from cop.taxonomy.viewsets import region_chooser


class FilesPanel(Panel):
    """The files that a resource has, and the way to their own view: they are no part of the form, nor of the draft."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "resources/admin/files_panel.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context = super().get_context_data(parent_context)
            resource = self.instance
            if resource.pk is not None:
                context["files"] = resource.files.select_related("current")
                context["files_url"] = reverse("resource_files:index", args=[resource.pk])
            return context


class ProposalPanel(Panel):
    """Who proposed a practice and what they agreed to; nothing on pages that editors began."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "resources/admin/proposal_panel.html"

        def is_shown(self) -> bool:
            return self.instance.pk is not None and hasattr(self.instance, "proposal")

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            return {**super().get_context_data(parent_context), "proposal": self.instance.proposal}


_FILES = FilesPanel(heading=_("Files"))
_DATES = FieldRowPanel([FieldPanel("date"), FieldPanel("date_precision")])
_AUTHORS = InlinePanel(
    "authors",
    [FieldRowPanel([FieldPanel("name"), FieldPanel("organisation")])],
    heading=_("Authors"),
    label=_("author"),
)
_ABOUT = MultiFieldPanel([FieldPanel("topics"), FieldPanel("criteria")], heading=_("What it is about"))
_REGIONS = MultipleChooserPanel(
    "region_items",
    chooser_field_name="region",
    panels=[FieldPanel("region", widget=region_chooser.widget_class)],
    heading=_("Countries and regions"),
    label=_("region"),
)
_LINKS = InlinePanel(
    "links",
    [FieldPanel("url"), FieldPanel("label")],
    heading=_("Links"),
    label=_("link"),
)
_CONTEXTS = InlinePanel(
    "context_items", [PageChooserPanel("page")], heading=_("Where it comes from: events, groups"), label=_("page")
)
_RELATED = InlinePanel(
    "related_items", [PageChooserPanel("page")], heading=_("Related pages"), label=_("page"), max_num=6
)
_TERMS = MultiFieldPanel(
    [
        FieldPanel("languages"),
        FieldRowPanel([FieldPanel("publisher"), FieldPanel("licence")]),
        FieldRowPanel([FieldPanel("doi"), FieldPanel("isbn")]),
    ],
    heading=_("For those who cite and use it"),
)

RESOURCE = [
    MultiFieldPanel([FieldPanel("kind"), _DATES], heading=_("What it is")),
    _AUTHORS,
    FieldPanel("abstract"),
    _FILES,
    _LINKS,
    FieldPanel("picture"),
    _ABOUT,
    _REGIONS,
    _CONTEXTS,
    _TERMS,
    FieldPanel("body"),
    _RELATED,
]

GOOD_PRACTICE = [
    ProposalPanel(heading=_("Proposed by a member")),
    _DATES,
    _AUTHORS,
    FieldPanel("abstract"),
    MultiFieldPanel(
        [
            FieldRowPanel([FieldPanel("began"), FieldPanel("ended")]),
            FieldPanel("challenge"),
            FieldPanel("what_was_done"),
            FieldPanel("evidence"),
            FieldPanel("cost"),
            FieldPanel("transferability"),
            FieldPanel("lessons"),
        ],
        heading=_("The practice"),
    ),
    FieldPanel("contact"),
    _FILES,
    _LINKS,
    FieldPanel("picture"),
    _ABOUT,
    _REGIONS,
    _CONTEXTS,
    _TERMS,
    FieldPanel("body"),
    _RELATED,
]
