"""What the search adds to the Wagtail admin: recommended results, the report of searches without result."""

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.snippets.models import register_snippet

from .viewsets.promoted import PromotedResultViewSet
from .viewsets.silence import SilenceExportView, SilenceMenuItem, SilenceReportView

register_snippet(PromotedResultViewSet)


@hooks.register("register_admin_urls")
def register_report() -> list[URLPattern]:
    return [
        path("reports/searches/", SilenceReportView.as_view(), name="silence_report"),
        path("reports/searches/results/", SilenceReportView.as_view(results_only=True), name="silence_report_results"),
        path("reports/searches/csv/", SilenceExportView.as_view(), name="silence_export"),
    ]


@hooks.register("register_reports_menu_item")
def report_item() -> MenuItem:
    return SilenceMenuItem(
        _("Searches without result"), reverse("silence_report"), name="searches", icon_name="search", order=860
    )


@hooks.register("register_permissions")
def offer_permissions() -> QuerySet[Permission]:
    """The report may be given to a role; the rights to recommended results Wagtail offers by itself."""
    return Permission.objects.filter(content_type__app_label="search", codename="view_silentsearch")
