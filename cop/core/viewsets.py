"""People and partners in the Wagtail admin, under Snippets."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from .models import Partner, Person

PANELS = [FieldPanel(name) for name in ("name", "role", "text", "website", "picture", "is_sample")]


class PersonViewSet(SnippetViewSet):
    """Somebody whom pages present."""

    model = Person
    icon = "user"
    panels = PANELS
    list_display = ["name", "role", "is_sample"]
    list_filter = ["is_sample"]
    ordering = ["name", "pk"]


class PartnerViewSet(SnippetViewSet):
    """An organisation that pages present."""

    model = Partner
    icon = "globe"
    panels = PANELS
    list_display = ["name", "role", "website", "is_sample"]
    list_filter = ["is_sample"]
    ordering = ["name", "pk"]


class PresentedGroup(SnippetViewSetGroup):
    """Both, in one menu."""

    items = (PersonViewSet, PartnerViewSet)
    menu_label = _("People and partners")
    menu_icon = "group"
    menu_order = 330
