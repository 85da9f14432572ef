"""Versions of terms and privacy notice in the Wagtail admin."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.panels import FieldPanel
from wagtail.admin.ui.tables import BooleanColumn
from wagtail.snippets.views.snippets import SnippetViewSet

from ..models import TermsVersion
from ..services import terms


class TermsVersionViewSet(SnippetViewSet):
    """/admin/snippets/privacy/termsversion/"""

    model = TermsVersion
    icon = "doc-full"
    menu_label = gettext_lazy("Terms and privacy notice")
    menu_name = "terms"
    menu_order = 340
    add_to_settings_menu = True
    copy_view_enabled = False
    add_to_reference_index = False
    list_display = ["__str__", "in_force_from", BooleanColumn("asked_at", label=gettext_lazy("Members are asked"))]
    panels = [FieldPanel(name) for name in ("document", "in_force_from", "what_changed", "address")]


def ask_after_saving(request: HttpRequest, instance: Any) -> None:
    """A version that is in force already is asked for at once; later ones by the clock."""
    if isinstance(instance, TermsVersion):
        terms.ask_everybody()


def keep_what_was_asked_for(request: HttpRequest, instances: Any) -> HttpResponseRedirect | None:
    """A version that members were asked to accept stays."""
    if request.method != "POST" or not any(isinstance(each, TermsVersion) and each.asked_at for each in instances):
        return None
    messages.error(request, _("Members have been asked to accept this version; it stays. Make a new one instead."))
    return HttpResponseRedirect(reverse(TermsVersion.snippet_viewset.get_url_name("list")))
