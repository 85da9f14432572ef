"""What privacy adds to the Wagtail admin."""

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.log_actions import LogActionRegistry
from wagtail.snippets.models import register_snippet

from . import audit
from .viewsets.audit import AuditLogView, AuditMenuItem
from .viewsets.cookies import ChoicesReportView, CookieViewSet
from .viewsets.retention import RetentionMenuItem, RetentionReportView
from .viewsets.terms import TermsVersionViewSet, ask_after_saving, keep_what_was_asked_for

register_snippet(TermsVersionViewSet)
hooks.register("after_create_snippet", ask_after_saving)
hooks.register("after_edit_snippet", ask_after_saving)
hooks.register("before_delete_snippet", keep_what_was_asked_for)
audit.register_action("privacy.audit_exported", _("Audit log exported"))


@hooks.register("register_admin_viewset")
def register_cookies() -> CookieViewSet:
    return CookieViewSet()


@hooks.register("register_admin_urls")
def register_choices_report() -> list[URLPattern]:
    return [
        path("reports/cookie-choices/", ChoicesReportView.as_view(), name="cookie_choices"),
        path(
            "reports/cookie-choices/results/",
            ChoicesReportView.as_view(results_only=True),
            name="cookie_choices_results",
        ),
    ]


class ChoicesMenuItem(MenuItem):
    """Shown to those who may read the report."""

    def is_shown(self, request: HttpRequest) -> bool:
        return ChoicesReportView.permission_policy.user_has_permission(request.user, "view")


@hooks.register("register_reports_menu_item")
def choices_item() -> MenuItem:
    return ChoicesMenuItem(
        _("Choices about cookies"), reverse("cookie_choices"), name="cookie-choices", icon_name="info-circle", order=850
    )


@hooks.register("register_permissions")
def offer_permissions() -> QuerySet[Permission]:
    """The report may be given to a role; the list's own rights Wagtail offers by itself."""
    return Permission.objects.filter(content_type__app_label="privacy", codename="view_consentrecord")


@hooks.register("register_admin_urls")
def register_urls() -> list[URLPattern]:
    return [
        path("reports/retention/", RetentionReportView.as_view(), name="retention_report"),
        path("reports/audit/", AuditLogView.as_view(), name="audit_log"),
    ]


@hooks.register("register_reports_menu_item")
def retention_menu_item() -> MenuItem:
    return RetentionMenuItem(_("Retention"), reverse("retention_report"), icon_name="history", order=900)


@hooks.register("register_reports_menu_item")
def audit_menu_item() -> MenuItem:
    return AuditMenuItem()


@hooks.register("register_log_actions")
def register_actions(actions: LogActionRegistry) -> None:
    for name, title in (
        ("privacy.dormant_announced", _("Deletion of an unused account announced")),
        ("privacy.deletion_asked", _("Deletion of the account asked for")),
        ("privacy.deletion_undone", _("Deletion of the account undone")),
    ):
        actions.register_action(name, title, title)
