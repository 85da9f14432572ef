"""Approvals in the Wagtail admin: those of a page, asking for one, taking it back."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, TemplateView
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.base import BaseListingView
from wagtail.admin.viewsets.base import ViewSet
from wagtail.models import Page

from ..forms import AskForm
from ..models import Approval
from ..permissions import can_edit, pages_editable_by, state_of
from ..refusals import EditingRefused
from ..selectors.approvals import approvals_of
from ..services import approvals


def page_or_refusal(request: HttpRequest, pk: int) -> Page:
    """The page, for those who may edit it."""
    page = get_object_or_404(Page, pk=pk)
    if not can_edit(request.user, page):
        raise PermissionDenied
    return page


class ApprovalIndexView(BaseListingView):
    """All requests about pages that this person may edit. Permission: the list holds nothing else."""

    model = Approval
    page_title = gettext_lazy("Approvals")
    header_icon = "check"
    index_url_name = "approvals:index"
    index_results_url_name = "approvals:index_results"
    paginate_by = 50
    verbose_name_plural = gettext_lazy("approvals")

    def get_base_queryset(self) -> QuerySet[Approval]:
        user = self.request.user
        found = Approval.objects.select_related("page", "created_by").filter(page__in=pages_editable_by(user))
        return found.filter(created_by=user) if self.request.GET.get("mine") else found

    @property
    def columns(self) -> list[Column]:
        now = timezone.now()
        return [
            TitleColumn(
                "page",
                label=_("Page"),
                accessor=lambda approval: approval.page.get_admin_display_title(),
                get_url=lambda approval: reverse("approvals:page", args=[approval.page_id]),
            ),
            Column("name", label=_("Asked")),
            Column("state", label=_("State"), accessor=lambda approval: state_of(approval, now=now).label),
            Column("created_by", label=_("Asked by")),
            DateColumn("created_at", label=_("Asked at")),
        ]


class PageApprovalsView(WagtailAdminTemplateMixin, FormView):
    """The requests of one page, and the form for a new one. Permission: whoever may edit the page."""

    template_name = "editing/admin/approvals.html"
    form_class = AskForm
    header_icon = "check"
    page_title = gettext_lazy("Approvals")

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        self.page = page_or_refusal(request, kwargs["page"])
        super().setup(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        return self.page.get_admin_display_title()

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("wagtailadmin_pages:edit", args=[self.page.pk]), "label": self.get_page_subtitle()},
            {"url": "", "label": self.page_title},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            page=self.page,
            lines=approvals_of(self.page, now=timezone.now()),
            edit_url=reverse("wagtailadmin_pages:edit", args=[self.page.pk]),
            **kwargs,
        )

    def form_valid(self, form: AskForm) -> HttpResponse:
        data = form.cleaned_data
        try:
            approvals.ask(page=self.page, actor=self.request.user, **data)
        except EditingRefused as refused:
            form.add_error(None, str(refused))
            return self.form_invalid(form)
        messages.success(self.request, _("%(name)s has been asked by letter.") % {"name": data["name"]})
        return HttpResponseRedirect(reverse("approvals:page", args=[self.page.pk]))


class RevokeView(WagtailAdminTemplateMixin, TemplateView):
    """Take a request back. Permission: whoever may edit the page."""

    template_name = "editing/admin/confirm.html"
    header_icon = "cross"
    page_title = gettext_lazy("Withdraw a request")

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        self.approval = get_object_or_404(Approval.objects.select_related("page"), pk=kwargs["pk"])
        if not can_edit(request.user, self.approval.page):
            raise PermissionDenied
        super().setup(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            question=_("Withdraw the request to %(name)s?") % {"name": self.approval.name},
            explanation=_("The link in the letter stops working at once. Nobody is told."),
            yes=_("Withdraw"),
            back_url=self.back_url,
            **kwargs,
        )

    @property
    def back_url(self) -> str:
        return reverse("approvals:page", args=[self.approval.page_id])

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            approvals.revoke(approval=self.approval, actor=request.user)
            messages.success(request, _("The request has been withdrawn."))
        except EditingRefused as refused:
            messages.error(request, str(refused))
        return HttpResponseRedirect(self.back_url)


class ApprovalViewSet(ViewSet):
    """/admin/approvals/"""

    name = "approvals"
    icon = "check"
    menu_label = gettext_lazy("Approvals")

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", ApprovalIndexView.as_view(), name="index"),
            path("results/", ApprovalIndexView.as_view(results_only=True), name="index_results"),
            path("page/<int:page>/", PageApprovalsView.as_view(), name="page"),
            path("<int:pk>/withdraw/", RevokeView.as_view(), name="revoke"),
        ]
