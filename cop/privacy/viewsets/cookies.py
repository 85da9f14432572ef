"""The cookie list in the Wagtail admin, and the report of what visitors chose."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import Column, StatusTagColumn, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.views.reports import ReportView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import ModelPermissionPolicy

from ..cookie_choices import CookieCategory
from ..forms.cookies import CookieForm
from ..models import ConsentRecord, Cookie
from ..selectors.cookies import choices_by_month, read_state
from ..services.cookies import delete_cookie, save_cookie


class SaveThroughService:
    """Saves by the service, and says when visitors will be asked again."""

    asks_again = False
    form: CookieForm
    request: HttpRequest

    def save_instance(self) -> Cookie:
        before, _counts = read_state()
        cookie = save_cookie(cookie=self.form.save(commit=False), actor=self.request.user)
        after, _counts = read_state()
        self.asks_again = bool(after) and after != before
        return cookie

    def save_action(self) -> HttpResponse:
        if self.asks_again:
            messages.info(self.request, _("What is optional has changed: every visitor is asked again."))
        return super().save_action()  # type: ignore[misc]


class CookieCreateView(SaveThroughService, generic.CreateView):
    """A new entry."""


class CookieEditView(SaveThroughService, generic.EditView):
    """An entry; nothing to delete where the code declares it."""

    def get_delete_url(self) -> str | None:
        return None if self.object.is_declared_in_code else super().get_delete_url()


class CookieDeleteView(generic.DeleteView):
    """Takes an entry off the list."""

    def get_object(self, queryset: Any = None) -> Cookie:
        cookie = super().get_object(queryset)
        if cookie.is_declared_in_code:
            raise PermissionDenied
        return cookie

    def delete_action(self) -> None:
        delete_cookie(cookie=self.object, actor=self.request.user)


class CookieIndexView(generic.IndexView):
    """All entries in the order in which visitors see them."""

    @cached_property
    def columns(self) -> list[Column]:
        title = self._get_title_column_class(TitleColumn)
        return [
            title("name", label=_("Name"), get_url=self.get_edit_url, sort_key="name"),
            Column("category", label=_("Category"), accessor="get_category_display", sort_key="category"),
            Column("purpose", label=_("Purpose"), width="30%"),
            Column("duration", label=_("Duration")),
            Column("provider", label=_("Provider"), sort_key="provider"),
            StatusTagColumn(
                "origin",
                label=_("Comes from"),
                accessor=lambda row: _("The platform") if row.is_declared_in_code else _("Editors"),
                primary=lambda row: not row.is_declared_in_code,
            ),
        ]

    def get_delete_url(self, instance: Cookie) -> str | None:
        return None if instance.is_declared_in_code else super().get_delete_url(instance)


class CookieViewSet(ModelViewSet):
    """/admin/cookies/"""

    model = Cookie
    name = "cookies"
    icon = "info-circle"
    menu_label = gettext_lazy("Cookies")
    menu_order = 720
    add_to_admin_menu = True
    add_to_reference_index = False
    index_view_class = CookieIndexView
    add_view_class = CookieCreateView
    edit_view_class = CookieEditView
    delete_view_class = CookieDeleteView
    copy_view_enabled = False
    list_filter = ["category", "kind", "third_party"]
    search_fields = ["name", "purpose", "provider"]
    ordering = ["order", "name", "pk"]
    list_per_page = 50

    def get_form_class(self, for_update: bool = False) -> type[CookieForm]:
        return CookieForm


@dataclass(frozen=True)
class Count:
    """One line of the report."""

    month: str
    choice: str
    number: int


class ChoicesReportView(ReportView):
    """/admin/reports/cookie-choices/: how often visitors made which choice, month by month; nothing about who."""

    model = ConsentRecord
    page_title = gettext_lazy("Choices about cookies")
    header_icon = "info-circle"
    index_url_name = "cookie_choices"
    index_results_url_name = "cookie_choices_results"
    permission_policy = ModelPermissionPolicy(ConsentRecord)
    any_permission_required = ["view"]
    export_filename = "choices-about-cookies"
    list_export = ["month", "choice", "number"]
    export_headings = {
        "month": gettext_lazy("Month"),
        "choice": gettext_lazy("Accepted"),
        "number": gettext_lazy("How often"),
    }
    is_searchable = False

    @cached_property
    def columns(self) -> list[Column]:
        return [
            Column("month", label=_("Month")),
            Column("choice", label=_("Accepted")),
            Column("number", label=_("How often")),
        ]

    def get_filtered_queryset(self) -> list[Count]:
        return [
            Count(
                month=f"{row['month']:%Y-%m}" if self.is_export else date_format(row["month"], "F Y"),
                choice=in_words(row["accepted"]),
                number=row["number"],
            )
            for row in choices_by_month()
        ]


def in_words(accepted: str) -> str:
    """The labels of the accepted categories, or that there were none."""
    labels = [str(CookieCategory(key).label) for key in accepted.split(".") if key]
    return ", ".join(labels) or _("Nothing optional")
