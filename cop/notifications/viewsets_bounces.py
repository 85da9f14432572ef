"""The staff's pages about letters that did not arrive, and addresses that take none."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.views.generic.base import BaseObjectMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from cop.core.read_only_viewset import ReadOnlyViewSet

from .models import Bounce, StoppedAddress
from .services.bouncing import allow_again


class BounceIndexView(generic.IndexView):
    """Every report, newest first, with the letter that it is about."""

    any_permission_required = ["view"]

    @cached_property
    def columns(self) -> list[Column]:
        def letter(bounce: Bounce) -> str:
            return reverse("letters:inspect", args=[bounce.letter_id]) if bounce.letter_id else ""

        return [
            TitleColumn("address", label=_("Address"), sort_key="address", get_url=letter),
            Column(
                "kind", label=_("What happened"), accessor=lambda bounce: bounce.get_kind_display(), sort_key="kind"
            ),
            Column("reason", label=_("In the provider’s words")),
            DateColumn("at", label=_("When"), sort_key="at"),
        ]


class StoppedIndexView(generic.IndexView):
    """Every address that circulars no longer go to."""

    any_permission_required = ["view"]

    @cached_property
    def columns(self) -> list[Column]:
        can_allow = self.permission_policy.user_has_permission(self.request.user, "delete")

        def allow(stopped: StoppedAddress) -> str | None:
            return reverse("stopped_addresses:allow", args=[stopped.pk]) if can_allow else None

        return [
            TitleColumn("address", label=_("Address"), sort_key="address", get_url=allow),
            Column("kind", label=_("Why"), accessor=lambda stopped: stopped.get_kind_display(), sort_key="kind"),
            DateColumn("since", label=_("Since"), sort_key="since"),
        ]


class AllowView(PermissionCheckedMixin, BaseObjectMixin, View):
    """Asks, and on POST lets circulars go to the address again."""

    model = StoppedAddress
    permission_required = "delete"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        from django.shortcuts import render

        return render(
            request,
            "notifications/admin/allow.html",
            {
                "stopped": self.object,
                "page_title": _("Write to this address again?"),
                "header_title": _("Write to this address again?"),
                "header_icon": "mail",
            },
        )

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        allow_again(address=self.object.address, actor=request.user)
        messages.success(request, _("Letters go to “%(address)s” again.") % {"address": self.object.address})
        return HttpResponseRedirect(reverse("stopped_addresses:index"))


class BounceViewSet(ReadOnlyViewSet):
    """/admin/bounces/"""

    model = Bounce
    name = "bounces"
    icon = "mail"
    menu_order = 710
    add_to_settings_menu = True
    search_fields = ["address"]
    menu_label = gettext_lazy("Bounces")
    index_view_class = BounceIndexView


class StoppedAddressViewSet(ReadOnlyViewSet):
    """/admin/stopped_addresses/"""

    model = StoppedAddress
    name = "stopped_addresses"
    icon = "mail"
    menu_order = 710
    add_to_settings_menu = True
    search_fields = ["address"]
    menu_label = gettext_lazy("Stopped addresses")
    index_view_class = StoppedIndexView

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            *super().get_urlpatterns(),
            path("<int:pk>/allow/", self.construct_view(AllowView), name="allow"),
        ]
