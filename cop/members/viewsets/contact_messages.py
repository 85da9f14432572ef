"""Reported letters between members in the Wagtail admin; what nobody reported is not shown."""

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views import generic

from cop.core.read_only_viewset import ReadOnlyViewSet

from ..models import MemberLetter


def reported() -> QuerySet[MemberLetter]:
    """What the secretariat may read."""
    return MemberLetter.objects.filter(reported_at__isnull=False).select_related("sender", "receiver")


class ReportedIndexView(generic.IndexView):
    """Reported letters, the newest report first."""

    page_title = gettext_lazy("Reported letters")
    any_permission_required = ["view"]

    def get_base_queryset(self) -> QuerySet[MemberLetter]:
        return reported()

    @cached_property
    def columns(self) -> list[Column]:
        return [
            TitleColumn(
                "subject",
                label=_("Subject"),
                get_url=lambda message: reverse("contact_messages:inspect", args=[message.pk]),
            ),
            Column("sender", label=_("From"), accessor=lambda message: message.sender or _("Former member")),
            Column("receiver", label=_("Reported by"), accessor=lambda message: message.receiver or _("Former member")),
            DateColumn("sent_at", label=_("Sent"), sort_key="sent_at"),
            DateColumn("reported_at", label=_("Reported"), sort_key="reported_at"),
        ]


class ReportedInspectView(generic.InspectView):
    """One reported letter with its text."""

    page_title = gettext_lazy("Reported letter")
    any_permission_required = ["view"]

    def get_object(self, queryset: QuerySet | None = None) -> MemberLetter:
        return get_object_or_404(reported(), pk=self.kwargs["pk"])

    def get_fields(self) -> list[str]:
        return ["subject", "sender", "receiver", "sent_at", "reported_at", "shares_address", "text"]


class ContactMessageViewSet(ReadOnlyViewSet):
    """/admin/contact-messages/: a list, one page a letter; nothing is changed here."""

    model = MemberLetter
    name = "contact_messages"
    url_prefix = "contact-messages"
    icon = "warning"
    menu_label = gettext_lazy("Reported letters")
    menu_order = 330
    add_to_admin_menu = True
    index_view_class = ReportedIndexView
    inspect_view_class = ReportedInspectView
    inspect_view_enabled = True
    search_fields = ["subject", "sender__name", "receiver__name"]
    ordering = ["-reported_at", "-pk"]
