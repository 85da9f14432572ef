"""What privacy adds to the Wagtail admin."""

from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.log_actions import LogActionRegistry

from .viewsets.retention import RetentionMenuItem, RetentionReportView


@hooks.register("register_admin_urls")
def register_urls() -> list[URLPattern]:
    return [path("reports/retention/", RetentionReportView.as_view(), name="retention_report")]


@hooks.register("register_reports_menu_item")
def retention_menu_item() -> MenuItem:
    return RetentionMenuItem(_("Retention"), reverse("retention_report"), icon_name="history", order=900)


@hooks.register("register_log_actions")
def register_actions(actions: LogActionRegistry) -> None:
    for name, title in (
        ("privacy.deletion_asked", _("Deletion of the account asked for")),
        ("privacy.deletion_undone", _("Deletion of the account undone")),
    ):
        actions.register_action(name, title, title)
