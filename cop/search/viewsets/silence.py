"""The report of searches without result in the Wagtail admin: what people looked for in vain."""

from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.admin.widgets.button import HeaderButton
from wagtail.permission_policies import ModelPermissionPolicy

from cop.core.sheets import safe, send

from ..models import PromotedResult, SilentSearch
from ..selectors.silence import Silence, silences

POLICY = ModelPermissionPolicy(SilentSearch)


class SilenceReportView(ReportView):
    """/admin/reports/searches/. Permission: the right to look at searches without result."""

    model = SilentSearch
    page_title = gettext_lazy("Searches without result")
    header_icon = "search"
    index_url_name = "silence_report"
    index_results_url_name = "silence_report_results"
    permission_policy = POLICY
    any_permission_required = ["view"]
    is_searchable = False

    @cached_property
    def columns(self) -> list[Column]:
        add = reverse(PromotedResult.snippet_viewset.get_url_name("add"))  # type: ignore[attr-defined]
        return [
            Column("words", label=_("Words")),
            Column("number", label=_("How often")),
            Column("last", label=_("Last")),
            TitleColumn(
                "recommend",
                label=_("What to do"),
                accessor=lambda row: _("Recommend something for it"),
                get_url=lambda row: f"{add}?{urlencode({'words': row.words})}",
            ),
        ]

    @property
    def header_buttons(self) -> list[HeaderButton]:
        from wagtail.admin.widgets.button import HeaderButton

        return [HeaderButton(_("Download as CSV"), url=reverse("silence_export"), icon_name="download")]

    def get_filtered_queryset(self) -> list[Silence]:
        return silences()


class SilenceExportView(View):
    """The same as CSV. Permission: as the report."""

    def get(self, request: HttpRequest) -> HttpResponseBase:
        if not POLICY.user_has_permission(request.user, "view"):
            raise PermissionDenied
        head = [str(_("Words")), str(_("How often")), str(_("Last"))]
        table = [head, *([safe(row.words), row.number, row.last] for row in silences())]
        day = timezone.localdate()
        return send(table, "csv", f"searches-without-result-{day:%Y-%m-%d}.csv", str(_("Searches without result")))


class SilenceMenuItem(MenuItem):
    """Shown to those who may read the report."""

    def is_shown(self, request: HttpRequest) -> bool:
        return POLICY.user_has_permission(request.user, "view")
