"""The report of pages to review, and marking one as reviewed."""

from datetime import date
from typing import Any

import django_filters
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.admin.views.reports import PageReportView
from wagtail.admin.viewsets.base import ViewSet
from wagtail.models import Page

from cop.core.page_care import possible_owners

from ..permissions import pages_editable_by
from ..refusals import EditingRefused
from ..selectors.care import reviewable_pages_for, sections_for
from ..services import reviewing


def _owners(request: HttpRequest) -> list[tuple[str, Any]]:
    people = [(str(person.pk), str(person)) for person in possible_owners(None)]
    return [("me", _("me")), ("none", _("nobody")), *people]


class ReviewFilterSet(WagtailFilterSet):
    """Due or not, whose, and in which part of the site."""

    due = django_filters.ChoiceFilter(
        label=gettext_lazy("State"),
        method="filter_due",
        choices=[("due", gettext_lazy("due now")), ("later", gettext_lazy("later")), ("none", gettext_lazy("no day"))],
        empty_label=gettext_lazy("All"),
    )
    owner = django_filters.ChoiceFilter(
        label=gettext_lazy("Owner"), method="filter_owner", choices=(), empty_label=gettext_lazy("All")
    )
    section = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Section"),
        method="filter_section",
        queryset=lambda request: sections_for(request.user),
        empty_label=gettext_lazy("All"),
    )

    class Meta:
        model = Page
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["owner"].extra["choices"] = _owners(self.request)

    def filter_due(self, queryset: QuerySet[Page], name: str, value: str) -> QuerySet[Page]:
        today = timezone.localdate()
        if value == "none":
            return queryset.filter(review_day=None)
        return queryset.filter(review_day__lte=today) if value == "due" else queryset.filter(review_day__gt=today)

    def filter_owner(self, queryset: QuerySet[Page], name: str, value: str) -> QuerySet[Page]:
        if value == "none":
            return queryset.filter(owner=None)
        return queryset.filter(owner=self.request.user.pk if value == "me" else value)

    def filter_section(self, queryset: QuerySet[Page], name: str, value: Page) -> QuerySet[Page]:
        return queryset.filter(path__startswith=value.path)


class ReviewReportView(PageReportView):
    """Published pages with their day of review. Permission: the list holds pages that this person may edit."""

    page_title = gettext_lazy("Pages to review")
    header_icon = "date"
    results_template_name = "editing/admin/reviews_results.html"
    index_url_name = "reviews:index"
    index_results_url_name = "reviews:index_results"
    filterset_class = ReviewFilterSet
    any_permission_required = ["add", "change", "publish"]
    default_ordering = "review_day"
    list_export = ["title", "section", "owner", "review_day", "last_published_at", "full_url"]
    export_headings = {
        "title": gettext_lazy("Page"),
        "section": gettext_lazy("Section"),
        "owner": gettext_lazy("Owner"),
        "review_day": gettext_lazy("Review by"),
        "last_published_at": gettext_lazy("Last published"),
        "full_url": gettext_lazy("Address"),
    }

    def get_filename(self) -> str:
        return f"pages-to-review-{timezone.localdate().isoformat()}"

    def get_queryset(self) -> QuerySet[Page]:
        return reviewable_pages_for(self.request.user).order_by(F("review_day").asc(nulls_last=True), "title", "pk")

    def write_csv_row(self, writer: Any, row_dict: dict[str, Any]) -> Any:
        return super().write_csv_row(writer, {name: _harmless(value) for name, value in row_dict.items()})

    def write_xlsx_row(self, worksheet: Any, row_dict: dict[str, Any], row_number: int) -> Any:
        return super().write_xlsx_row(worksheet, {n: _harmless(value) for n, value in row_dict.items()}, row_number)

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(*args, **kwargs), "today": timezone.localdate()}


def _harmless(value: Any) -> Any:
    """A title that a spreadsheet would take for a formula is text with an apostrophe before it."""
    if value is None or isinstance(value, date):
        return value
    text = str(value)
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


class MarkReviewedView(WagtailAdminTemplateMixin, View):
    """POST only: somebody has looked. Permission: whoever may edit the page."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        page = get_object_or_404(Page, pk=pk)
        if not pages_editable_by(request.user).filter(pk=page.pk).exists():
            raise PermissionDenied
        try:
            day = reviewing.mark_reviewed(page=page, actor=request.user)
        except EditingRefused as refused:
            messages.error(request, str(refused))
        else:
            if day:
                messages.success(
                    request,
                    _("“%(page)s” is marked as reviewed. Next review: %(day)s.")
                    % {"page": page.title, "day": date_format(day)},
                )
        return HttpResponseRedirect(reverse("reviews:index"))


class ReviewViewSet(ViewSet):
    """/admin/reviews/"""

    name = "reviews"
    icon = "date"
    menu_label = gettext_lazy("Pages to review")

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", ReviewReportView.as_view(), name="index"),
            path("results/", ReviewReportView.as_view(results_only=True), name="index_results"),
            path("<int:pk>/reviewed/", MarkReviewedView.as_view(), name="reviewed"),
        ]
