"""Choosing the columns of a sheet in the Wagtail admin, and sending it."""

from itertools import groupby
from typing import Any

from django import forms
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from cop.core.sheets import KINDS, send

from .. import exports
from ..models import Question, Registration
from ..services.exporting import note_export
from .access import ManagersOnly, event_or_404
from .registrations import filtered


class ExportForm(forms.Form):
    """Which columns, and as what. Sensitive ones stand apart and are not ticked beforehand."""

    columns = forms.MultipleChoiceField(label=gettext_lazy("Columns"), widget=forms.CheckboxSelectMultiple)
    sensitive = forms.MultipleChoiceField(
        label=gettext_lazy("Sensitive answers"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Tick these only if you need them, and delete the file when you are done."),
    )
    kind = forms.ChoiceField(label=gettext_lazy("File"), choices=KINDS, initial="xlsx", widget=forms.RadioSelect)

    def __init__(self, *args: Any, columns: list[exports.SheetColumn], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        plain = [column for column in columns if not column.is_sensitive]
        sensitive = [(column.name, column.label) for column in columns if column.is_sensitive]
        self.fields["columns"].choices = [  # type: ignore[attr-defined]
            (group, [(column.name, column.label) for column in members])
            for group, members in groupby(plain, key=lambda column: column.group)
        ]
        self.fields["columns"].initial = [column.name for column in plain]
        if sensitive:
            self.fields["sensitive"].choices = sensitive  # type: ignore[attr-defined]
        else:
            del self.fields["sensitive"]


class ExportView(ManagersOnly, WagtailAdminTemplateMixin, FormView):
    """The columns to choose from; then the file, with what the list showed."""

    template_name = "events/admin/export.html"
    form_class = ExportForm
    header_icon = "download"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.event = event_or_404(kwargs["event"]) if "event" in kwargs else None

    def get_page_title(self) -> str:
        return _("Export registrations")

    def get_page_subtitle(self) -> str:
        return self.event.title if self.event else ""

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        items = [*self.breadcrumbs_items, {"url": reverse("registrations:index"), "label": _("Registrations")}]
        if self.event:
            items.append({"url": reverse("registrations:event", args=[self.event.pk]), "label": self.event.title})
        return [*items, {"url": "", "label": _("Export")}]

    @cached_property
    def columns(self) -> list[exports.SheetColumn]:
        if self.event is None:
            return exports.columns_for(None)
        questions = Question.objects.filter(setup__event=self.event).order_by("sort_order", "pk")
        return exports.columns_for(self.event, list(questions))

    @cached_property
    def registrations(self) -> Any:
        return filtered(self.request, self.event, self.request.GET).order_by("created_at", "pk")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "columns": self.columns}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(count=self.registrations.count(), **kwargs)

    def form_valid(self, form: ExportForm) -> HttpResponseBase:
        chosen = {*form.cleaned_data["columns"], *form.cleaned_data.get("sensitive", [])}
        columns = [column for column in self.columns if column.name in chosen]
        kind = form.cleaned_data["kind"]
        note_export(
            actor=self.request.user,
            event_ids=[self.event.pk]
            if self.event
            else Registration.objects.filter(pk__in=self.registrations.order_by().values("pk"))
            .order_by()
            .values_list("event_id", flat=True)
            .distinct(),
            columns=[column.name for column in columns],
            count=self.registrations.count(),
            kind=kind,
            filters=self.request.GET.urlencode(),
        )
        name = f"{slugify(self.event.slug) if self.event else 'registrations'}-{timezone.localdate():%Y-%m-%d}.{kind}"
        return send(exports.rows(self.registrations, columns), kind, name, _("Registrations"))
