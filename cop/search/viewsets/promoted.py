"""Recommended results in the Wagtail admin, under Snippets."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.snippets.views.snippets import CreateView, SnippetViewSet

from ..models import PromotedResult
from ..models.promoted import LONGEST_WORDS


class PromotedCreateView(CreateView):
    """A new one; the report of searches without result brings its words along."""

    def get_initial_form_instance(self) -> PromotedResult:
        instance = super().get_initial_form_instance() or PromotedResult()
        instance.words = self.request.GET.get("words", "").replace("\0", "")[:LONGEST_WORDS]
        return instance


class PromotedResultViewSet(SnippetViewSet):
    """What stands on top of a search for certain words."""

    model = PromotedResult
    icon = "pick"
    add_view_class = PromotedCreateView
    list_display = ["__str__", "page", "address", "begins", "ends"]
    ordering = ["words", "pk"]
    panels = [
        FieldPanel("words"),
        MultiFieldPanel([FieldPanel("page"), FieldPanel("address"), FieldPanel("title")], heading=_("Leads to")),
        FieldPanel("text"),
        FieldRowPanel([FieldPanel("begins"), FieldPanel("ends")], heading=_("Shown")),
    ]
