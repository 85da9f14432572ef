"""Withdrawing a resource in the Wagtail admin."""

from typing import Any, cast

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin.viewsets.base import ViewSet

from ..forms.withdrawing import WithdrawForm
from ..models import Withdrawal
from ..permissions import withdrawing_obstacle
from ..refusals import Refused
from ..services.withdrawing import withdraw
from .one_resource import OfOneResource


class WithdrawView(OfOneResource, FormView):
    """Withdraw a resource, or read why it was. Permission: whoever may edit the page; the service asks who may
    unpublish it."""

    template_name = "resources/admin/withdraw.html"
    form_class = WithdrawForm
    header_icon = "download"
    page_title = gettext_lazy("Withdraw")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        obstacle = withdrawing_obstacle(self.request.user, self.resource)
        return {
            **super().get_context_data(**kwargs),
            "obstacle": obstacle.label if obstacle else "",
            "withdrawal": Withdrawal.objects.filter(resource=self.resource, resource__live=False).first(),
        }

    def form_valid(self, form: WithdrawForm) -> HttpResponse:
        try:
            withdraw(resource=self.resource, actor=cast("Any", self.request.user), reason=form.cleaned_data["reason"])
        except Refused as refused:
            form.add_error(None, str(refused))
            return self.form_invalid(form)
        messages.success(self.request, _("The resource has been withdrawn. Its address says why."))
        return HttpResponseRedirect(self.edit_url)


class WithdrawingViewSet(ViewSet):
    """/admin/withdraw-resource/"""

    name = "withdraw_resource"
    url_prefix = "withdraw-resource"
    icon = "download"

    def get_urlpatterns(self) -> list[URLPattern]:
        return [path("<int:resource>/", WithdrawView.as_view(), name="index")]
