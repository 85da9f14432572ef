"""Declining a proposed good practice in the Wagtail admin."""

from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin.viewsets.base import ViewSet

from ..forms.validation import DeclineForm
from ..models import GoodPracticePage
from ..permissions import declining_obstacle
from ..refusals import Refused
from ..services.validating import decline
from .one_resource import OfOneResource


class DeclineView(OfOneResource, FormView):
    """Decline a proposal, with words for its author. Permission: who may take its step; the service asks the same."""

    template_name = "resources/admin/decline.html"
    form_class = DeclineForm
    header_icon = "cross"
    page_title = gettext_lazy("Decline")

    def find(self, **kwargs: Any) -> GoodPracticePage:
        found = GoodPracticePage.objects.filter(pk=kwargs["resource"], proposal__isnull=False).first()
        if found is None:
            raise Http404
        return found

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if declining_obstacle(request.user, self.resource.pk):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: DeclineForm) -> HttpResponse:
        try:
            decline(
                practice=cast("GoodPracticePage", self.resource),
                actor=cast("Any", self.request.user),
                words=form.cleaned_data["words"],
            )
        except Refused as refused:
            form.add_error(None, str(refused))
            return self.form_invalid(form)
        messages.success(self.request, _("The proposal is declined. Its author reads why in a letter."))
        return HttpResponseRedirect(reverse("wagtailadmin_home"))


class DecliningViewSet(ViewSet):
    """/admin/decline-practice/"""

    name = "decline_practice"
    url_prefix = "decline-practice"
    icon = "cross"

    def get_urlpatterns(self) -> list[URLPattern]:
        return [path("<int:resource>/", DeclineView.as_view(), name="index")]
