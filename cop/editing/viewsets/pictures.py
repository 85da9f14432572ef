"""The report of pictures that nobody has described."""

from typing import Any

from django.db.models import QuerySet
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.admin.viewsets.base import ViewSet
from wagtail.images import get_image_model

from ..selectors.pictures import undescribed_pictures_for


class UndescribedPicturesView(ReportView):
    """Permission: the list holds pictures that this person may change."""

    model = get_image_model()
    page_title = gettext_lazy("Pictures without a description")
    header_icon = "image"
    index_url_name = "undescribed_pictures:index"
    index_results_url_name = "undescribed_pictures:index_results"
    any_permission_required = ["change", "add"]
    no_results_message = gettext_lazy("Every picture is described, or marked as an ornament.")
    list_export = ["title", "uses", "created_at"]
    export_headings = {
        "title": gettext_lazy("Picture"),
        "uses": gettext_lazy("Used on pages"),
        "created_at": gettext_lazy("Added"),
    }

    def get_filename(self) -> str:
        return "pictures-without-description"

    def get_queryset(self) -> QuerySet[Any]:
        return undescribed_pictures_for(self.request.user)

    @property
    def columns(self) -> list[Column]:
        return [
            TitleColumn(
                "title", label=_("Picture"), get_url=lambda image: reverse("wagtailimages:edit", args=[image.pk])
            ),
            Column("uses", label=_("Used on pages")),
            DateColumn("created_at", label=_("Added")),
        ]


class UndescribedPicturesViewSet(ViewSet):
    """/admin/undescribed-pictures/"""

    name = "undescribed_pictures"
    url_prefix = "undescribed-pictures"
    icon = "image"
    menu_label = gettext_lazy("Pictures without a description")

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", UndescribedPicturesView.as_view(), name="index"),
            path("results/", UndescribedPicturesView.as_view(results_only=True), name="index_results"),
        ]
