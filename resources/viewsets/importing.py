"""Old material in the Wagtail admin: sending a sheet, looking at what it would do, taking it in, the report."""

from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, TemplateView, View
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.admin.viewsets.base import ViewSet

from cop.core.sheets import send

from ..choices import ImportOutcome, ImportState
from ..forms.importing import ImportForm
from ..models import ImportRun
from ..permissions import can_import, may_import_somewhere
from ..refusals import Reason, Refused
from ..selectors.importing import is_rehearsed, progress_of, report_of, said, template
from ..services import importing
from ..services.import_sheets import COLUMNS

ROWS_ON_A_PAGE = 100
# First what somebody has to do something about.
ORDER = [ImportOutcome.REFUSED, ImportOutcome.LEFT, ImportOutcome.CHANGED, ImportOutcome.MADE, ImportOutcome.SAME]


class ForImporters(View):
    """What these views share. Permission: whoever may publish in the library (`can_import`)."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not can_import(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class SendView(ForImporters, WagtailAdminTemplateMixin, FormView):
    """Send a sheet; the columns; earlier imports."""

    template_name = "resources/admin/imports.html"
    form_class = ImportForm
    page_title = gettext_lazy("Import old material")
    header_icon = "upload"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": str(self.page_title)}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        runs = ImportRun.objects.select_related("actor")[:20]
        return {**super().get_context_data(**kwargs), "runs": runs, "columns": COLUMNS}

    def form_valid(self, form: ImportForm) -> HttpResponse:
        sheet, packed = form.cleaned_data["sheet"], form.cleaned_data["packed"]
        facts = {"packed": packed, "packed_name": str(packed.name), "size": packed.size} if packed else {}
        try:
            run = importing.begin(
                actor=cast("Any", self.request.user), sheet=sheet, name=str(sheet.name), **cast("Any", facts)
            )
        except Refused as refused:
            form.add_error("packed" if refused.reason == Reason.PACKED else "sheet", str(refused))
            return self.form_invalid(form)
        return HttpResponseRedirect(reverse("imports:run", args=[run.pk]))


class RunView(ForImporters, WagtailAdminTemplateMixin, TemplateView):
    """How far an import is, and what is said of each row. POST: take it in, or forget it."""

    template_name = "resources/admin/import.html"
    header_icon = "upload"
    run: ImportRun

    def get_page_title(self) -> str:
        return self.run.name

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("imports:index"), "label": _("Import old material")},
            {"url": "", "label": self.run.name},
        ]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.run = get_object_or_404(ImportRun, pk=kwargs["run"])
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        run = get_object_or_404(ImportRun, pk=kwargs["run"])
        actor = cast("Any", request.user)
        try:
            if "forget" in request.POST:
                importing.remove(run=run, actor=actor)
                messages.success(request, _("The sheet and its report are gone. Resources stay."))
                return HttpResponseRedirect(reverse("imports:index"))
            importing.start(run=run, actor=actor)
        except Refused as refused:
            messages.error(request, str(refused))
        return HttpResponseRedirect(reverse("imports:run", args=[run.pk]))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rank = {outcome: place for place, outcome in enumerate(ORDER)}
        lines = self.run.lines.select_related("resource") if not self.run.is_under_way else self.run.lines.none()
        ordered = sorted(lines, key=lambda line: (rank[ImportOutcome(line.outcome)], line.number))
        page = Paginator(ordered, ROWS_ON_A_PAGE).get_page(self.request.GET.get("p"))
        return {
            **super().get_context_data(**kwargs),
            "run": self.run,
            "progress": progress_of(self.run),
            "lines": [(line, said(line)) for line in page],
            "page": page,
            "is_rehearsed": is_rehearsed(self.run),
            "may_start": self.run.state == ImportState.CHECKED
            and any(line.outcome in (ImportOutcome.MADE, ImportOutcome.CHANGED) for line in ordered),
        }


class ProgressView(ForImporters):
    """The progress bar alone, asked for every few seconds. Permission: as the page around it."""

    def get(self, request: HttpRequest, run: int) -> HttpResponse:
        found = get_object_or_404(ImportRun, pk=run)
        context = {"run": found, "progress": progress_of(found), "is_rehearsed": is_rehearsed(found)}
        response = render(request, "resources/admin/partials/import_progress.html", context)
        response["Cache-Control"] = "no-store"
        return response


class ReportView(ForImporters):
    """The report as CSV. Permission: as the page."""

    def get(self, request: HttpRequest, run: int) -> HttpResponseBase:
        found = get_object_or_404(ImportRun, pk=run)
        return send(report_of(found), "csv", f"import-{found.pk}.csv", _("Report"))


class TemplateSheetView(ForImporters):
    """A sheet to fill in."""

    def get(self, request: HttpRequest, kind: str) -> HttpResponseBase:
        kind = "csv" if kind == "csv" else "xlsx"
        return send(template(), kind, f"import-template.{kind}", _("Old material"))


class ImportMenuItem(MenuItem):
    """Shown to those who may publish; whether in the library as well, the page itself asks."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may_import_somewhere(request.user)


class ImportViewSet(ViewSet):
    """/admin/imports/"""

    name = "imports"
    url_prefix = "imports"
    icon = "upload"

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", SendView.as_view(), name="index"),
            path("template.<slug:kind>", TemplateSheetView.as_view(), name="template"),
            path("<int:run>/", RunView.as_view(), name="run"),
            path("<int:run>/progress/", ProgressView.as_view(), name="progress"),
            path("<int:run>/report.csv", ReportView.as_view(), name="report"),
        ]
