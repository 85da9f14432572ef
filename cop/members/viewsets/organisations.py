"""Organisations in the Wagtail admin: the list, one form, and merging duplicates in two steps."""

from typing import Any

import django_filters
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.boolean_radio_select import BooleanRadioSelect
from wagtail.admin.widgets.button import Button

from cop.taxonomy.countries import country_name

from ..forms.staff import OrganisationForm
from ..models import Organisation
from ..models.organisation import name_key
from ..permissions import can_merge_organisations
from ..refusals import MemberRefusal
from ..selectors import duplicates_of, what_a_merge_moves
from ..services.organisations import merge_organisations

CANDIDATES = 20


class OrganisationFilterSet(WagtailFilterSet):
    """Merged or not."""

    merged = django_filters.BooleanFilter(
        label=gettext_lazy("Merged"), method="filter_merged", widget=BooleanRadioSelect
    )

    class Meta:
        model = Organisation
        fields = ["is_sample"]

    def filter_merged(self, queryset: QuerySet, name: str, value: bool | None) -> QuerySet:
        return queryset if value is None else queryset.exclude(merged_into__isnull=value)


class OrganisationIndexView(generic.IndexView):
    """All organisations with the number of their members."""

    @cached_property
    def columns(self) -> list[Column]:
        title = self._get_title_column_class(TitleColumn)
        return [
            title("name", label=_("Name"), sort_key="name", get_url=self.get_edit_url),
            Column("country", label=_("Country"), accessor=lambda row: country_name(row.country_id or "")),
            Column("members", label=_("Members"), accessor="members", sort_key="members"),
            Column("merged_into", label=_("Merged into"), accessor=lambda row: row.merged_into or ""),
            DateColumn("created_at", label=_("Added"), sort_key="created_at"),
        ]

    def get_base_queryset(self) -> QuerySet[Organisation]:
        return Organisation.objects.select_related("merged_into").annotate(members=Count("profiles"))

    def search_queryset(self, queryset: QuerySet) -> QuerySet:
        return queryset.filter(name_key__contains=name_key(self.search_query)) if self.is_searching else queryset

    def get_list_more_buttons(self, instance: Organisation) -> list[Button]:
        buttons = super().get_list_more_buttons(instance)
        if can_merge_organisations(self.request.user) and instance.merged_into_id is None:
            buttons.append(
                Button(
                    _("Merge"),
                    url=reverse("organisations:merge", args=[instance.pk]),
                    icon_name="resubmit",
                    priority=15,
                )
            )
        return buttons


class MergeView(WagtailAdminTemplateMixin, TemplateView):
    """Step 1: find the one that stays. Step 2: see what moves, and do it by POST."""

    template_name = "members/admin/merge.html"
    page_title = gettext_lazy("Merge organisations")
    header_icon = "resubmit"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not can_merge_organisations(request.user):
            raise PermissionDenied
        self.source = get_object_or_404(
            Organisation.objects.select_related("country"), pk=kwargs["pk"], merged_into=None
        )
        return super().dispatch(request, *args, **kwargs)

    def candidates(self) -> QuerySet[Organisation]:
        found = duplicates_of(self.source)
        words = name_key(self.request.GET.get("q", self.source.name)).split()
        alike = Q()
        for word in words:
            if len(word) > 2 or len(words) == 1:
                alike |= Q(name_key__contains=word)
        return found.filter(alike).annotate(members=Count("profiles")).order_by("name")[:CANDIDATES]

    def target(self, given: str) -> Organisation | None:
        return duplicates_of(self.source).filter(pk=given).first() if given.isdecimal() else None

    def get_page_subtitle(self) -> str:
        return self.source.name

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        target = self.target(self.request.GET.get("target", ""))
        return super().get_context_data(**kwargs) | {
            "source": self.source,
            "source_country": country_name(self.source.country_id or ""),
            "target": target,
            "moves": what_a_merge_moves(self.source),
            "candidates": [] if target else [(row, country_name(row.country_id or "")) for row in self.candidates()],
            "query": self.request.GET.get("q", self.source.name),
            "merge_url": reverse("organisations:merge", args=[self.source.pk]),
            "index_url": reverse("organisations:index"),
        }

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        target = self.target(request.POST.get("target", ""))
        try:
            if target is None:
                raise MemberRefusal(_("Choose the organisation that stays."))
            moved = merge_organisations(source=self.source, target=target, actor=request.user)
        except MemberRefusal as refusal:
            messages.error(request, str(refusal))
            return HttpResponseRedirect(reverse("organisations:merge", args=[pk]))
        messages.success(
            request,
            _("“%(source)s” is now part of “%(target)s”; %(number)d members moved.")
            % {"source": self.source.name, "target": target.name, "number": moved["profiles"]},
        )
        return HttpResponseRedirect(reverse("organisations:index"))


class OrganisationViewSet(ModelViewSet):
    """/admin/organisations/"""

    model = Organisation
    name = "organisations"
    icon = "group"
    menu_label = gettext_lazy("Organisations")
    menu_order = 320
    add_to_admin_menu = True
    add_to_reference_index = False
    index_view_class = OrganisationIndexView
    filterset_class = OrganisationFilterSet
    search_fields = ["name_key"]
    ordering = ["name", "pk"]
    copy_view_enabled = False
    list_per_page = 50

    def get_form_class(self, for_update: bool = False) -> type[OrganisationForm]:
        return OrganisationForm

    def get_urlpatterns(self) -> list[URLPattern]:
        return [*super().get_urlpatterns(), path("merge/<int:pk>/", MergeView.as_view(), name="merge")]
