"""The audit log in the Wagtail admin: to read, to filter, to take out as CSV. For administrators."""

import csv
from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.admin.widgets import AdminDateInput

from cop.core.sheets import FORMULA

from ..permissions import can_read_audit_log
from ..selectors import audit
from ..services.audit import note

PER_PAGE = 50
AT_ONCE = 500


class AuditFilterForm(forms.Form):
    """All of it may be left empty."""

    since = forms.DateField(label=gettext_lazy("From"), required=False, widget=AdminDateInput)
    until = forms.DateField(label=gettext_lazy("Until"), required=False, widget=AdminDateInput)
    actor = forms.CharField(label=gettext_lazy("Who"), required=False, max_length=100)
    member = forms.CharField(label=gettext_lazy("About whom"), required=False, max_length=100)
    action = forms.ChoiceField(label=gettext_lazy("What"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["action"].choices = [("", _("Everything")), *audit.actions()]  # type: ignore[attr-defined]

    def filters(self) -> audit.AuditFilters:
        """What was understood; nonsense filters nothing."""
        self.is_valid()
        return audit.AuditFilters(**{name: value for name, value in self.cleaned_data.items() if value})


class AdministratorsOnly:
    """Asked before anything is read."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        if not can_read_audit_log(request.user):
            raise PermissionDenied
        super().setup(request, *args, **kwargs)  # type: ignore[misc]


class AuditLogView(AdministratorsOnly, WagtailAdminTemplateMixin, TemplateView):
    """The newest lines first; `?export=csv` sends what the filters show."""

    template_name = "privacy/admin/audit.html"
    page_title = gettext_lazy("Audit log")
    header_icon = "view"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.form = AuditFilterForm(request.GET)
        self.rows = audit.lines(self.form.filters())
        if request.GET.get("export") == "csv":
            return self.as_csv(request)
        return super().get(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = Paginator(self.rows, PER_PAGE).get_page(self.request.GET.get("page"))
        query = self.request.GET.copy()
        query.pop("page", None)
        query["export"] = "csv"
        return super().get_context_data(
            form=self.form,
            page=page,
            lines=audit.readable(list(page.object_list)),
            export_query=query.urlencode(),
            **kwargs,
        )

    def as_csv(self, request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
        note(actor=request.user, action="privacy.audit_exported", what=request.GET.urlencode()[:200])
        response = StreamingHttpResponse(self.csv_lines(), content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="audit-{timezone.localdate():%Y-%m-%d}.csv"'
        response["Cache-Control"] = "private, no-store"
        response["X-Content-Type-Options"] = "nosniff"
        return response

    def csv_lines(self) -> Iterator[str]:
        writer = csv.writer(_Echo())
        yield "\ufeff" + writer.writerow([_("When"), _("Who"), _("About whom"), _("What"), _("Which")])
        start = 0
        while portion := list(self.rows[start : start + AT_ONCE]):
            for line in audit.readable(portion):
                cells = [line.at.isoformat(), line.actor, line.member, line.action, line.what]
                yield writer.writerow([f"'{cell}" if cell.startswith(FORMULA) else cell for cell in cells])
            start += AT_ONCE


class _Echo:
    """A file that hands back what is written to it."""

    def write(self, value: str) -> str:
        return value


class AuditMenuItem(MenuItem):
    def __init__(self) -> None:
        super().__init__(_("Audit log"), reverse("audit_log"), icon_name="view", order=910)

    def is_shown(self, request: HttpRequest) -> bool:
        return can_read_audit_log(request.user)
